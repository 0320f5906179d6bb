import { expect, test } from 'vitest';
import { urgentIn } from './urgent-in.ts';

test('urgency is read where classify left it, and absent in older tickets', () => {
  expect(urgentIn({ classify: { urgent: true } })).toBe(true);
  expect(urgentIn({ classify: { urgent: false } })).toBe(false);
  for (const old of [{}, { classify: {} }, null, 'x']) expect(urgentIn(old)).toBe(false);
});
