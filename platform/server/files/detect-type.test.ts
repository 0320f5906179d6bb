import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { detectType } from './detect-type.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'detect-type-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function detect(bytes: Buffer, name: string, declaredType?: string): Promise<string> {
  const file = path.join(folder, 'probe');
  await writeFile(file, bytes);
  const found = await detectType(file, { name, declaredType, head: bytes, holdsNul: bytes.includes(0) });
  return 'allowed' in found ? `${found.allowed.kind} ${found.allowed.mime}` : `refused ${found.refused}`;
}

const webm = Buffer.concat([
  Buffer.from('1a45dfa39f4286810142f7810142f2810442f381084282847765626d', 'hex'),
  Buffer.alloc(40),
]);
const mp4 = Buffer.concat([
  Buffer.from('00000018', 'hex'),
  Buffer.from('ftypisom\0\0\x02\0isommp42', 'latin1'),
  Buffer.alloc(40),
]);

function oldOffice(stream: string): Buffer {
  const bytes = Buffer.alloc(2048);
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(bytes);
  bytes.writeUInt16LE(9, 30);
  bytes.writeUInt32LE(0, 48);
  Buffer.from(`${stream}\0`, 'utf16le').copy(bytes, 512 + 128);
  return bytes;
}

it('takes a container as sound when its sender says so', async () => {
  expect(await detect(webm, 'clip.webm')).toBe('video video/webm');
  expect(await detect(webm, 'voice.webm', 'audio/webm;codecs=opus')).toBe('audio audio/webm');
  expect(await detect(mp4, 'clip.mp4')).toBe('video video/mp4');
  expect(await detect(mp4, 'voice.m4a')).toBe('audio audio/mp4');
});

it('never lets the name make a type', async () => {
  expect(await detect(webm, 'report.pdf', 'application/pdf')).toBe('video video/webm');
  expect(await detect(Buffer.from('%PDF-1.7\n'), 'a.jpg')).toBe('document application/pdf');
});

it('looks into the old office container', async () => {
  expect(await detect(oldOffice('WordDocument'), 'a.doc')).toBe('document application/msword');
  expect(await detect(oldOffice('Workbook'), 'a.doc')).toBe('document application/vnd.ms-excel');
  expect(await detect(oldOffice('Installer'), 'setup.doc')).toBe('refused application/x-cfb');
});

it('knows text by what it lacks', async () => {
  expect(await detect(Buffer.from('\uFEFF编号,内容\n1,好\n'), 'a.csv')).toBe('document text/csv');
  expect(await detect(Buffer.from('c4e3bac3', 'hex'), 'gb.txt')).toBe('document text/plain');
  expect(await detect(Buffer.from('price < 3 > 2\n'), 'a.txt')).toBe('document text/plain');
  expect(await detect(Buffer.from('see <iframe src=x>'), 'a.txt')).toBe('refused text/html');
  expect(await detect(Buffer.from('<?php system(1);'), 'a.txt')).toBe('refused text/html');
});

it('refuses archives and programs', async () => {
  expect(await detect(Buffer.from('7f454c4602010100', 'hex'), 'a.png')).toMatch(/^refused/);
  expect(
    await detect(Buffer.concat([Buffer.from('Rar!\x1A\x07\x01\0', 'latin1'), Buffer.alloc(20)]), 'a.docx'),
  ).toMatch(/^refused/);
});
