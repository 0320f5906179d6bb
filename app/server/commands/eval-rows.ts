import columnNames from './eval-columns.json' with { type: 'json' };
import { z } from 'zod';
import { CommandFailed } from './outcome.ts';
import { readTableFile, type TableRow } from './table-file.ts';

const names = z.record(z.string(), z.array(z.string())).parse(columnNames);

export const readRows = async (file: string): Promise<TableRow[]> => {
  const rows: TableRow[] = [];
  for await (const row of readTableFile(file)) rows.push(row);
  if (rows.length === 0) throw new CommandFailed(`${file} has no rows.`, 3);
  return rows;
};

export const cellOf = (row: TableRow, field: string | undefined): string => {
  const cell = field === undefined ? undefined : row.cells[field];
  if (typeof cell === 'number') return cell.toString();
  return typeof cell === 'string' ? cell.trim() : '';
};

/** A column that was asked for must be there. */
export const requireField = (rows: readonly TableRow[], field: string): string => {
  const known = new Set(rows.slice(0, 100).flatMap((row) => Object.keys(row.cells)));
  const found = known.has(field) ? field : [...known].find((name) => endsAlike(name, field));
  if (found === undefined)
    throw new CommandFailed(`There is no column ${field}; there are ${[...known].join(', ')}.`, 3);
  return found;
};

/** A mailbox writes its columns with a word in front: the rest of the name decides. */
const endsAlike = (name: string, field: string): boolean => field.length > 1 && name.endsWith(field);

/** The column meant by title, text, time, votes or id, whatever the file calls it. */
export const guessField = (rows: readonly TableRow[], meaning: string): string | undefined => {
  const known = Object.keys(rows[0]?.cells ?? {});
  for (const candidate of names[meaning] ?? []) {
    const exact = known.find((name) => name.toLowerCase() === candidate);
    const found = exact ?? known.find((name) => endsAlike(name.toLowerCase(), candidate));
    if (found !== undefined) return found;
  }
  return undefined;
};
