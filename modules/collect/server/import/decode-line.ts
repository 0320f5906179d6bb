import { isAscii, isUtf8 } from 'node:buffer';

export type LineCharset = 'utf-8' | 'gb18030';
export type DecodedLine = { text: string; charset: LineCharset; valid: boolean };

const strictGb = new TextDecoder('gb18030', { fatal: true });
const lenientGb = new TextDecoder('gb18030');

/** Below this share of everyday characters, bytes that happen to be legal GB18030 are taken for something else. */
const plausibleShare = 0.7;

function decodeGb(bytes: Uint8Array): string | undefined {
  try {
    return strictGb.decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * Share of multi-byte characters that are first-level hanzi (B0-D7) or punctuation (A1-A3).
 * Nearly every byte pair is legal in GB18030, so legality alone would turn damaged UTF-8 into mojibake.
 */
export function gbPlausibility(bytes: Uint8Array): number {
  let common = 0;
  let total = 0;
  for (let index = 0; index < bytes.length; index++) {
    const lead = bytes[index] ?? 0;
    if (lead < 0x80) continue;
    const trail = bytes[index + 1] ?? 0;
    total++;
    if (trail >= 0x30 && trail <= 0x39) index += 3;
    else {
      index += 1;
      if (trail >= 0xa1 && ((lead >= 0xb0 && lead <= 0xd7) || (lead >= 0xa1 && lead <= 0xa3))) common++;
    }
  }
  return total === 0 ? 0 : common / total;
}

export const isPlausibleGb = (bytes: Uint8Array): boolean =>
  gbPlausibility(bytes) >= plausibleShare && decodeGb(bytes) !== undefined;

const damaged = (bytes: Buffer, charset: LineCharset): DecodedLine => ({
  text: charset === 'utf-8' ? bytes.toString('utf8') : lenientGb.decode(bytes),
  charset,
  valid: false,
});

/** Reads one line in the file's charset, in the other one where the bytes say so, else as damaged. */
export function decodeLine(bytes: Buffer, main: LineCharset): DecodedLine {
  if (isAscii(bytes)) return { text: bytes.toString('latin1'), charset: main, valid: true };
  const asUtf8 = isUtf8(bytes);
  if (main === 'utf-8') {
    if (asUtf8) return { text: bytes.toString('utf8'), charset: 'utf-8', valid: true };
    if (isPlausibleGb(bytes)) return { text: lenientGb.decode(bytes), charset: 'gb18030', valid: true };
    return damaged(bytes, 'utf-8');
  }
  if (asUtf8 && gbPlausibility(bytes) < plausibleShare) {
    return { text: bytes.toString('utf8'), charset: 'utf-8', valid: true };
  }
  const text = decodeGb(bytes);
  return text === undefined ? damaged(bytes, 'gb18030') : { text, charset: 'gb18030', valid: true };
}
