/**
 * A keyed one-to-one mapping of 0 … size-1 onto itself (Feistel network with cycle walking), so that ticket
 * numbers neither count up in public nor collide. The round functions are read from an AES-256-CTR keystream
 * (tables of a pseudo-random function): an HMAC per round would cost 20 µs a number, the look-up costs none.
 */
import { createCipheriv, createHmac } from 'node:crypto';

const ROUNDS = 10;

export interface Permutation {
  size: number;
  apply(value: number): number;
}

export function createPermutation(key: Uint8Array, size: number): Permutation {
  if (!Number.isInteger(size) || size < 2 || size > 2 ** 32) throw new RangeError(`permutation of ${size} values`);
  if (key.length < 16) throw new RangeError('the key of a permutation needs 16 bytes or more');
  let halfBits = 1;
  while (2 ** (2 * halfBits) < size) halfBits += 1;
  const rounds = roundTables(key, size, halfBits);
  return { size, apply: (value) => walk(value, size, halfBits, rounds) };
}

function roundTables(key: Uint8Array, size: number, halfBits: number): Uint16Array[] {
  const half = 2 ** halfBits;
  const streamKey = createHmac('sha256', key).update(`huiyin permutation of ${size}`).digest();
  const cipher = createCipheriv('aes-256-ctr', streamKey, Buffer.alloc(16));
  const stream = cipher.update(Buffer.alloc(ROUNDS * half * 2));
  return Array.from({ length: ROUNDS }, (_, round) => {
    const table = new Uint16Array(half);
    for (let i = 0; i < half; i += 1) table[i] = stream.readUInt16LE((round * half + i) * 2) & (half - 1);
    return table;
  });
}

function walk(value: number, size: number, halfBits: number, rounds: readonly Uint16Array[]): number {
  if (!Number.isInteger(value) || value < 0 || value >= size)
    throw new RangeError(`${value} is outside 0 … ${size - 1}`);
  const half = 2 ** halfBits;
  let result = value;
  // The network permutes a power of four a little above `size`: walk on until back inside.
  do {
    let left = Math.floor(result / half);
    let right = result % half;
    for (const table of rounds) {
      const next = left ^ (table[right] ?? 0);
      left = right;
      right = next;
    }
    result = left * half + right;
  } while (result >= size);
  return result;
}
