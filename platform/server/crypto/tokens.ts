import { createHmac, createSecretKey, hash, randomBytes, timingSafeEqual, type KeyObject } from 'node:crypto';

export const randomToken = (bytes = 24): string => randomBytes(bytes).toString('base64url');

export const sha256 = (text: string | Uint8Array): Buffer => hash('sha256', text, 'buffer');

const macBytes = 16;

// Examining the bytes of a key anew for each token took more than half of its 22 microseconds. Pass the same key object every time.
const preparedKeys = new WeakMap<Uint8Array, KeyObject>();

const prepared = (key: Uint8Array): KeyObject => {
  const known = preparedKeys.get(key) ?? createSecretKey(key);
  preparedKeys.set(key, known);
  return known;
};

const mac = (key: Uint8Array, purpose: string, id: Buffer): Buffer =>
  createHmac('sha256', prepared(key)).update(purpose).update('\0').update(id).digest().subarray(0, macBytes);

/**
 * A link token that names one row and proves it was issued by us: id (16 bytes) + HMAC (16 bytes), base64url.
 * Nothing is stored, so a dump of the database holds no link that opens a case.
 */
export const signId = (key: Uint8Array, purpose: string, id: string): string => {
  const raw = Buffer.from(id.replaceAll('-', ''), 'hex');
  return Buffer.concat([raw, mac(key, purpose, raw)]).toString('base64url');
};

/** The id inside a token, or null when it was not issued by us for this purpose. */
export const openSignedId = (key: Uint8Array, purpose: string, token: string): string | null => {
  if (!/^[\w-]{43}$/.test(token)) return null;
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length !== 16 + macBytes) return null;
  const id = bytes.subarray(0, 16);
  if (!timingSafeEqual(bytes.subarray(16), mac(key, purpose, id))) return null;
  const hex = id.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};
