import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readTable } from './read-table.ts';
import type { ReadTableOptions, Table, TableRow } from './table.ts';

export type ReadBack = Table & { all: TableRow[] };

/** Writes bytes to a file of their own, reads them as a table with all its rows, and leaves nothing. */
export async function readBack(
  content: string | Buffer,
  options: ReadTableOptions & { name?: string } = {},
): Promise<ReadBack> {
  const folder = await mkdtemp(path.join(tmpdir(), 'read-table-'));
  try {
    const file = path.join(folder, options.name ?? 'feedback.csv');
    await writeFile(file, content);
    const table = await readTable(file, options);
    const all: TableRow[] = [];
    for await (const row of table.rows()) all.push(row);
    return { ...table, all };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export const cellsOf = (table: ReadBack): string[][] => table.all.map((row) => row.cells);
export const codesOf = (table: ReadBack): (string | undefined)[] => table.all.map((row) => row.problem?.code);
