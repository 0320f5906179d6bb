/**
 * Ticket numbers: short enough to say on the phone, safe against a wrong or swapped digit, and without a
 * sign of how many tickets there are. 9,000,000 numbers of 8 digits, then 900,000,000 of 10.
 * The key must never change in the life of an installation: another key gives numbers that are taken.
 */
import { dammDigit, hasValidDammDigit } from './damm.ts';
import { createPermutation } from './permute.ts';
import type { Permutation } from './permute.ts';

/** A first digit of 1 to 9 leaves 9 in 10 of all numbers of a length: hence 9,000,000 and not 10,000,000. */
const SHORT_NUMBERS = 9_000_000;
const LONG_NUMBERS = 900_000_000;

interface Permutations {
  short: Permutation;
  long?: Permutation;
}

const permutationsOfKey = new WeakMap<Uint8Array, Permutations>();

/** The number of the n-th ticket (0 or 1 first, both are fine), as stored: 8 or 10 digits. */
export function ticketNumber(seq: number, key: Uint8Array): string {
  if (!Number.isSafeInteger(seq) || seq < 0 || seq >= SHORT_NUMBERS + LONG_NUMBERS) {
    throw new RangeError(`no ticket number for sequence ${seq}`);
  }
  const body = seq < SHORT_NUMBERS ? shortBody(seq, key) : longBody(seq - SHORT_NUMBERS, key);
  const digits = String(body);
  return `${digits}${dammDigit(digits)}`;
}

function shortBody(value: number, key: Uint8Array): number {
  return 1_000_000 + permutationsOf(key).short.apply(value);
}

function longBody(value: number, key: Uint8Array): number {
  const permutations = permutationsOf(key);
  permutations.long ??= createPermutation(key, LONG_NUMBERS);
  return 100_000_000 + permutations.long.apply(value);
}

/** The tables of a key are kept as long as the key object is: pass the same one every time. */
function permutationsOf(key: Uint8Array): Permutations {
  const known = permutationsOfKey.get(key);
  if (known !== undefined) return known;
  const permutations: Permutations = { short: createPermutation(key, SHORT_NUMBERS) };
  permutationsOfKey.set(key, permutations);
  return permutations;
}

export type TicketNumberProblem = 'empty' | 'not_digits' | 'wrong_length' | 'wrong_check_digit';

export type ParsedTicketNumber = { ok: true; number: string } | { ok: false; reason: TicketNumberProblem };

const DASHES_AND_SPACES = /[\s\p{Pd}\p{Cf}\u2212._#]/gu;

/** What a person typed or pasted (`# 3827-4165`, full width, any dash) as canonical digits, or what is wrong with it. */
export function parseTicketNumber(input: string): ParsedTicketNumber {
  const digits = input.slice(0, 200).normalize('NFKC').replace(DASHES_AND_SPACES, '');
  if (digits === '') return { ok: false, reason: 'empty' };
  if (!/^\d+$/.test(digits)) return { ok: false, reason: 'not_digits' };
  if (digits.length !== 8 && digits.length !== 10) return { ok: false, reason: 'wrong_length' };
  if (digits.startsWith('0') || !hasValidDammDigit(digits)) return { ok: false, reason: 'wrong_check_digit' };
  return { ok: true, number: digits };
}

/** As shown and spoken: 3827-4165, 382-741-6509. Anything else is returned as it is. */
export function formatTicketNumber(number: string): string {
  if (/^\d{8}$/.test(number)) return `${number.slice(0, 4)}-${number.slice(4)}`;
  if (/^\d{10}$/.test(number)) return `${number.slice(0, 3)}-${number.slice(3, 6)}-${number.slice(6)}`;
  return number;
}
