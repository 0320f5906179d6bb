import { expect, it } from 'vitest';
import { TestVirusWatch } from './scan-file.ts';

const mark = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR', '-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

it.each([1, 7, 67, 68, 69, 500])('finds the test text in chunks of %i bytes', (size) => {
  const bytes = Buffer.from(`${'a'.repeat(123)}${mark}${'b'.repeat(50)}`);
  const watch = new TestVirusWatch();
  for (let at = 0; at < bytes.length; at += size) watch.push(bytes.subarray(at, at + size));
  expect(watch.found).toBe(true);
});

it('is calm about the rest', () => {
  const watch = new TestVirusWatch();
  watch.push(Buffer.from(mark.slice(1)));
  expect(watch.found).toBe(false);
});
