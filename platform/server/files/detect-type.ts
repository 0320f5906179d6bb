import { open } from 'node:fs/promises';
import { fileTypeFromFile } from 'file-type';
import { extensionOf, typeOfMime, type AllowedType } from './file-kinds.ts';

export type DetectedType = { allowed: AllowedType } | { refused: string };

export type TypeHints = { name: string; declaredType?: string; head: Buffer; holdsNul: boolean };

/** file-type's words for what the table calls otherwise. */
const aliases: Readonly<Record<string, string>> = {
  'audio/x-m4a': 'audio/mp4',
  'audio/ogg; codecs=opus': 'audio/ogg',
  'application/ogg': 'audio/ogg',
  'video/x-m4v': 'video/mp4',
  'video/MP1S': 'video/mpeg',
  'video/MP2P': 'video/mpeg',
  'video/3gpp2': 'video/3gpp',
  'image/heic-sequence': 'image/heic',
  'image/heif-sequence': 'image/heif',
};

/** One container, two uses: a voice note from a browser is a WebM or MP4 without pictures. */
const soundOnly: Readonly<Record<string, string>> = {
  'video/mp4': 'audio/mp4',
  'video/webm': 'audio/webm',
  'video/ogg': 'audio/ogg',
  'video/3gpp': 'audio/3gpp',
};
const soundExtensions = ['m4a', 'weba', 'oga', 'ogg', 'opus', '3ga'];

const textMimes: Readonly<Record<string, string>> = {
  txt: 'text/plain',
  log: 'text/plain',
  md: 'text/plain',
  csv: 'text/csv',
};

const activeText =
  /^\s*(#!|<\?|<%|<!--|@echo|@if |<!doctype)|<(html|head|body|script|svg|iframe|object|embed|meta|style|form)[\s>/]|<!doctype\s+html|<\?php/i;

function detectText({ name, head, holdsNul }: TypeHints): DetectedType {
  const mime = textMimes[extensionOf(name)];
  const start = head
    .subarray(0, 4096)
    .toString('latin1')
    .replace(/^\xEF\xBB\xBF/, '');
  if (activeText.test(start)) return { refused: 'text/html' };
  const binary = holdsNul || /[\x00-\x08\x0E-\x1A\x1C-\x1F]/.test(start);
  const allowed = mime === undefined || binary ? undefined : typeOfMime(mime);
  return allowed ? { allowed } : { refused: binary ? 'application/octet-stream' : 'text/unknown' };
}

const oldOffice: readonly (readonly [string, string])[] = [
  ['WordDocument', 'application/msword'],
  ['Workbook', 'application/vnd.ms-excel'],
  ['Book', 'application/vnd.ms-excel'],
  ['PowerPoint Document', 'application/vnd.ms-powerpoint'],
];

/** The old container also holds installers and mails; only its directory names tell what is inside. */
async function detectOldOffice(path: string, head: Buffer): Promise<DetectedType> {
  const refused = { refused: 'application/x-cfb' };
  if (head.length < 512) return refused;
  const sectorBytes = 2 ** Math.min(head.readUInt16LE(30), 16);
  const directory = Buffer.alloc(Math.max(4096, sectorBytes));
  const file = await open(path, 'r');
  try {
    await file.read(directory, 0, directory.length, (head.readUInt32LE(48) + 1) * sectorBytes);
  } finally {
    await file.close();
  }
  const found = oldOffice.find(([stream]) => directory.includes(Buffer.from(`${stream}\0`, 'utf16le')));
  const allowed = found && typeOfMime(found[1]);
  return allowed ? { allowed } : refused;
}

/** What the bytes are. The name and the sender's word only choose between uses of the same bytes. */
export async function detectType(path: string, hints: TypeHints): Promise<DetectedType> {
  const found = await fileTypeFromFile(path);
  if (!found) return detectText(hints);
  if (found.mime === 'application/x-cfb') return detectOldOffice(path, hints.head);
  const mime = aliases[found.mime] ?? found.mime;
  const isSound =
    hints.declaredType?.startsWith('audio/') === true || soundExtensions.includes(extensionOf(hints.name));
  const allowed = typeOfMime((isSound ? soundOnly[mime] : undefined) ?? mime);
  return allowed ? { allowed } : { refused: found.mime };
}
