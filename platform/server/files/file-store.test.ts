import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFileStore, type FileStoreOptions, type StoreOptions } from './file-store.ts';
import { createOnDisk, type UnfinishedFile } from './receive-file.ts';

/** A whole picture of 2 x 3 points. */
const png = Buffer.concat([
  Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
  Buffer.from('0000000200000003', 'hex'),
  Buffer.from('0802000000', 'hex'),
  Buffer.from('36883ad8', 'hex'),
  Buffer.from('0000000c4944415408d763f8cfc0000003010100', 'hex'),
  Buffer.from('18dd8db00000000049454e44ae426082', 'hex'),
]);
const exe = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(600)]);
const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR', '-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

async function* pieces(content: Buffer | string, size = 10): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(content);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

let dataDir = '';
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'file-store-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

const wish = (declaredName: string, more: Partial<StoreOptions> = {}): StoreOptions => ({
  declaredName,
  maxBytes: 1_000_000,
  allow: ['image', 'audio', 'video', 'document'],
  ...more,
});

const store = (content: Buffer | string, options: StoreOptions, more: Partial<FileStoreOptions> = {}) =>
  openFileStore({ dataDir, ...more }).storeFile(pieces(content), options);

async function everyFile(): Promise<string[]> {
  const found = await readdir(dataDir, { recursive: true, withFileTypes: true });
  return found.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

describe('storing', () => {
  it('keeps a picture under its hash, with type, size and a safe name', async () => {
    const stored = await store(png, wish('../照片\u202E.png'));
    const sha256 = createHash('sha256').update(png).digest('hex');
    expect(stored).toEqual({
      sha256,
      bytes: png.length,
      kind: 'image',
      mime: 'image/png',
      name: '照片.png',
      scanned: 'not-scanned',
      width: 2,
      height: 3,
    });
    const place = path.join(dataDir, 'files', sha256.slice(0, 2), sha256.slice(2, 4), sha256);
    expect(await readFile(place)).toEqual(png);
    expect(await everyFile()).toEqual([sha256]);
  });

  it('keeps equal content once', async () => {
    const first = await store(png, wish('a.png'));
    const second = await store(png, wish('b.png'));
    expect(second.sha256).toBe(first.sha256);
    expect(second.name).toBe('b.png');
    expect(await everyFile()).toHaveLength(1);
  });

  it('gives the file back, whole and in part', async () => {
    const files = openFileStore({ dataDir });
    const { sha256 } = await files.storeFile(pieces('谢谢'), wish('a.txt'));
    const read = async (range?: { start: number; end: number }): Promise<Buffer> => {
      const { stream } = await files.openFile(sha256, range);
      return Buffer.concat(await stream.toArray());
    };
    expect((await read()).toString()).toBe('谢谢');
    expect((await read({ start: 3, end: 5 })).toString()).toBe('谢');
    await files.removeFile(sha256);
    await expect(files.openFile(sha256)).rejects.toMatchObject({ status: 404 });
  });

  it('opens nothing outside the store', async () => {
    await expect(openFileStore({ dataDir }).openFile('../../etc/passwd')).rejects.toMatchObject({ status: 404 });
  });
});

describe('refusing', () => {
  const refusals: [string, Buffer | string, StoreOptions, string, number][] = [
    ['a program as picture', exe, wish('photo.jpg'), 'file.type_mismatch', 415],
    ['a program by its own name', exe, wish('setup.exe'), 'file.type_refused', 415],
    ['a page as text', '<html><script>alert(1)</script>', wish('note.txt'), 'file.type_mismatch', 415],
    [
      'a page as picture',
      '<!DOCTYPE html><p>x',
      wish('a.png', { declaredType: 'image/png' }),
      'file.type_mismatch',
      415,
    ],
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg"/>', wish('logo.svg'), 'file.type_refused', 415],
    ['SVG as PNG', '<?xml version="1.0"?><svg xmlns="x"/>', wish('logo.png'), 'file.type_mismatch', 415],
    ['a shell script as text', '#!/bin/sh\nrm -rf /\n', wish('log.txt'), 'file.type_mismatch', 415],
    ['a script by its own name', 'WScript.Echo 1', wish('run.vbs'), 'file.type_refused', 415],
    ['text without an ending', 'hello', wish('hello'), 'file.type_refused', 415],
    ['binary as text', Buffer.from('abc\0def'), wish('a.txt'), 'file.type_mismatch', 415],
    ['a kind that is not wanted here', png, wish('a.png', { allow: ['audio'] }), 'file.type_refused', 415],
    ['the EICAR test text', `log\n${eicar}`, wish('a.txt'), 'file.virus_found', 422],
    ['nothing at all', '', wish('a.txt'), 'file.empty', 422],
    ['one byte too many', png, wish('a.png', { maxBytes: png.length - 1 }), 'file.too_large', 413],
  ];
  it.each(refusals)('%s', async (_, content, options, code, status) => {
    await expect(store(content, options)).rejects.toMatchObject({ code, status });
    expect(await everyFile()).toEqual([]);
  });

  it('a picture of more points than a browser survives', async () => {
    const huge = Buffer.from(png);
    huge.writeUInt32BE(60_000, 16);
    huge.writeUInt32BE(60_000, 20);
    await expect(store(huge, wish('a.png'))).rejects.toMatchObject({ code: 'file.image_too_large' });
    expect(await everyFile()).toEqual([]);
  });

  it('stops reading at the limit', async () => {
    let asked = 0;
    let returned = false;
    const endless: AsyncIterable<Uint8Array> = {
      [Symbol.asyncIterator]: () => ({
        next: async () => ({ done: false, value: (asked++, Buffer.alloc(100, 65)) }),
        return: async () => {
          returned = true;
          return { done: true, value: undefined };
        },
      }),
    };
    const stored = openFileStore({ dataDir }).storeFile(endless, wish('a.txt', { maxBytes: 1000 }));
    await expect(stored).rejects.toMatchObject({ code: 'file.too_large', data: { limitBytes: 1000 } });
    expect(asked).toBe(11);
    expect(returned).toBe(true);
    expect(await everyFile()).toEqual([]);
  });

  it('a stream that its parser has cut short', async () => {
    const cut = Object.assign(pieces('whole so far'), { truncated: true });
    const stored = openFileStore({ dataDir }).storeFile(cut, wish('a.txt'));
    await expect(stored).rejects.toMatchObject({ code: 'file.too_large' });
  });

  it('an upload that breaks off', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('first half');
      throw new Error('socket hang up');
    }
    const stored = openFileStore({ dataDir }).storeFile(broken(), wish('a.txt'));
    await expect(stored).rejects.toMatchObject({ code: 'file.upload_interrupted', status: 400 });
    expect(await everyFile()).toEqual([]);
  });
});

