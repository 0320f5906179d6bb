import { expect, test } from 'vitest';
import { modeOf, nextWords } from './draft-words.ts';

test('what is typed while the case is over never turns into words for the customer', () => {
  const reply = { mode: 'out', body: '' } as const;
  expect(modeOf(reply.mode, false)).toBe('note');
  const typed = nextWords(reply, { body: '只给同事看' }, false);
  expect(typed).toEqual({ mode: 'note', body: '只给同事看' });
  expect(modeOf(typed.mode, true)).toBe('note');
});

test('while one may reply a reply stays a reply, and a note a note', () => {
  expect(nextWords({ mode: 'out', body: '' }, { body: '您好' }, true)).toEqual({ mode: 'out', body: '您好' });
  expect(nextWords({ mode: 'note', body: '' }, { body: '看过' }, true).mode).toBe('note');
});
