import { isUtf8 } from 'node:buffer';
import { open } from 'node:fs/promises';
import { isPlausibleGb } from './decode-line.ts';
import { importProblem } from './import-problem.ts';
import type { TableEncoding, TableFormat } from './table.ts';

export type DetectedFormat = {
  format: TableFormat;
  encoding: TableEncoding;
  bomBytes: number;
  newline: 'lf' | 'cr';
  fileBytes: number;
  sampledBytes: number;
  /** The first bytes as UTF-8 or GB18030 (UTF-16 already turned into UTF-8), without the byte order mark. */
  sample: Buffer;
};

const sampleBytes = 256 * 1024;

async function readSample(path: string): Promise<{ head: Buffer; fileBytes: number }> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const buffer = Buffer.alloc(Math.min(size, sampleBytes));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
    return { head: buffer.subarray(0, bytesRead), fileBytes: size };
  } finally {
    await file.close();
  }
}

const startsWith = (head: Buffer, ...bytes: number[]): boolean => bytes.every((byte, index) => head[index] === byte);

function isUtf8Start(head: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function refuseBinary(head: Buffer): void {
  if (startsWith(head, 0xd0, 0xcf, 0x11, 0xe0)) {
    // Office puts an encrypted workbook into the old container format; the stream's name tells them apart.
    const encrypted = head.includes(Buffer.from('EncryptedPackage', 'utf16le'));
    throw importProblem(encrypted ? 'import.xlsx_encrypted' : 'import.xls_old');
  }
  let controls = 0;
  for (const byte of head) if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) controls++;
  const known =
    startsWith(head, 0x25, 0x50, 0x44, 0x46) || startsWith(head, 0x1f, 0x8b) || startsWith(head, 0x89, 0x50);
  if (known || controls > head.length * (isUtf8Start(head) ? 0.3 : 0.05)) throw importProblem('import.not_a_table');
}

function bomOf(head: Buffer): { encoding: TableEncoding; bomBytes: number } | undefined {
  if (startsWith(head, 0xef, 0xbb, 0xbf)) return { encoding: 'utf-8', bomBytes: 3 };
  if (startsWith(head, 0xff, 0xfe)) return { encoding: 'utf-16le', bomBytes: 2 };
  if (startsWith(head, 0xfe, 0xff)) return { encoding: 'utf-16be', bomBytes: 2 };
  return undefined;
}

/**
 * UTF-16 without a mark shows in its commas, digits and line ends: every second byte is zero.
 * A few stray NULs in a readable file are not enough for it.
 */
function utf16WithoutBom(head: Buffer): TableEncoding | undefined {
  const zeros = [0, 0];
  const pairs = Math.floor(head.length / 2);
  for (let index = 0; index < pairs * 2; index++) {
    if (head[index] === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  }
  const [even = 0, odd = 0] = zeros;
  if (pairs < 4 || even + odd < pairs * (isUtf8Start(head) ? 0.3 : 0.05)) return undefined;
  if (odd > even * 10) return 'utf-16le';
  return even > odd * 10 ? 'utf-16be' : undefined;
}

function* linesOf(sample: Buffer): Generator<Buffer> {
  let from = 0;
  for (let index = 0; index <= sample.length; index++) {
    const byte = sample[index];
    if (byte !== undefined && byte !== 0x0a && byte !== 0x0d) continue;
    // The sample may end inside a character: what follows the last line end is only counted when it is all there is.
    if (byte === undefined && from > 0) return;
    if (index > from) yield sample.subarray(from, index);
    from = index + 1;
  }
}

/** By majority of lines, so that a few damaged or foreign ones never decide for the file. */
function charsetOf(sample: Buffer): 'utf-8' | 'gb18030' {
  let utf8 = 0;
  let gb = 0;
  for (const line of linesOf(sample)) {
    if (line.every((byte) => byte < 0x80)) continue;
    if (isUtf8(line)) utf8++;
    else if (isPlausibleGb(line)) gb++;
  }
  return gb > utf8 ? 'gb18030' : 'utf-8';
}

function textFormat(sample: Buffer, path: string): 'csv' | 'jsonl' {
  const start = sample.subarray(0, 4096).toString('latin1').trimStart();
  if (/^(<!doctype|<html|<table|<head|<meta|<style|<\?xml|<workbook)/i.test(start))
    throw importProblem('import.html_file');
  if (start.startsWith('{')) return 'jsonl';
  if (/\.json$/i.test(path) || /^\[\s*[{[]/.test(start)) throw importProblem('import.json_not_lines');
  return 'csv';
}

export async function detectFormat(path: string, maxFileBytes: number): Promise<DetectedFormat> {
  const { head, fileBytes } = await readSample(path);
  if (fileBytes > maxFileBytes)
    throw importProblem('import.file_too_big', { bytes: fileBytes, limitBytes: maxFileBytes });
  const sampledBytes = head.length;
  if (sampledBytes === 0) throw importProblem('import.file_empty');
  if (startsWith(head, 0x50, 0x4b, 0x03) || startsWith(head, 0x50, 0x4b, 0x05)) {
    return { format: 'xlsx', encoding: 'utf-8', bomBytes: 0, newline: 'lf', fileBytes, sampledBytes, sample: head };
  }
  const bom = bomOf(head);
  const utf16 = bom?.encoding ?? utf16WithoutBom(head);
  let sample = head.subarray(bom?.bomBytes ?? 0);
  let encoding: TableEncoding;
  if (utf16 === 'utf-16le' || utf16 === 'utf-16be') {
    encoding = utf16;
    sample = Buffer.from(new TextDecoder(utf16).decode(sample), 'utf8');
  } else {
    refuseBinary(head);
    encoding = bom?.encoding ?? charsetOf(sample);
  }
  const newline = sample.includes(0x0a) || !sample.includes(0x0d) ? 'lf' : 'cr';
  return {
    format: textFormat(sample, path),
    encoding,
    bomBytes: bom?.bomBytes ?? 0,
    newline,
    fileBytes,
    sampledBytes,
    sample,
  };
}
