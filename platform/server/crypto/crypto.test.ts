import { randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newId } from './ids.ts';
import { hashPassword, verifyPassword } from './password.ts';
import { openSignedId, signId } from './tokens.ts';

describe('ids', () => {
  test('are UUIDs of version 7 that grow with time', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
        fc.integer({ min: 1, max: 10_000 }),
        (at, laterMs) => {
          const first = newId(at);
          expect(first).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
          expect(first < newId(new Date(at.getTime() + laterMs))).toBe(true);
        },
      ),
    );
  });

  test('do not repeat within one millisecond', () => {
    const at = new Date('2026-09-19T08:40:00Z');
    const ids = Array.from({ length: 20_000 }, () => newId(at));
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('link tokens', () => {
  const key = randomBytes(32);

  test('give back the id they were made for, and only for their purpose and key', () => {
    const id = randomUUID();
    const token = signId(key, 'track', id);
    expect(openSignedId(key, 'track', token)).toBe(id);
    expect(openSignedId(key, 'survey', token)).toBeNull();
    expect(openSignedId(randomBytes(32), 'track', token)).toBeNull();
  });

  test('no changed character opens anything', () => {
    const token = signId(key, 'track', randomUUID());
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    for (let at = 0; at < token.length - 1; at += 1) {
      const other = alphabet[(alphabet.indexOf(token[at] ?? '') + 1) % alphabet.length] ?? '';
      expect(openSignedId(key, 'track', token.slice(0, at) + other + token.slice(at + 1))).toBeNull();
    }
  });

  test('nonsense opens nothing and breaks nothing', () => {
    fc.assert(fc.property(fc.string(), (text) => openSignedId(key, 'track', text) === null));
  });
});

describe('passwords', () => {
  test('are kept as argon2id and recognised, whatever form the characters were typed in', async () => {
    const stored = await hashPassword('Ångström-安全-１２３');
    expect(stored).toMatch(/^argon2id\$19456\$2\$/);
    expect(stored).not.toContain('安全');
    expect(await verifyPassword('Ångström-安全-123'.normalize('NFD'), stored)).toBe(true);
    expect(await verifyPassword('Ångström-安全-124', stored)).toBe(false);
    expect(await verifyPassword('', stored)).toBe(false);
  });

  test('the same password is stored differently each time; a damaged entry lets nobody in', async () => {
    const [first, second] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse')]);
    expect(first).not.toBe(second);
    for (const broken of ['', 'argon2id', 'plain$1$1$a$b', first?.slice(0, -4) ?? '']) {
      expect(await verifyPassword('correct horse', broken)).toBe(false);
    }
  });
});
