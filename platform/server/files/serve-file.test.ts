import { expect, it } from 'vitest';
import { fileHeaders, parseRange } from './serve-file.ts';

const file = { sha256: 'ab'.repeat(32), bytes: 1000, mime: 'image/png', name: '收据 "1".png' };

it('lets a browser guess and run nothing', () => {
  expect(fileHeaders(file)).toMatchObject({
    'content-type': 'image/png',
    'content-length': '1000',
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'content-disposition': `inline; filename="__ _1_.png"; filename*=UTF-8''%E6%94%B6%E6%8D%AE%20%221%22.png`,
  });
});

it('shows only safe pictures, sound and video; the rest is downloaded', () => {
  const shown = (mime: string): string | undefined =>
    fileHeaders({ ...file, mime })['content-disposition']?.split(';')[0];
  expect(['image/jpeg', 'audio/mpeg', 'video/mp4'].map(shown)).toEqual(['inline', 'inline', 'inline']);
  expect(['application/pdf', 'text/plain', 'image/heic', 'image/svg+xml'].map(shown)).toEqual(
    Array(4).fill('attachment'),
  );
});

it('sends an unknown type as bytes and no header can be split', () => {
  const headers = fileHeaders({ ...file, mime: 'text/html', name: 'a\r\nSet-Cookie: x=1.png' });
  expect(headers['content-type']).toBe('application/octet-stream');
  expect(Object.values(headers).join('')).not.toMatch(/[\r\n]/);
});

it('says which part it sends', () => {
  expect(fileHeaders(file, { start: 10, end: 19 })).toMatchObject({
    'content-length': '10',
    'content-range': 'bytes 10-19/1000',
  });
});

it.each([
  [undefined, undefined],
  ['bytes=0-', { start: 0, end: 999 }],
  ['bytes=10-19', { start: 10, end: 19 }],
  ['bytes=990-5000', { start: 990, end: 999 }],
  ['bytes=-100', { start: 900, end: 999 }],
  ['bytes=-5000', { start: 0, end: 999 }],
  ['bytes=1000-', 'unsatisfiable'],
  ['bytes=-0', 'unsatisfiable'],
  ['bytes=20-10', undefined],
  ['bytes=-', undefined],
  ['bytes=0-1,5-6', undefined],
  ['lines=1-2', undefined],
])('range %s', (header, range) => {
  expect(parseRange(header, 1000)).toEqual(range);
});
