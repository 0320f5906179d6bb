export type RecordState = 'complete' | 'open' | 'broken';

const QUOTE = '"';

/**
 * Cuts one record into cells, fed line by line so that a quoted cell may go on over several.
 * csv-parse was tried for this and cannot serve: after a broken quote it goes on from where it stands,
 * so that one missing quote swallows the rows after it. Here the caller goes back to the next line.
 */
export class CsvRecord {
  readonly #delimiter: string;
  #cells: string[] = [];
  #value = '';
  #open = false;

  constructor(delimiter: string) {
    this.#delimiter = delimiter;
  }

  take(): string[] {
    const cells = this.#cells;
    this.reset();
    return cells;
  }

  reset(): void {
    this.#cells = [];
    this.#value = '';
    this.#open = false;
  }

  feed(text: string): RecordState {
    if (!this.#open && !text.includes(QUOTE)) {
      this.#cells = text.split(this.#delimiter);
      return 'complete';
    }
    if (this.#open) this.#value += '\n';
    let at = 0;
    for (;;) {
      if (this.#open || text[at] === QUOTE) {
        const after = this.#readQuoted(text, this.#open ? at : at + 1);
        if (after < 0) return 'open';
        if (after < text.length && text[after] !== this.#delimiter) return 'broken';
        at = after;
      } else {
        const end = text.indexOf(this.#delimiter, at);
        const stop = end < 0 ? text.length : end;
        this.#cells.push(text.slice(at, stop));
        at = stop;
      }
      if (at >= text.length) return 'complete';
      at += 1;
    }
  }

  /** Reads to the closing quote; answers the position after it, or -1 when the line ends first. */
  #readQuoted(text: string, from: number): number {
    let at = from;
    this.#open = true;
    for (;;) {
      const quote = text.indexOf(QUOTE, at);
      if (quote < 0) {
        this.#value += text.slice(at);
        return -1;
      }
      this.#value += text.slice(at, quote);
      if (text[quote + 1] !== QUOTE) {
        this.#cells.push(this.#value);
        this.#value = '';
        this.#open = false;
        return quote + 1;
      }
      this.#value += QUOTE;
      at = quote + 2;
    }
  }
}

const candidates = [',', ';', '\t'] as const;

/** The delimiter that cuts the header into most cells; `sep=;` on a first line of its own says it outright. */
export function guessDelimiter(header: string): { delimiter: string; declared: boolean } {
  const declared = /^sep=([,;\t])\s*$/i.exec(header)?.[1];
  if (declared !== undefined) return { delimiter: declared, declared: true };
  let best: string = ',';
  let most = 0;
  for (const delimiter of candidates) {
    const record = new CsvRecord(delimiter);
    const state = record.feed(header);
    const cells = state === 'broken' ? 0 : record.take().length;
    if (cells > most) {
      best = delimiter;
      most = cells;
    }
  }
  return { delimiter: best, declared: false };
}
