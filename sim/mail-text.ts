/** Just enough of MIME to read what a mail says: headers, encoded words, one text part. */
export type ReadMail = { headers: Map<string, string>; subject: string; text: string };

const decodeQuotedPrintable = (text: string): Buffer =>
  Buffer.from(
    text
      .replaceAll(/=\r?\n/g, '')
      .replaceAll(/=([0-9A-Fa-f]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );

const decodeWord = (encoding: string, text: string): Buffer =>
  encoding.toLowerCase() === 'b' ? Buffer.from(text, 'base64') : decodeQuotedPrintable(text.replaceAll('_', ' '));

/** `=?utf-8?B?…?=` words; neighbours are joined as bytes first, because a character may be split between them. */
const decodeHeader = (value: string): string =>
  value.replaceAll(/(?:=\?[\w-]+\?[bq]\?[^?]*\?=\s*)+/gi, (run) => {
    const words = [...run.matchAll(/=\?[\w-]+\?([bq])\?([^?]*)\?=/gi)];
    const bytes = Buffer.concat(words.map((word) => decodeWord(word[1] ?? 'q', word[2] ?? '')));
    return bytes.toString('utf8') + (/\s$/.test(run) ? ' ' : '');
  });

const readHeaders = (head: string): Map<string, string> => {
  const headers = new Map<string, string>();
  for (const line of head.replaceAll(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).toLowerCase(), decodeHeader(line.slice(colon + 1).trim()).trim());
  }
  return headers;
};

const readBody = (body: string, encoding: string): string => {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  if (encoding === 'quoted-printable') return decodeQuotedPrintable(body).toString('utf8');
  return Buffer.from(body, 'latin1').toString('utf8');
};

export const readMail = (raw: Buffer): ReadMail => {
  const source = raw.toString('latin1');
  const gap = /\r?\n\r?\n/.exec(source);
  const head = gap ? source.slice(0, gap.index) : source;
  const body = gap ? source.slice(gap.index + gap[0].length) : '';
  const headers = readHeaders(head);
  const text = readBody(body, (headers.get('content-transfer-encoding') ?? '7bit').toLowerCase());
  return { headers, subject: headers.get('subject') ?? '', text: text.replaceAll('\r\n', '\n').trim() };
};
