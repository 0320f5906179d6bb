import { expect, test } from 'vitest';
import { newId } from './ids.ts';

const at = new Date('2026-09-23T02:00:00.123Z');

test('is a UUID of version 7 that holds its instant', () => {
  const id = newId(at);
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(parseInt(id.slice(0, 8) + id.slice(9, 13), 16)).toBe(at.getTime());
});

test('made within one millisecond they differ and sort in the order of making', () => {
  const ids = Array.from({ length: 1000 }, () => newId(at));
  expect(new Set(ids).size).toBe(1000);
  expect([...ids].sort()).toEqual(ids);
});

test('a later instant sorts later', () => {
  expect(newId(new Date(at.getTime() + 1)) > newId(at)).toBe(true);
});
