import type { ImportWarning, RowProblem } from './import-problem.ts';

export type TableFormat = 'csv' | 'xlsx' | 'jsonl';
export type TableEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030';

/** One record of the file. `line` is the physical line (or sheet row) it begins on. */
export type TableRow = { line: number; cells: string[]; problem?: RowProblem };

export type Table = {
  format: TableFormat;
  encoding: TableEncoding;
  /** Unique, trimmed names in file order; a nameless column is `#<position>`. */
  columns: readonly string[];
  /** Reads from the start each time; `afterLine` skips what an interrupted import already has. */
  rows(options?: { afterLine?: number }): AsyncIterable<TableRow>;
  rowCountEstimate?: number;
  /** Grows while rows are read: look again after the last row. */
  warnings: readonly ImportWarning[];
};

export type TableLimits = {
  maxFileBytes: number;
  maxRows: number;
  maxColumns: number;
  /** A record longer than this is reported, not read: its cells could not be stored anyway. */
  maxRowBytes: number;
  /** How far an open quote may reach before it counts as broken. */
  maxRecordLines: number;
  maxUnpackedBytes: number;
  /** Honest sheets stay far below; deflate itself ends near 1,030. */
  maxRatio: number;
  maxZipEntries: number;
  maxSharedStringChars: number;
};

export const defaultLimits: TableLimits = {
  maxFileBytes: 2 * 1024 ** 3,
  maxRows: 5_000_000,
  maxColumns: 500,
  maxRowBytes: 1024 ** 2,
  maxRecordLines: 1000,
  maxUnpackedBytes: 1024 ** 3,
  maxRatio: 200,
  maxZipEntries: 5000,
  maxSharedStringChars: 100_000_000,
};

export type ReadTableOptions = { limits?: Partial<TableLimits>; sheet?: string };

/** No text column of PostgreSQL takes a NUL, so none leaves the reader. */
export const withoutNul = (text: string): string => (text.includes('\0') ? text.replaceAll('\0', '') : text);

/** Makes header cells usable as keys: trimmed, never empty, never twice; empty ones at the end are dropped. */
export function nameColumns(header: readonly string[]): { columns: string[]; duplicates: string[] } {
  const names = header.map((cell) =>
    withoutNul(cell)
      .replace(/^\uFEFF/, '')
      .trim(),
  );
  while (names.length > 0 && names.at(-1) === '') names.pop();
  const seen = new Set<string>();
  const duplicates: string[] = [];
  const columns = names.map((name, index) => {
    const wanted = name === '' ? `#${index + 1}` : name;
    let unique = wanted;
    for (let copy = 2; seen.has(unique); copy++) unique = `${wanted} (${copy})`;
    if (unique !== wanted) duplicates.push(wanted);
    seen.add(unique);
    return unique;
  });
  return { columns, duplicates };
}

/** Cells beyond the header are tolerated while they hold nothing. */
export function fitCells(cells: readonly string[], width: number): string[] | undefined {
  if (cells.length < width) return undefined;
  for (let index = width; index < cells.length; index++) {
    if (cells[index]?.trim() !== '') return undefined;
  }
  return cells.slice(0, width);
}

export const isBlankRow = (cells: readonly string[]): boolean => cells.every((cell) => cell.trim() === '');
