import { expect, test } from 'vitest';
import { seal, unseal } from './seal.ts';

const secret = Buffer.alloc(32, 7);

test('what is sealed can be read again, and only with the same key and for the same purpose', () => {
  const sealed = seal(secret, 'llm.key', 'sk-密钥-1');
  expect(sealed).not.toContain('sk-');
  expect(unseal(secret, 'llm.key', sealed)).toBe('sk-密钥-1');
  expect(unseal(secret, 'other', sealed)).toBeNull();
  expect(unseal(Buffer.alloc(32, 8), 'llm.key', sealed)).toBeNull();
});

test('the same text is sealed differently each time', () => {
  expect(seal(secret, 'a', 'x')).not.toBe(seal(secret, 'a', 'x'));
});

test('a changed, cut or foreign text is refused, never a crash', () => {
  const sealed = seal(secret, 'a', 'hello');
  const bytes = Buffer.from(sealed, 'base64url');
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(unseal(secret, 'a', changed.toString('base64url')), `byte ${at}`).toBeNull();
  }
  for (const text of ['', 'abc', '%%%', sealed.slice(0, 20)]) expect(unseal(secret, 'a', text)).toBeNull();
});

test('nothing can be sealed and read as nothing', () => {
  expect(unseal(secret, 'a', seal(secret, 'a', ''))).toBe('');
});
