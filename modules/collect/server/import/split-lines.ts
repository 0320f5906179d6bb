export type RawLine = { line: number; bytes: Buffer; tooLong: boolean };

const LF = 0x0a;
const CR = 0x0d;
const empty = Buffer.alloc(0);

/**
 * Cuts bytes into lines before decoding. That is safe in UTF-8 and GB18030 alike: no line end, quote,
 * comma, semicolon or tab ever stands inside a longer character of either.
 */
export class LineSplitter {
  readonly #end: number;
  readonly #maxBytes: number;
  #parts: Buffer[] = [];
  #held = 0;
  #tooLong = false;
  #line = 0;

  constructor(options: { newline: 'lf' | 'cr'; maxBytes: number }) {
    this.#end = options.newline === 'lf' ? LF : CR;
    this.#maxBytes = options.maxBytes;
  }

  push(chunk: Buffer): RawLine[] {
    const lines: RawLine[] = [];
    let from = 0;
    for (let at = chunk.indexOf(this.#end); at >= 0; at = chunk.indexOf(this.#end, from)) {
      this.#hold(chunk.subarray(from, at));
      lines.push(this.#take());
      from = at + 1;
    }
    if (from < chunk.length) this.#hold(chunk.subarray(from));
    return lines;
  }

  flush(): RawLine[] {
    return this.#held > 0 || this.#tooLong ? [this.#take()] : [];
  }

  #hold(part: Buffer): void {
    const room = this.#maxBytes - this.#held;
    if (part.length > room) this.#tooLong = true;
    const kept = part.length > room ? part.subarray(0, Math.max(0, room)) : part;
    if (kept.length === 0) return;
    this.#parts.push(kept);
    this.#held += kept.length;
  }

  #take(): RawLine {
    const [first] = this.#parts;
    let bytes = this.#parts.length > 1 ? Buffer.concat(this.#parts) : (first ?? empty);
    if (this.#end === LF && bytes.at(-1) === CR) bytes = bytes.subarray(0, -1);
    const taken = { line: ++this.#line, bytes, tooLong: this.#tooLong };
    this.#parts = [];
    this.#held = 0;
    this.#tooLong = false;
    return taken;
  }
}
