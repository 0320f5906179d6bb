import { describe, expect, it } from 'vitest';
import { isAccepted, sortFiles } from './file-drop.tsx';

const file = (name: string, type: string, size = 10) => ({ name, type, size });

describe('isAccepted', () => {
  it.each([
    [file('墙角.jpg', 'image/jpeg'), 'image/*,.pdf', true],
    [file('发票.PDF', 'application/pdf'), 'image/*,.pdf', true],
    [file('run.exe', 'application/x-msdownload'), 'image/*,.pdf', false],
    [file('a.mp3', 'audio/mpeg'), 'audio/mpeg', true],
    [file('any', ''), undefined, true],
  ])('%o against %s', (candidate, accept, expected) => {
    expect(isAccepted(candidate, accept)).toBe(expected);
  });
});

describe('sortFiles', () => {
  const limits = { maxBytes: 100, maxFiles: 2, accept: 'image/*', already: 0 };

  it('takes what fits and says the first reason for the rest', () => {
    const good = file('a.png', 'image/png');
    const big = file('b.png', 'image/png', 101);
    const sorted = sortFiles([good, big, file('c.txt', 'text/plain')], limits);
    expect(sorted.taken).toEqual([good]);
    expect(sorted.refusal).toEqual({ key: 'public.fileTooLarge', values: { name: 'b.png', limit: '100 B' } });
  });

  it('stops at the number of files, counting those already there', () => {
    const sorted = sortFiles([file('a.png', 'image/png'), file('b.png', 'image/png')], { ...limits, already: 1 });
    expect(sorted.taken).toHaveLength(1);
    expect(sorted.refusal?.key).toBe('public.fileTooMany');
  });
});
