import { expect, test } from 'vitest';
import { sameCase } from './same-case.ts';

const before = {
  state: 'new' as const,
  owner: { id: 'a', name: 'A' },
  department: { id: 'd', name: 'D' },
  kind: 'complaint' as const,
  level: 2 as const,
  categoryKey: 'delay',
  messageCount: 3,
};

test('a case that only got another name for the same people and places is the same', () => {
  expect(sameCase(before, { ...before, owner: { id: 'a', name: 'Another name' } })).toBe(true);
});

test.each([
  ['a step', { state: 'verifying' as const }],
  ['another owner', { owner: { id: 'b', name: 'A' } }],
  ['no owner', { owner: null }],
  ['another department', { department: { id: 'e', name: 'D' } }],
  ['another kind', { kind: 'praise' as const }],
  ['another level', { level: 1 as const }],
  ['another category', { categoryKey: null }],
  ['a new message', { messageCount: 4 }],
])('%s makes it another case', (_name, change) => {
  expect(sameCase(before, { ...before, ...change })).toBe(false);
});
