import { expect, test } from 'vitest';
import { linkedMessage } from './linked-message.ts';

const id = '01a0cbfe-c2d0-71cc-a9dc-10865e29e8d2';

test('a link to a message names it', () => {
  expect(linkedMessage(`#m-${id}`)).toBe(id);
  expect(linkedMessage(`#m-${id.toUpperCase()}`)).toBe(id);
});

test.each(['', '#', '#m-', '#m-1', `#e-${id}`, `#m-${id}"]`, `#m-${id}-x`, id])('%j is none', (hash) => {
  expect(linkedMessage(hash)).toBeNull();
});
