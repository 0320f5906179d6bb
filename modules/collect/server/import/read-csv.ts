import { CsvRecord, guessDelimiter } from './csv-record.ts';
import type { DetectedFormat } from './detect-format.ts';
import { importProblem, type ImportWarning, type RowProblemCode } from './import-problem.ts';
import { LineReader, rawOf, type TextLine } from './read-lines.ts';
import { fitCells, isBlankRow, nameColumns, withoutNul, type Table, type TableLimits, type TableRow } from './table.ts';

type RawRecord = { line: number; lines: TextLine[]; cells: string[]; fault?: RowProblemCode };

/** Joins lines to records; a record that breaks is given up after its first line, the next line starts afresh. */
class RecordAssembler {
  readonly #record: CsvRecord;
  readonly #delimiter: string;
  readonly #limits: TableLimits;
  readonly #isWhole: (cells: readonly string[]) => boolean;
  #pending: TextLine[] = [];
  #pendingBytes = 0;

  constructor(delimiter: string, limits: TableLimits, isWhole: (cells: readonly string[]) => boolean) {
    this.#record = new CsvRecord(delimiter);
    this.#delimiter = delimiter;
    this.#limits = limits;
    this.#isWhole = isWhole;
  }

  push(lines: readonly TextLine[]): RawRecord[] {
    const records: RawRecord[] = [];
    const stack = lines.toReversed();
    for (let line = stack.pop(); line !== undefined; line = stack.pop()) {
      const record = this.#feed(line, stack);
      if (record) records.push(record);
    }
    return records;
  }

