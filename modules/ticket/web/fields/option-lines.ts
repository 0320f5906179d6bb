import type { FieldOption } from '../../contract.ts';

/**
 * Options as lines of text, so that five hundred are pasted at once: `Name | English = key`, two spaces deeper for what
 * lies below, a `-` before what is retired. Without a key the name becomes one.
 */
const indent = 2;

const keyOf = (name: string): string =>
  name
    .trim()
    .replaceAll(/[^\p{L}\p{N}_.-]+/gu, '_')
    .replace(/^[_.-]+/u, '')
    .slice(0, 40);

const freeKey = (wanted: string, taken: ReadonlySet<string>): string => {
  if (!taken.has(wanted)) return wanted;
  let at = 2;
  while (taken.has(`${wanted}_${at}`)) at += 1;
  return `${wanted}_${at}`;
};

const line = /^(\s*)(-\s+)?(.*?)(?:\s*\|\s*(.*?))?(?:\s*=\s*(\S+))?\s*$/u;

/** An explicit key is taken as it is, even twice: the server says so. */
export const readOptionLines = (text: string, isTree: boolean): FieldOption[] => {
  const options: FieldOption[] = [];
  const taken = new Set<string>();
  const above: { depth: number; key: string }[] = [];
  for (const raw of text.replaceAll('\t', '  ').split('\n')) {
    const [, space = '', retired, name = '', nameEn = '', given] = line.exec(raw) ?? [];
    if (name.trim() === '') continue;
    const key = given ?? freeKey(keyOf(name), taken);
    taken.add(key);
    while ((above.at(-1)?.depth ?? -1) >= space.length) above.pop();
    const parentKey = isTree ? (above.at(-1)?.key ?? null) : null;
    above.push({ depth: space.length, key });
    options.push({ key, name: name.trim(), nameEn: nameEn.trim(), parentKey, retired: retired !== undefined });
  }
  return options;
};

/** A parent stands before what lies below it, whatever order the options came in. */
export const writeOptionLines = (options: readonly FieldOption[]): string => {
  const below = (parentKey: string | null, depth: number): string[] =>
    options
      .filter((option) => option.parentKey === parentKey)
      .flatMap((option) => [
        `${' '.repeat(depth * indent)}${option.retired ? '- ' : ''}${option.name}${option.nameEn === '' ? '' : ` | ${option.nameEn}`} = ${option.key}`,
        ...below(option.key, depth + 1),
      ]);
  return below(null, 0).join('\n');
};
