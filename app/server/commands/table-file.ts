import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { CommandFailed } from './outcome.ts';

/** One row of a file by column name; the line is where it begins, from 1. */
export interface TableRow {
  line: number;
  cells: Readonly<Record<string, unknown>>;
}

const SNIFFED_BYTES = 65_536;

/** Rows of a JSONL or CSV file (UTF-8 with or without BOM, else GB18030), one after another: any length of file. */
export async function* readTableFile(file: string): AsyncGenerator<TableRow> {
  const head = await readHead(file);
  const charset = isCutUtf8(head) ? 'utf-8' : 'gb18030';
  const chunks = decodeFile(file, charset);
  const isJson = /^\uFEFF?\s*\{/.test(new TextDecoder(charset).decode(head.subarray(0, 256)));
  yield* isJson ? readJsonLines(chunks, file) : readCsv(chunks);
}

async function readHead(file: string): Promise<Uint8Array> {
  const handle = await open(file).catch(() => {
    throw new CommandFailed(`There is no file ${file}.`, 2);
  });
  try {
    const { buffer, bytesRead } = await handle.read(new Uint8Array(SNIFFED_BYTES), 0, SNIFFED_BYTES, 0);
    if (bytesRead === 0) throw new CommandFailed(`${file} is empty.`, 3);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

function isCutUtf8(bytes: Uint8Array): boolean {
  try {
    // `stream` forgives the character that the end of the sniffed part cuts in two.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

async function* decodeFile(file: string, charset: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(charset);
  for await (const chunk of createReadStream(file)) {
    if (chunk instanceof Uint8Array) yield decoder.decode(chunk, { stream: true });
  }
  yield decoder.decode();
}

async function* readJsonLines(chunks: AsyncIterable<string>, file: string): AsyncGenerator<TableRow> {
  let rest = '';
  let line = 0;
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) {
      line += 1;
      if (text.trim() !== '') yield { line, cells: parseObject(text, file, line) };
    }
  }
  if (rest.trim() !== '') yield { line: line + 1, cells: parseObject(rest, file, line + 1) };
}

function parseObject(text: string, file: string, line: number): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new CommandFailed(`${file}, line ${line}: this is no JSON.`, 3);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new CommandFailed(
      `${file}, line ${line}: a JSON object is needed, such as {"text": "...", "label": "..."}.`,
      3,
    );
  return Object.fromEntries(Object.entries(value));
}

/** The state between two chunks of a CSV file. */
interface CsvState {
  cells: string[];
  cell: string;
  quoted: boolean;
  /** A quote inside quotes was the last character: the end, or the first of a doubled one. */
  closing: boolean;
}

async function* readCsv(chunks: AsyncIterable<string>): AsyncGenerator<TableRow> {
  const state: CsvState = { cells: [], cell: '', quoted: false, closing: false };
  let names: string[] | undefined;
  let line = 1;
  let began = 1;
  const take = (): TableRow | undefined => {
    const cells = [...state.cells, state.cell];
    state.cells = [];
    state.cell = '';
    state.closing = false;
    if (cells.length === 1 && cells[0] === '') return undefined;
    if (names === undefined) {
      names = cells.map((name) => name.replace(/^\uFEFF/, '').trim());
      return undefined;
    }
    return { line: began, cells: Object.fromEntries(names.map((name, i) => [name, cells[i] ?? ''])) };
  };
  for await (const chunk of chunks) {
    for (const character of chunk) {
      if (character === '\n') line += 1;
      if (!feed(state, character)) continue;
      const row = take();
      began = line;
      if (row !== undefined) yield row;
    }
  }
  const last = take();
  if (last !== undefined) yield last;
}

/** True when the character ended the record. */
function feed(state: CsvState, character: string): boolean {
  if (state.quoted) {
    if (character === '"') {
      state.quoted = false;
      state.closing = true;
    } else state.cell += character;
    return false;
  }
  if (character === '"') {
    if (state.closing) state.cell += '"';
    if (state.closing || state.cell.trim() === '') state.quoted = true;
    else state.cell += '"';
    state.closing = false;
    return false;
  }
  state.closing = false;
  if (character === ',') {
    state.cells.push(state.cell);
    state.cell = '';
  } else if (character === '\n') return true;
  else if (character !== '\r') state.cell += character;
  return false;
}