  flush(): RawRecord[] {
    const records: RawRecord[] = [];
    const stack: TextLine[] = [];
    while (this.#pending.length > 0) {
      records.push(this.#giveUp('import.row.broken_quotes', stack));
      records.push(...this.push(stack.splice(0).toReversed()));
    }
    return records;
  }

  #feed(line: TextLine, stack: TextLine[]): RawRecord | undefined {
    this.#pending.push(line);
    this.#pendingBytes += line.bytes.length;
    if (line.tooLong)
      return this.#giveUp(this.#pending.length > 1 ? 'import.row.broken_quotes' : 'import.row.too_long', stack);
    const state = this.#record.feed(line.text);
    if (state === 'broken') return this.#giveUp('import.row.broken_quotes', stack);
    if (state === 'open') {
      const tooFar =
        this.#pending.length > this.#limits.maxRecordLines || this.#pendingBytes > this.#limits.maxRowBytes;
      return tooFar ? this.#giveUp('import.row.broken_quotes', stack) : undefined;
    }
    const cells = this.#record.take();
    // Several lines that close by chance on another row's quote rarely have the right number of cells.
    if (this.#pending.length > 1 && !this.#isWhole(cells)) return this.#giveUp('import.row.broken_quotes', stack);
    const drained = this.#drain();
    return { line: drained[0]?.line ?? line.line, lines: drained, cells };
  }

  #giveUp(fault: RowProblemCode, stack: TextLine[]): RawRecord {
    this.#record.reset();
    const [first, ...rest] = this.#drain();
    if (!first) throw new Error('a record was given up that had no line');
    stack.push(...rest.reverse());
    return { line: first.line, lines: [first], cells: first.text.split(this.#delimiter), fault };
  }

  #drain(): TextLine[] {
    const lines = this.#pending;
    this.#pending = [];
    this.#pendingBytes = 0;
    return lines;
  }
}

async function* recordsOf(
  reader: LineReader,
  assembler: RecordAssembler,
  startLine: number,
): AsyncGenerator<RawRecord[]> {
  for await (const lines of reader.batches()) {
    yield assembler.push(startLine > 1 ? lines.filter((line) => line.line >= startLine) : lines);
  }
  yield assembler.flush();
}

type Header = { columns: string[]; duplicates: string[]; line: number; endLine: number; delimiter: string };

function headerOf(record: RawRecord, delimiter: string): Header {
  const bad = record.lines.find((line) => !line.valid);
  if (bad) throw importProblem('import.encoding_unknown', { line: bad.line });
  return {
    ...nameColumns(record.cells),
    line: record.line,
    endLine: record.lines.at(-1)?.line ?? record.line,
    delimiter,
  };
}

async function* headRecords(
  reader: LineReader,
  limits: TableLimits,
): AsyncGenerator<{ record: RawRecord; delimiter: string }> {
  let assembler: RecordAssembler | undefined;
  let delimiter = ',';
  for await (const batch of reader.batches()) {
    let lines = batch.filter((line) => line.text.trim() !== '');
    const [first] = lines;
    if (!assembler && first) {
      const guess = guessDelimiter(first.text);
      delimiter = guess.delimiter;
      if (guess.declared) lines = lines.slice(1);
      assembler = new RecordAssembler(delimiter, limits, () => true);
    }
    for (const record of assembler?.push(lines) ?? []) if (!isBlankRow(record.cells)) yield { record, delimiter };
  }
  for (const record of assembler?.flush() ?? []) yield { record, delimiter };
}

async function readHeader(reader: LineReader, limits: TableLimits): Promise<Header> {
  let title: Header | undefined;
  for await (const { record, delimiter } of headRecords(reader, limits)) {
    const filled = record.cells.filter((cell) => cell.trim() !== '').length;
    // A title above the header, as spreadsheets export it: one filled cell and the delimiters of the others.
    if (!title && filled === 1 && record.cells.length > 2) title = headerOf(record, delimiter);
    else return title && filled < 2 ? title : headerOf(record, delimiter);
  }
  if (!title) throw importProblem('import.file_empty');
  return title;
}

function toRow(record: RawRecord, width: number): TableRow | undefined {
  if (record.fault === undefined && isBlankRow(record.cells)) return undefined;
  const cells = record.cells.map(withoutNul);
  const fitted = fitCells(cells, width);
  const row = { line: record.line, cells: fitted ?? cells };
  const raw = (): Record<string, unknown> => rawOf(record.lines);
  if (record.fault) return { ...row, problem: { code: record.fault, data: raw() } };
  if (record.lines.some((line) => !line.valid)) {
    return { ...row, problem: { code: 'import.row.invalid_bytes', data: raw() } };
  }
  if (fitted) return row;
  return { ...row, problem: { code: 'import.row.cell_count', data: { expected: width, found: cells.length } } };
}

export function estimateRows(detected: DetectedFormat): number {
  const newline = detected.newline === 'lf' ? 0x0a : 0x0d;
  let lines = 0;
  for (const byte of detected.sample) if (byte === newline) lines++;
  return Math.max(0, Math.round((lines / detected.sampledBytes) * detected.fileBytes) - 1);
}

export async function readCsv(path: string, detected: DetectedFormat, limits: TableLimits): Promise<Table> {
  const warnings: ImportWarning[] = [];
  const reader = new LineReader(path, detected, { maxBytes: limits.maxRowBytes, warnings });
  const header = await readHeader(reader, limits);
  const width = header.columns.length;
  if (width > limits.maxColumns)
    throw importProblem('import.too_many_columns', { columns: width, limit: limits.maxColumns });
  if (header.line > 1) warnings.push({ code: 'import.warning.header_not_first', data: { line: header.line } });
  if (header.duplicates.length > 0) {
    warnings.push({ code: 'import.warning.duplicate_columns', data: { columns: header.duplicates } });
  }
  async function* rows({ afterLine = 0 } = {}): AsyncGenerator<TableRow> {
    const assembler = new RecordAssembler(header.delimiter, limits, (cells) => fitCells(cells, width) !== undefined);
    let count = 0;
    for await (const records of recordsOf(reader, assembler, header.endLine + 1)) {
      for (const record of records) {
        const row = toRow(record, width);
        if (!row) continue;
        if (++count > limits.maxRows) throw importProblem('import.too_many_rows', { limit: limits.maxRows });
        if (row.line > afterLine) yield row;
      }
    }
  }
  return {
    format: 'csv',
    encoding: detected.encoding,
    columns: header.columns,
    rows,
    rowCountEstimate: estimateRows(detected),
    warnings,
  };
}
