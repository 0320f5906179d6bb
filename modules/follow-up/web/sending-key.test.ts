import { expect, test } from 'vitest';
import { makeSendingKey } from './sending-key.ts';

test('the same content keeps its key until it has arrived', () => {
  const key = makeSendingKey();
  const first = key.of('a');
  expect(first).toMatch(/^[0-9a-f]{32}$/);
  expect(key.of('a')).toBe(first);
  const second = key.of('b');
  expect(second).not.toBe(first);
  key.arrived();
  expect(key.of('b')).not.toBe(second);
});
