import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LineSplitter } from './split-lines.ts';

function split(text: string, sizes: number, options: { newline: 'lf' | 'cr'; maxBytes: number }): string[] {
  const splitter = new LineSplitter(options);
  const bytes = Buffer.from(text);
  const lines = [];
  for (let at = 0; at < bytes.length; at += sizes) lines.push(...splitter.push(bytes.subarray(at, at + sizes)));
  return [...lines, ...splitter.flush()].map((line) => line.bytes.toString());
}

it('cuts the same lines from any chunks', () => {
  const texts = fc.string({ unit: fc.constantFrom('a', '好', '\n', '\r\n'), maxLength: 40 });
  fc.assert(
    fc.property(texts, fc.integer({ min: 1, max: 9 }), (text, size) => {
      const whole = text.split(/\r?\n/);
      if (whole.at(-1) === '') whole.pop();
      expect(split(text, size, { newline: 'lf', maxBytes: 1000 })).toEqual(whole);
    }),
  );
});

it('cuts at CR alone where that is the end of line', () => {
  expect(split('a\rb\r', 2, { newline: 'cr', maxBytes: 10 })).toEqual(['a', 'b']);
});

it('holds no more of a line than it may', () => {
  const splitter = new LineSplitter({ newline: 'lf', maxBytes: 5 });
  const lines = [...splitter.push(Buffer.from('1234567')), ...splitter.push(Buffer.from('89\nab\n'))];
  expect(lines).toEqual([
    { line: 1, bytes: Buffer.from('12345'), tooLong: true },
    { line: 2, bytes: Buffer.from('ab'), tooLong: false },
  ]);
});
