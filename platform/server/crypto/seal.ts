import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const ivBytes = 12;
const tagBytes = 16;
/** Says how it was made, so that another way can be told apart one day. */
const version = 1;

const keyFor = (secret: Uint8Array, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), `huiyin.seal.${purpose}`, 32));

/**
 * Encrypts a secret that has to be read again (a password at a provider), so that a dump of the database without the
 * key of the instance holds nothing usable: AES-256-GCM, a key of its own per purpose, base64url.
 */
export const seal = (secret: Uint8Array, purpose: string, text: string): string => {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', keyFor(secret, purpose), iv);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([Buffer.of(version), iv, cipher.getAuthTag(), sealed]).toString('base64url');
};

/** Null when it was sealed by another instance, for another purpose, or was changed since. */
export const unseal = (secret: Uint8Array, purpose: string, sealed: string): string | null => {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length < 1 + ivBytes + tagBytes || bytes[0] !== version) return null;
  const iv = bytes.subarray(1, 1 + ivBytes);
  const tag = bytes.subarray(1 + ivBytes, 1 + ivBytes + tagBytes);
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyFor(secret, purpose), iv, { authTagLength: tagBytes });
    decipher.setAuthTag(tag);
    const rest = bytes.subarray(1 + ivBytes + tagBytes);
    return Buffer.concat([decipher.update(rest), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
};
