import { createReadStream } from 'node:fs';
import type { DetectedFormat } from './detect-format.ts';
import { decodeLine, type DecodedLine, type LineCharset } from './decode-line.ts';
import type { ImportWarning } from './import-problem.ts';
import { LineSplitter, type RawLine } from './split-lines.ts';

export type TextLine = RawLine & { text: string; valid: boolean };

/** UTF-16 is carried on as UTF-8, so that everything behind works on bytes that never hide a line end. */
async function* chunksOf(path: string, detected: DetectedFormat): AsyncGenerator<Buffer> {
  const stream = createReadStream(path, { start: detected.bomBytes, highWaterMark: 256 * 1024 });
  const wide = detected.encoding === 'utf-16le' || detected.encoding === 'utf-16be';
  const decoder = wide ? new TextDecoder(detected.encoding) : undefined;
  for await (const chunk of stream) {
    if (!Buffer.isBuffer(chunk)) continue;
    yield decoder ? Buffer.from(decoder.decode(chunk, { stream: true }), 'utf8') : chunk;
  }
  const rest = decoder?.decode();
  if (rest) yield Buffer.from(rest, 'utf8');
}

export class LineReader {
  readonly #path: string;
  readonly #detected: DetectedFormat;
  readonly #maxBytes: number;
  readonly #main: LineCharset;
  readonly #warnings: ImportWarning[];

  constructor(path: string, detected: DetectedFormat, options: { maxBytes: number; warnings: ImportWarning[] }) {
    this.#path = path;
    this.#detected = detected;
    this.#maxBytes = options.maxBytes;
    this.#warnings = options.warnings;
    this.#main = detected.encoding === 'gb18030' ? 'gb18030' : 'utf-8';
  }

  /** All lines of one chunk at a time: one await per chunk, not per line. */
  async *batches(): AsyncGenerator<TextLine[]> {
    const splitter = new LineSplitter({ newline: this.#detected.newline, maxBytes: this.#maxBytes });
    const mixed = new MixedCharset(this.#warnings);
    for await (const chunk of chunksOf(this.#path, this.#detected)) {
      yield splitter.push(chunk).map((line) => this.#decode(line, mixed));
    }
    yield splitter.flush().map((line) => this.#decode(line, mixed));
  }

  #decode(line: RawLine, mixed: MixedCharset): TextLine {
    const decoded = decodeLine(line.bytes, this.#main);
    if (decoded.charset !== this.#main) mixed.note(line.line, decoded);
    // A UTF-16 half pair has become U+FFFD on the way; its own bytes are gone, the row is damaged all the same.
    const lost = this.#detected.encoding.startsWith('utf-16') && decoded.text.includes('\uFFFD');
    return { ...line, text: decoded.text, valid: decoded.valid && !lost };
  }
}

/** One warning for the whole file, counting as it goes; a second reading starts the count anew. */
class MixedCharset {
  readonly #warnings: ImportWarning[];
  #lines = 0;
  #firstLine = 0;

  constructor(warnings: ImportWarning[]) {
    this.#warnings = warnings;
  }

  note(line: number, decoded: DecodedLine): void {
    if (this.#lines++ === 0) this.#firstLine = line;
    const code = 'import.warning.mixed_charset';
    const data = { charset: decoded.charset, lines: this.#lines, firstLine: this.#firstLine };
    const known = this.#warnings.find((warning) => warning.code === code);
    if (known) known.data = data;
    else this.#warnings.push({ code, data });
  }
}

/** The bytes as they stood in the file, for the person who repairs the row. */
export function rawOf(lines: readonly RawLine[]): { rawBase64: string; rawTruncated?: true } {
  const keep = 64 * 1024;
  const newline = Buffer.from('\n');
  const joined = Buffer.concat(lines.flatMap((line, index) => (index === 0 ? [line.bytes] : [newline, line.bytes])));
  const truncated = joined.length > keep || lines.some((line) => line.tooLong);
  const rawBase64 = joined.subarray(0, keep).toString('base64');
  return truncated ? { rawBase64, rawTruncated: true } : { rawBase64 };
}
