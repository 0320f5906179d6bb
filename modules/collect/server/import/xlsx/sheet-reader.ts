import { serialToText } from '../excel-serial.ts';
import { withoutNul } from '../table.ts';
import { unescapeText, type DateStyle } from './workbook-parts.ts';
import { XmlReader } from './read-xml.ts';

export type SheetRow = { line: number; cells: string[]; width: number; tooLong: boolean };
export type CellContext = { strings: readonly string[]; dateStyles: readonly DateStyle[]; date1904: boolean };

/** `AB12` is column 27, counted from 0; letters only, at most three as spreadsheets have them. */
export function columnIndex(reference: string): number | undefined {
  const letters = /^[A-Z]{1,3}/i.exec(reference)?.[0].toUpperCase();
  if (letters === undefined) return undefined;
  let index = 0;
  for (const letter of letters) index = index * 26 + (letter.charCodeAt(0) - 64);
  return index - 1;
}

/** 17 digits on disk are one double in the sheet: `0.10000000000000001` was typed as 0.1. */
function numberText(raw: string): string {
  if (/^-?\d+$/.test(raw)) return raw;
  const value = Number(raw);
  return Number.isFinite(value) && Math.abs(value) < 1e21 ? String(value) : raw;
}

function cellText(raw: string, type: string, style: number, context: CellContext): string {
  if (raw === '') return '';
  switch (type) {
    case 's':
      return context.strings[Number(raw)] ?? '';
    case 'inlineStr':
    case 'str':
      return unescapeText(raw);
    case 'b':
      return raw === '1' ? 'true' : 'false';
    case 'e':
    case 'd':
      return raw;
    default: {
      const dateStyle = context.dateStyles[style];
      const { date1904 } = context;
      const date = dateStyle && serialToText(Number(raw), { date1904, showsTime: dateStyle === 'date-time' });
      return date ?? numberText(raw);
    }
  }
}

/** Turns the XML of one sheet into rows, as the chunks arrive. */
export class SheetReader {
  readonly #context: CellContext;
  readonly #limits: { maxColumns: number; maxRowBytes: number };
  readonly #xml: XmlReader;
  #rows: SheetRow[] = [];
  #row: SheetRow | undefined;
  #line = 0;
  #column = -1;
  #chars = 0;
  #type = '';
  #style = 0;
  #raw = '';
  #reading = false;
  #phonetic = 0;
  lastLine: number | undefined;

  constructor(context: CellContext, limits: { maxColumns: number; maxRowBytes: number }) {
    this.#context = context;
    this.#limits = limits;
    this.#xml = new XmlReader({
      open: (name, attributes) => this.#open(name, attributes),
      text: (text) => this.#text(text),
      close: (name) => this.#close(name),
    });
  }

  push(chunk: string): SheetRow[] {
    this.#xml.write(chunk);
    return this.#rows.splice(0);
  }

  end(): void {
    this.#xml.close();
  }

  #open(name: string, attributes: Readonly<Record<string, string>>): void {
    switch (name) {
      case 'dimension': {
        const last = /(\d+)$/.exec(attributes.ref ?? '')?.[1];
        if (last !== undefined) this.lastLine = Number(last);
        break;
      }
      case 'row': {
        const stated = Number(attributes.r);
        this.#line = Number.isInteger(stated) && stated > 0 ? stated : this.#line + 1;
        this.#row = { line: this.#line, cells: [], width: 0, tooLong: false };
        this.#column = -1;
        this.#chars = 0;
        break;
      }
      case 'c':
        this.#column = columnIndex(attributes.r ?? '') ?? this.#column + 1;
        this.#type = attributes.t ?? 'n';
        this.#style = Number(attributes.s ?? -1);
        this.#raw = '';
        break;
      case 'rPh':
        this.#phonetic++;
        break;
      default:
        this.#reading = name === 'v' || (name === 't' && this.#phonetic === 0);
    }
  }

  #text(text: string): void {
    if (!this.#reading || !this.#row) return;
    this.#chars += text.length;
    if (this.#chars > this.#limits.maxRowBytes) this.#row.tooLong = true;
    else this.#raw += text;
  }

  #close(name: string): void {
    if (name === 'v' || name === 't') this.#reading = false;
    else if (name === 'rPh') this.#phonetic--;
    else if (name === 'c') this.#endCell();
    else if (name === 'row' && this.#row) {
      this.#rows.push(this.#row);
      this.#row = undefined;
    }
  }

  #endCell(): void {
    const row = this.#row;
    if (!row) return;
    const text = withoutNul(cellText(this.#raw, this.#type, this.#style, this.#context));
    if (this.#type === 's') {
      this.#chars += text.length;
      if (this.#chars > this.#limits.maxRowBytes) row.tooLong = true;
    }
    if (text === '' || row.tooLong) return;
    row.width = Math.max(row.width, this.#column + 1);
    if (this.#column >= this.#limits.maxColumns) return;
    while (row.cells.length < this.#column) row.cells.push('');
    row.cells[this.#column] = text;
  }
}
