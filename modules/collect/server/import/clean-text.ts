import { cleanText as cleanAndCount } from '#platform/server/text/normalise.ts';

/** Text as it may be stored and shown: line breaks kept as one kind, nothing that hides or reorders. */
export const cleanText = (text: string): string => cleanAndCount(text).text;

/** One line of it, for names, numbers and titles. */
export const cleanLine = (text: string): string => cleanText(text).replace(/\s+/g, ' ');

const invisible =
  /[\u0000-\u0008\u000E-\u001F\u007F-\u009F\u00AD\u061C\u200B-\u200F\u202A-\u202E\u2060\u2066-\u2069\uFE0E\uFE0F\uFEFF]/g;

/**
 * The same meaning in another file format, encoding or keyboard width folds to the same text.
 * Apart from the fold of the search on purpose: fingerprints are stored for good, so this one must never change.
 */
export const foldForFingerprint = (text: string): string =>
  text.toWellFormed().replace(invisible, '').normalize('NFKC').replace(/\s+/g, ' ').trim();

/** Characters as a person counts them; only texts near the limit are worth counting. */
export function longerThan(text: string, limit: number): number | undefined {
  if (text.length <= limit) return undefined;
  let count = 0;
  for (const _ of text) count++;
  return count > limit ? count : undefined;
}
