import type { Readable } from 'node:stream';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { Problem } from '#platform/server/http/problem.ts';
import { importProblem } from '../import-problem.ts';
import type { TableLimits } from '../table.ts';

/** Small parts may shrink by any ratio; only a large one can do harm. */
const ratioMattersFromBytes = 1024 ** 2;

export const asDamaged = (error: unknown): Problem =>
  error instanceof Problem
    ? error
    : importProblem('import.xlsx_damaged', { reason: error instanceof Error ? error.message : String(error) });

/** A workbook's zip container, read with suspicion: every size is checked as declared and again as it unpacks. */
export class XlsxArchive {
  readonly #zip: ZipFile;
  readonly #entries: ReadonlyMap<string, Entry>;
  readonly #limits: TableLimits;
  #unpacked = 0;

  constructor(zip: ZipFile, entries: ReadonlyMap<string, Entry>, limits: TableLimits) {
    this.#zip = zip;
    this.#entries = entries;
    this.#limits = limits;
  }

  close(): void {
    this.#zip.close();
  }

  has(name: string): boolean {
    return this.#entries.has(name.toLowerCase());
  }

  async *chunks(name: string): AsyncGenerator<string> {
    const entry = this.#entries.get(name.toLowerCase());
    if (!entry) throw importProblem('import.xlsx_damaged', { missing: name });
    let stream: Readable | undefined;
    try {
      stream = await this.#zip.openReadStreamPromise(entry);
      let decoder: TextDecoder | undefined;
      for await (const chunk of stream) {
        if (!Buffer.isBuffer(chunk)) continue;
        this.#count(chunk.length);
        decoder ??= new TextDecoder(xmlEncoding(chunk));
        yield decoder.decode(chunk, { stream: true });
      }
      yield decoder?.decode() ?? '';
    } catch (error) {
      throw asDamaged(error);
    } finally {
      stream?.destroy();
    }
  }

  #count(bytes: number): void {
    this.#unpacked += bytes;
    if (this.#unpacked > this.#limits.maxUnpackedBytes) throw tooBig(this.#unpacked, this.#limits);
  }
}

const xmlEncoding = (first: Buffer): string => {
  if (first[0] === 0xff && first[1] === 0xfe) return 'utf-16le';
  return first[0] === 0xfe && first[1] === 0xff ? 'utf-16be' : 'utf-8';
};

const tooBig = (bytes: number, limits: TableLimits): Problem =>
  importProblem('import.xlsx_too_big_unpacked', { bytes, limitBytes: limits.maxUnpackedBytes });

function checkEntry(entry: Entry, limits: TableLimits): void {
  if (entry.isEncrypted()) throw importProblem('import.xlsx_encrypted');
  const ratio = entry.uncompressedSize / Math.max(1, entry.compressedSize);
  if (entry.uncompressedSize > ratioMattersFromBytes && ratio > limits.maxRatio) {
    throw importProblem('import.xlsx_ratio_suspicious', { ratio: Math.round(ratio), limit: limits.maxRatio });
  }
}

async function readDirectory(zip: ZipFile, limits: TableLimits): Promise<Map<string, Entry>> {
  const tooMany = (count: number): Problem =>
    importProblem('import.xlsx_too_many_parts', { count, limit: limits.maxZipEntries });
  if (zip.entryCount > limits.maxZipEntries) throw tooMany(zip.entryCount);
  const entries = new Map<string, Entry>();
  let declared = 0;
  for await (const entry of zip.eachEntry()) {
    checkEntry(entry, limits);
    declared += entry.uncompressedSize;
    if (declared > limits.maxUnpackedBytes) throw tooBig(declared, limits);
    entries.set(entry.fileName.toLowerCase(), entry);
    if (entries.size > limits.maxZipEntries) throw tooMany(entries.size);
  }
  return entries;
}

export async function openArchive(path: string, limits: TableLimits): Promise<XlsxArchive> {
  let zip: ZipFile | undefined;
  try {
    zip = await openPromise(path, { lazyEntries: true, autoClose: false, validateEntrySizes: true });
    const entries = await readDirectory(zip, limits);
    if (!entries.has('xl/workbook.xml')) throw importProblem('import.xlsx_not_a_workbook');
    return new XlsxArchive(zip, entries, limits);
  } catch (error) {
    zip?.close();
    throw asDamaged(error);
  }
}
