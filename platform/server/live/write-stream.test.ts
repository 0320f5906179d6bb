import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { writeOrLetGo } from './write-stream.ts';

const line = `data: ${'x'.repeat(10_000)}\n\n`;

test('whoever stops reading is let go before he fills the memory', () => {
  const asleep = new Writable({ write: () => undefined });
  for (let n = 0; n < 1000 && !asleep.destroyed; n += 1) writeOrLetGo(asleep, line);
  expect(asleep.destroyed).toBe(true);
  expect(asleep.writableLength).toBeLessThan(1_200_000);
  expect(() => writeOrLetGo(asleep, line)).not.toThrow();
});

test('whoever reads hears all of it', () => {
  let heard = 0;
  const awake = new Writable({
    write(chunk: Buffer, _encoding, done) {
      heard += chunk.length;
      done();
    },
  });
  for (let n = 0; n < 1000; n += 1) writeOrLetGo(awake, line);
  expect(heard).toBe(1000 * line.length);
  expect(awake.destroyed).toBe(false);
});
