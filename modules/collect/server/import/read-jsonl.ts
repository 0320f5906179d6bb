import { z } from 'zod';
import type { DetectedFormat } from './detect-format.ts';
import { importProblem, type ImportWarning } from './import-problem.ts';
import { estimateRows } from './read-csv.ts';
import { LineReader, rawOf, type TextLine } from './read-lines.ts';
import { withoutNul, type Table, type TableLimits, type TableRow } from './table.ts';

const jsonObject = z.record(z.string(), z.unknown());

function parseLine(text: string): Record<string, unknown> | undefined {
  try {
    const parsed = jsonObject.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

function toCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  return withoutNul(typeof value === 'string' ? value : JSON.stringify(value));
}

/** Any line may bring a new key, so the columns are known only after a look at every line. */
async function findColumns(reader: LineReader, limits: TableLimits): Promise<string[]> {
  const columns = new Set<string>();
  for await (const lines of reader.batches()) {
    for (const line of lines) {
      if (line.text.trim() === '' || line.tooLong) continue;
      for (const key of Object.keys(parseLine(line.text) ?? {})) columns.add(key);
      if (columns.size > limits.maxColumns) {
        throw importProblem('import.too_many_columns', { columns: columns.size, limit: limits.maxColumns });
      }
    }
  }
  return [...columns];
}

function toRow(line: TextLine, columns: readonly string[]): TableRow {
  const failed = { line: line.line, cells: [withoutNul(line.text)] };
  if (line.tooLong) return { ...failed, problem: { code: 'import.row.too_long', data: rawOf([line]) } };
  if (!line.valid) return { ...failed, problem: { code: 'import.row.invalid_bytes', data: rawOf([line]) } };
  const object = parseLine(line.text);
  if (!object) return { ...failed, problem: { code: 'import.row.not_json', data: rawOf([line]) } };
  return { line: line.line, cells: columns.map((column) => toCell(object[column])) };
}

export async function readJsonl(path: string, detected: DetectedFormat, limits: TableLimits): Promise<Table> {
  const warnings: ImportWarning[] = [];
  const reader = new LineReader(path, detected, { maxBytes: limits.maxRowBytes, warnings });
  const columns = await findColumns(reader, limits);
  if (columns.length === 0) throw importProblem('import.json_not_lines');
  async function* rows({ afterLine = 0 } = {}): AsyncGenerator<TableRow> {
    let count = 0;
    for await (const lines of reader.batches()) {
      for (const line of lines) {
        if (line.text.trim() === '') continue;
        if (++count > limits.maxRows) throw importProblem('import.too_many_rows', { limit: limits.maxRows });
        if (line.line > afterLine) yield toRow(line, columns);
      }
    }
  }
  return {
    format: 'jsonl',
    encoding: detected.encoding,
    columns,
    rows,
    rowCountEstimate: estimateRows(detected) + 1,
    warnings,
  };
}
