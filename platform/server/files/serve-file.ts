import { typeOfMime } from './file-kinds.ts';

export type ServedFile = { sha256: string; bytes: number; mime: string; name: string };
export type ByteRange = { start: number; end: number };

const plainName = (name: string): string => name.replace(/[^\x20-\x7E]|["\\%]/g, '_');
const encodedName = (name: string): string =>
  encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** Headers under which a stranger's file can do nothing: no guessing of types, no script, no page of ours. */
export function fileHeaders(file: ServedFile, range?: ByteRange): Record<string, string> {
  const inline = typeOfMime(file.mime)?.inline === true;
  const names = `filename="${plainName(file.name)}"; filename*=UTF-8''${encodedName(file.name)}`;
  return {
    'content-type': typeOfMime(file.mime)?.mime ?? 'application/octet-stream',
    'content-length': String(range ? range.end - range.start + 1 : file.bytes),
    'content-disposition': `${inline ? 'inline' : 'attachment'}; ${names}`,
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'private, max-age=3600',
    'accept-ranges': 'bytes',
    etag: `"${file.sha256}"`,
    ...(range && { 'content-range': `bytes ${range.start}-${range.end}/${file.bytes}` }),
  };
}

/**
 * Reads a Range header of one range. Safari plays sound and video only where ranges are answered.
 * `undefined`: send all of it (200); `unsatisfiable`: answer 416.
 */
export function parseRange(header: string | undefined, bytes: number): ByteRange | 'unsatisfiable' | undefined {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '');
  const [, from = '', to = ''] = match ?? [];
  if (!match || (from === '' && to === '')) return undefined;
  const start = from === '' ? Math.max(0, bytes - Number(to)) : Number(from);
  const end = from === '' || to === '' ? bytes - 1 : Math.min(Number(to), bytes - 1);
  if (to !== '' && from !== '' && Number(to) < start) return undefined;
  return start > end ? 'unsatisfiable' : { start, end };
}
