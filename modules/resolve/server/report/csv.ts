type Cell = string | number;

/** A spreadsheet would run what begins so; a space before it keeps it words. Numbers of ours are no danger. */
const runs = /^[=+\-@\t\r]/;

const cellOf = (cell: Cell): string => {
  if (typeof cell === 'number') return String(cell);
  const safe = runs.test(cell) ? ` ${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** With the mark by which spreadsheets know that it is UTF-8. */
export const csvText = (rows: readonly (readonly Cell[])[]): string =>
  `\uFEFF${rows.map((row) => row.map(cellOf).join(',')).join('\r\n')}\r\n`;

/** Whole cents as an exact decimal number: never by way of a fraction. */
export const decimalOf = (cents: number): string => {
  const digits = String(Math.abs(cents)).padStart(3, '0');
  return `${cents < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};
