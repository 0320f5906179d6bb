/**
 * Signs that are not text: controls, marks that turn the reading direction round (used to disguise names),
 * zero-width fillers and byte order marks. The zero-width joiners stay, emoji and Indic scripts need them.
 */
const invisible = /[\u0000-\u0008\u000E-\u001F\u007F-\u009F\u061C\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/g;
const lineBreaks = /\r\n|[\r\v\f\u0085\u2028\u2029]/g;

/** Text as it may be stored and shown: line breaks kept as one kind, nothing that hides or reorders. */
export const cleanText = (text: string): string =>
  text.toWellFormed().replace(lineBreaks, '\n').replace(invisible, '').trim();

/** One line of it, for names, numbers and titles. */
export const cleanLine = (text: string): string => cleanText(text).replace(/\s+/g, ' ');

/** The same meaning in another file format, encoding or keyboard width folds to the same text. */
export const foldText = (text: string): string => cleanText(text).normalize('NFKC').replace(/\s+/g, ' ').trim();

/** Characters as a person counts them; only texts near the limit are worth counting. */
export function longerThan(text: string, limit: number): number | undefined {
  if (text.length <= limit) return undefined;
  let count = 0;
  for (const _ of text) count++;
  return count > limit ? count : undefined;
}
