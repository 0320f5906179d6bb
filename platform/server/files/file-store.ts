import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { notFound, Problem } from '#platform/server/http/problem.ts';
import { checkContent, checkPixels, checkType, type TypeWish } from './check-file.ts';
import type { FileKind } from './file-kinds.ts';
import { safeFileName } from './file-name.ts';
import type { ImageSize } from './image-size.ts';
import { createOnDisk, receive, type Received, type UnfinishedFile } from './receive-file.ts';
import type { FileScanner, ScanVerdict } from './scan-file.ts';
import type { ByteRange } from './serve-file.ts';

export type StoreOptions = TypeWish & { maxBytes: number };

export type StoredFile = {
  sha256: string;
  bytes: number;
  kind: FileKind;
  mime: string;
  name: string;
  scanned: ScanVerdict;
} & Partial<ImageSize>;

export type FileStore = {
  /** Answers only when the file would survive a power cut; throws a `Problem` and keeps nothing otherwise. */
  storeFile(source: AsyncIterable<Uint8Array>, options: StoreOptions): Promise<StoredFile>;
  openFile(sha256: string, range?: ByteRange): Promise<{ stream: Readable; bytes: number }>;
  /** Only for content that no row names any more: equal files share one place. */
  removeFile(sha256: string): Promise<void>;
  /** Clears what an interrupted process left behind. */
  sweepUnfinished(before: Date): Promise<number>;
};

export type FileStoreOptions = {
  dataDir: string;
  scanner?: FileScanner;
  createUnfinished?: (filePath: string) => Promise<UnfinishedFile>;
};

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const errnoOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

function asProblem(error: unknown): unknown {
  return ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(errnoOf(error)) ? new Problem('file.no_space', 507) : error;
}

const sha256Pattern = /^[0-9a-f]{64}$/;

async function sweepFolder(folder: string, before: Date): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  let removed = 0;
  for (const name of names) {
    const filePath = path.join(folder, name);
    const found = await stat(filePath).catch(() => undefined);
    if (!found || found.mtime >= before) continue;
    await rm(filePath, { force: true });
    removed++;
  }
  return removed;
}

/** Folders whose parents this process has told the disk of; at most 65,536. */
const told = new Set<string>();

export function openFileStore(options: FileStoreOptions): FileStore {
  const root = path.join(options.dataDir, 'files');
  // Beside the files, so that the last step is a rename on the same disk.
  const unfinished = path.join(root, 'unfinished');
  const createUnfinished = options.createUnfinished ?? createOnDisk;

  const placeOf = (sha256: string): string => {
    if (!sha256Pattern.test(sha256)) throw notFound('file');
    return path.join(root, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  };

  async function keep(filePath: string, sha256: string): Promise<void> {
    const place = placeOf(sha256);
    const folder = path.dirname(place);
    await mkdir(folder, { recursive: true, mode: 0o750 });
    // Over an equal file too: same content, and whole even where the older one was damaged.
    await rename(filePath, place);
    await syncFolder(folder);
    if (told.has(folder)) return;
    // A new folder is only there after a power cut when its parents were told as well. Whoever made it may not have come
    // so far yet, so each process tells them itself, once.
    for (let parent = path.dirname(folder); parent.startsWith(root); parent = path.dirname(parent))
      await syncFolder(parent);
    await syncFolder(path.dirname(root));
    told.add(folder);
  }

  async function write(filePath: string, source: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Received> {
    const file = await createUnfinished(filePath);
    try {
      const received = await receive(source, file, maxBytes);
      await file.sync();
      return received;
    } finally {
      await file.close();
    }
  }

  async function storeFile(source: AsyncIterable<Uint8Array>, wanted: StoreOptions): Promise<StoredFile> {
    const filePath = path.join(unfinished, randomUUID());
    try {
      await mkdir(unfinished, { recursive: true, mode: 0o750 });
      const received = await write(filePath, source, wanted.maxBytes);
      const type = await checkType(filePath, received, wanted);
      const size = checkPixels(received.head, type.mime);
      const scanned = await checkContent(filePath, received, options.scanner);
      await keep(filePath, received.sha256);
      const { sha256, bytes } = received;
      const name = safeFileName(wanted.declaredName, type);
      return { sha256, bytes, kind: type.kind, mime: type.mime, name, scanned, ...size };
    } catch (error) {
      await rm(filePath, { force: true });
      throw asProblem(error);
    }
  }

  async function openFile(sha256: string, range?: ByteRange): Promise<{ stream: Readable; bytes: number }> {
    const place = placeOf(sha256);
    const found = await stat(place).catch(() => undefined);
    if (!found) throw notFound('file');
    return { stream: createReadStream(place, range), bytes: found.size };
  }

  return {
    storeFile,
    openFile,
    removeFile: (sha256) => rm(placeOf(sha256), { force: true }),
    sweepUnfinished: (before) => sweepFolder(unfinished, before),
  };
}
