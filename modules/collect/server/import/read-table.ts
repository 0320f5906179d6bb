import { detectFormat } from './detect-format.ts';
import { readCsv } from './read-csv.ts';
import { readJsonl } from './read-jsonl.ts';
import { defaultLimits, type ReadTableOptions, type Table, type TableLimits } from './table.ts';
import { readXlsx } from './xlsx/read-xlsx.ts';

/** Opens a file of feedback by what it is, not by what it is called. Rows are streamed; nothing is kept. */
export async function readTable(path: string, options: ReadTableOptions = {}): Promise<Table> {
  const limits: TableLimits = { ...defaultLimits, ...options.limits };
  const detected = await detectFormat(path, limits.maxFileBytes);
  if (detected.format === 'xlsx') return readXlsx(path, limits, options.sheet);
  if (detected.format === 'jsonl') return readJsonl(path, detected, limits);
  return readCsv(path, detected, limits);
}
