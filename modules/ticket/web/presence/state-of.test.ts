import { expect, test } from 'vitest';
import { stateOf } from './state-of.ts';

test('an open ticket in front is looked at, behind it is turned away from', () => {
  expect(stateOf({ written: 0, typedAgoMs: 0, inFront: true })).toBe('looking');
  expect(stateOf({ written: 0, typedAgoMs: 0, inFront: false })).toBe('away');
});

test('who typed within the last minute writes, also while another window is in front', () => {
  expect(stateOf({ written: 3, typedAgoMs: 0, inFront: true })).toBe('writing');
  expect(stateOf({ written: 3, typedAgoMs: 59_999, inFront: false })).toBe('writing');
});

test('words that rest for a minute are a draft, not writing', () => {
  expect(stateOf({ written: 3, typedAgoMs: 60_000, inFront: true })).toBe('looking');
  expect(stateOf({ written: 3, typedAgoMs: 60_000, inFront: false })).toBe('away');
});