describe('a full disk', () => {
  const noSpace = (): Error => Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  const failing =
    (act: keyof UnfinishedFile) =>
    async (filePath: string): Promise<UnfinishedFile> => {
      const file = await createOnDisk(filePath);
      return { ...file, [act]: () => Promise.reject(noSpace()) };
    };

  it.each(['write', 'sync'] as const)('while the file is taken in (%s)', async (act) => {
    const stored = store(png, wish('a.png'), { createUnfinished: failing(act) });
    await expect(stored).rejects.toMatchObject({ code: 'file.no_space', status: 507 });
    expect(await everyFile()).toEqual([]);
  });

  it('before the first byte', async () => {
    const stored = store(png, wish('a.png'), { createUnfinished: () => Promise.reject(noSpace()) });
    await expect(stored).rejects.toMatchObject({ code: 'file.no_space' });
  });
});

describe('a virus scanner', () => {
  it('has the last word', async () => {
    const scanner = { scan: async () => ({ verdict: 'refused' as const, finding: 'Worm.A' }) };
    await expect(store(png, wish('a.png'), { scanner })).rejects.toMatchObject({
      code: 'file.virus_found',
      data: { finding: 'Worm.A' },
    });
    expect(await everyFile()).toEqual([]);
  });

  it('is named when it found nothing', async () => {
    let seen = Buffer.alloc(0);
    const scanner = {
      scan: async (file: { path: string }) => {
        seen = await readFile(file.path);
        return { verdict: 'clean' as const };
      },
    };
    expect(await store(png, wish('a.png'), { scanner })).toMatchObject({ scanned: 'clean' });
    expect(seen).toEqual(png);
  });

  it('keeps nothing while it is out of order', async () => {
    const scanner = { scan: () => Promise.reject(new Error('connection refused')) };
    await expect(store(png, wish('a.png'), { scanner })).rejects.toMatchObject({
      code: 'file.scanner_unavailable',
      status: 503,
    });
    expect(await everyFile()).toEqual([]);
  });
});

it('sweeps what an interrupted process left, and only that', async () => {
  const files = openFileStore({ dataDir });
  await files.storeFile(pieces(png), wish('a.png'));
  const folder = path.join(dataDir, 'files', 'unfinished');
  await writeFile(path.join(folder, 'old'), 'x');
  await writeFile(path.join(folder, 'new'), 'x');
  await utimes(path.join(folder, 'old'), new Date('2026-01-01'), new Date('2026-01-01'));
  expect(await files.sweepUnfinished(new Date('2026-01-02'))).toBe(1);
  expect(await readdir(folder)).toEqual(['new']);
});
