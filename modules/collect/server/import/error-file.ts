import { cleanText } from './clean-text.ts';
import type { RowProblem } from './import-problem.ts';

export type ProblemRow = { code: string; data: RowProblem['data']; line: number; cells: readonly string[] };
export type ErrorFileLanguage = 'zh-CN' | 'en';
/** Gives the sentence for a code; for `import.error_file.column` the heading of the added column. */
export type TranslateProblem = (code: string, data: Record<string, unknown>, language: ErrorFileLanguage) => string;

/** Signs that make a spreadsheet run a cell; the full-width ones too, as some locales fold them. */
const runnable = /^[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/;

export function csvCell(text: string): string {
  const safe = runnable.test(text) ? `'${text}` : text;
  return /[",;\t\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const csvLine = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`;

/**
 * The rows that were not taken, as a CSV that any spreadsheet opens and that can be repaired and imported again:
 * the columns of the original and two more that say what is wrong, in both languages.
 */
export async function* errorFile(
  columns: readonly string[],
  rows: AsyncIterable<ProblemRow> | Iterable<ProblemRow>,
  translate: TranslateProblem,
): AsyncGenerator<string> {
  const heading = 'import.error_file.column';
  yield `\uFEFF${csvLine([...columns, translate(heading, {}, 'zh-CN'), translate(heading, {}, 'en')])}`;
  for await (const row of rows) {
    const cells = columns.map((_, index) => cleanText(row.cells[index] ?? ''));
    // A broken row may have more cells than the header; what is over goes to the last column, not away.
    const over = row.cells.slice(columns.length).filter((cell) => cell !== '');
    const last = columns.length - 1;
    if (over.length > 0) cells[last] = cleanText([row.cells[last] ?? '', ...over].join(','));
    const data = { ...row.data, line: row.line };
    yield csvLine([...cells, translate(row.code, data, 'zh-CN'), translate(row.code, data, 'en')]);
  }
}
