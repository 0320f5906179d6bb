const halfCharacter = /\\ud[89a-f]/;

const wholeCharacters = (_key: string, value: unknown): unknown =>
  typeof value === 'string' ? value.toWellFormed() : value;

/**
 * Rows as one JSON parameter of a statement for many. PostgreSQL refuses half a character (a lone surrogate: an emoji cut
 * in two by somebody's limit on length); nobody's feedback is lost over it, it is written as U+FFFD.
 */
export const jsonRows = (rows: readonly unknown[]): string => {
  const text = JSON.stringify(rows);
  return halfCharacter.test(text) ? JSON.stringify(rows, wholeCharacters) : text;
};
