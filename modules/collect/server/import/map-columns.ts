import { columnTargets, type ColumnUse } from '../../contract.ts';
import { importProblem } from './import-problem.ts';
import synonyms from './column-synonyms.json' with { type: 'json' };

export { columnTargets, type ColumnUse };
export type ColumnTarget = (typeof columnTargets)[number];
export type ColumnMapping = readonly { name: string; use: ColumnUse }[];
export type MappedColumns = { mapping: ColumnMapping; unknown: string[] };

/** Width, case, spaces, a star for "required" and a remark in brackets say nothing about the meaning. */
const plain = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[*:]|\([^)]*\)|\[[^\]]*\]|\u3010[^\u3011]*\u3011/g, '')
    .replace(/[\s_-]+/g, '');

const usesBySynonym: ReadonlyMap<string, ColumnUse> = new Map(
  [...columnTargets, 'ignore' as const].flatMap((use) => {
    const names: [string, ColumnUse][] = [...synonyms[use], use].map((name) => [plain(name), use]);
    return names;
  }),
);

const contentEndings = synonyms.contentEndings.map(plain);

function checkExplicit(columns: readonly string[], explicit: Readonly<Record<string, ColumnUse>>): void {
  const taken = new Map<ColumnUse, string>();
  for (const [column, use] of Object.entries(explicit)) {
    if (!columns.includes(column)) throw importProblem('import.mapping_unknown_column', { column, columns });
    if (use === 'extra' || use === 'ignore') continue;
    const other = taken.get(use);
    if (other !== undefined)
      throw importProblem('import.mapping_duplicate_target', { target: use, columns: [other, column] });
    taken.set(use, column);
  }
}

/**
 * Guesses each column's meaning from its name; `explicit` (column name to use) has the last word.
 * The first column of a meaning gets it, later ones are kept as extra fields.
 */
export function mapColumns(
  columns: readonly string[],
  explicit: Readonly<Record<string, ColumnUse>> = {},
): MappedColumns {
  checkExplicit(columns, explicit);
  const taken = new Set<ColumnUse>(Object.values(explicit));
  const uses = columns.map((name): ColumnUse => {
    const said = Object.hasOwn(explicit, name) ? explicit[name] : undefined;
    if (said !== undefined) return said;
    const guess = usesBySynonym.get(plain(name)) ?? 'extra';
    if (guess !== 'ignore' && guess !== 'extra' && taken.has(guess)) return 'extra';
    taken.add(guess);
    return guess;
  });
  if (!taken.has('content') && !taken.has('subject')) {
    const likely = columns.findIndex(
      (name, index) => uses[index] === 'extra' && contentEndings.some((ending) => plain(name).endsWith(ending)),
    );
    if (likely < 0) throw importProblem('import.no_content_column', { columns: [...columns] });
    uses[likely] = 'content';
  }
  const mapping = columns.map((name, index) => ({ name, use: uses[index] ?? 'extra' }));
  const unknown = mapping
    .filter(({ use, name }) => use === 'extra' && !Object.hasOwn(explicit, name))
    .map(({ name }) => name);
  return { mapping, unknown };
}
