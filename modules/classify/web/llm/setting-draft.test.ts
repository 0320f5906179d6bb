import { expect, test } from 'vitest';
import { draftOf, wishOf } from './setting-draft.ts';

const setting = {
  baseUrl: 'https://api.example.com/v1',
  model: 'm',
  purposes: ['summary' as const],
  callsPerDay: 5,
  tokensPerDay: 6,
  timeoutSeconds: 7,
  keepDays: 8,
  hasKey: true,
  allowedHost: null,
  today: { calls: 0, tokens: 0 },
  paused: false,
};

test('a key that nobody touched is not sent, so that it stays', () => {
  expect(wishOf(draftOf(setting))).not.toHaveProperty('apiKey');
  expect(wishOf({ ...draftOf(setting), apiKey: '  ' })).not.toHaveProperty('apiKey');
});

test('a new key is sent, and one that shall go is null', () => {
  expect(wishOf({ ...draftOf(setting), apiKey: 'sk' })).toMatchObject({ apiKey: 'sk' });
  expect(wishOf({ ...draftOf(setting), apiKey: 'sk', dropKey: true })).toMatchObject({ apiKey: null });
});

test('an allowed host stays allowed when the form is saved again', () => {
  expect(wishOf(draftOf(setting)).allowInner).toBe(false);
  expect(wishOf(draftOf({ ...setting, allowedHost: '10.0.0.5:8000' })).allowInner).toBe(true);
});
