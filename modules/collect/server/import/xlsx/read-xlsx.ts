import { importProblem, type ImportWarning } from '../import-problem.ts';
import { isBlankRow, nameColumns, type Table, type TableLimits, type TableRow } from '../table.ts';
import { asDamaged, openArchive, type XlsxArchive } from './open-archive.ts';
import { SheetReader, type CellContext, type SheetRow } from './sheet-reader.ts';
import { readDateStyles, readSharedStrings, readWorkbook, type Sheet, type Workbook } from './workbook-parts.ts';

type Header = { columns: string[]; duplicates: string[]; line: number; lastLine?: number };

async function* sheetRows(
  archive: XlsxArchive,
  sheet: Sheet,
  context: CellContext,
  limits: TableLimits,
): AsyncGenerator<{ rows: SheetRow[]; lastLine?: number }> {
  const reader = new SheetReader(context, limits);
  try {
    for await (const chunk of archive.chunks(sheet.path)) yield { rows: reader.push(chunk), lastLine: reader.lastLine };
    reader.end();
  } catch (error) {
    throw asDamaged(error);
  }
}

/** The first row with text; a lone title above a wider row gives way to it. */
async function findHeader(
  archive: XlsxArchive,
  sheet: Sheet,
  context: CellContext,
  limits: TableLimits,
): Promise<Header | undefined> {
  let title: SheetRow | undefined;
  let lastLine: number | undefined;
  const headerOf = (row: SheetRow): Header => {
    if (row.width > limits.maxColumns) {
      throw importProblem('import.too_many_columns', { columns: row.width, limit: limits.maxColumns });
    }
    return { ...nameColumns(row.cells), line: row.line, lastLine };
  };
  for await (const batch of sheetRows(archive, sheet, context, limits)) {
    lastLine ??= batch.lastLine;
    for (const row of batch.rows) {
      const filled = row.cells.filter((cell) => cell.trim() !== '').length;
      if (filled === 0) continue;
      if (!title && filled === 1) title = row;
      else return headerOf(title && filled < 2 ? title : row);
    }
  }
  return title && headerOf(title);
}

function sheetsToTry(workbook: Workbook, wanted: string | undefined): Sheet[] {
  if (wanted === undefined) {
    const visible = workbook.sheets.filter((sheet) => !sheet.hidden);
    return visible.length > 0 ? visible : workbook.sheets;
  }
  const found = workbook.sheets.filter((sheet) => sheet.name === wanted);
  if (found.length > 0) return found;
  throw importProblem('import.xlsx_sheet_not_found', {
    sheet: wanted,
    sheets: workbook.sheets.map(({ name }) => name),
  });
}

function toRow(row: SheetRow, width: number): TableRow | undefined {
  if (row.tooLong) return { line: row.line, cells: row.cells, problem: { code: 'import.row.too_long', data: {} } };
  if (isBlankRow(row.cells) && row.width === 0) return undefined;
  const cells = row.cells.slice(0, Math.max(width, row.cells.length));
  while (cells.length < width) cells.push('');
  const extra = cells.slice(width).some((cell) => cell.trim() !== '') || row.width > row.cells.length;
  if (!extra) return { line: row.line, cells: cells.slice(0, width) };
  const data = { expected: width, found: Math.max(row.width, cells.length) };
  return { line: row.line, cells, problem: { code: 'import.row.cell_count', data } };
}

type Opened = { sheet: Sheet; header: Header; context: CellContext; others: string[] };

async function openSheet(path: string, limits: TableLimits, wanted: string | undefined): Promise<Opened> {
  const archive = await openArchive(path, limits);
  try {
    const workbook = await readWorkbook(archive);
    const sheets = sheetsToTry(workbook, wanted);
    const context: CellContext = {
      strings: await readSharedStrings(archive, workbook, limits),
      dateStyles: await readDateStyles(archive, workbook),
      date1904: workbook.date1904,
    };
    for (const sheet of sheets) {
      const header = await findHeader(archive, sheet, context, limits);
      if (!header) continue;
      const others = wanted === undefined ? sheets.filter((other) => other !== sheet).map(({ name }) => name) : [];
      return { sheet, header, context, others };
    }
    throw importProblem('import.file_empty');
  } catch (error) {
    throw asDamaged(error);
  } finally {
    archive.close();
  }
}

function warningsOf({ header, others }: Opened): ImportWarning[] {
  const warnings: ImportWarning[] = [];
  if (others.length > 0) warnings.push({ code: 'import.warning.other_sheets', data: { sheets: others } });
  if (header.line > 1) warnings.push({ code: 'import.warning.header_not_first', data: { line: header.line } });
  if (header.duplicates.length > 0) {
    warnings.push({ code: 'import.warning.duplicate_columns', data: { columns: header.duplicates } });
  }
  return warnings;
}

export async function readXlsx(path: string, limits: TableLimits, wantedSheet?: string): Promise<Table> {
  const opened = await openSheet(path, limits, wantedSheet);
  const { sheet, header, context } = opened;
  async function* rows({ afterLine = 0 } = {}): AsyncGenerator<TableRow> {
    const archive = await openArchive(path, limits);
    let count = 0;
    try {
      for await (const batch of sheetRows(archive, sheet, context, limits)) {
        for (const raw of batch.rows) {
          const row = raw.line > header.line ? toRow(raw, header.columns.length) : undefined;
          if (!row) continue;
          if (++count > limits.maxRows) throw importProblem('import.too_many_rows', { limit: limits.maxRows });
          if (row.line > afterLine) yield row;
        }
      }
    } finally {
      archive.close();
    }
  }
  const rowCountEstimate = header.lastLine === undefined ? undefined : Math.max(0, header.lastLine - header.line);
  return {
    format: 'xlsx',
    encoding: 'utf-8',
    columns: header.columns,
    rows,
    rowCountEstimate,
    warnings: warningsOf(opened),
  };
}
