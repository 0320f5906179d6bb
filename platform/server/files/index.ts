import type { Readable } from 'node:stream';
import { openFileStore, type FileStoreOptions, type StoredFile, type StoreOptions } from './file-store.ts';
import type { ByteRange } from './serve-file.ts';

export { openFileStore, type FileStore, type StoredFile, type StoreOptions } from './file-store.ts';
export { fileKinds, type FileKind } from './file-kinds.ts';
export type { FileScanner, ScanResult, ScanVerdict } from './scan-file.ts';
export { sendFile } from './send-file.ts';
export { fileHeaders, parseRange, type ByteRange, type ServedFile } from './serve-file.ts';

/** A store is only a folder, so a single act needs no object kept somewhere. */
export const storeFile = (
  source: AsyncIterable<Uint8Array>,
  { dataDir, scanner, ...options }: StoreOptions & Pick<FileStoreOptions, 'dataDir' | 'scanner'>,
): Promise<StoredFile> => openFileStore({ dataDir, scanner }).storeFile(source, options);

export const openFile = (
  dataDir: string,
  sha256: string,
  range?: ByteRange,
): Promise<{ stream: Readable; bytes: number }> => openFileStore({ dataDir }).openFile(sha256, range);
