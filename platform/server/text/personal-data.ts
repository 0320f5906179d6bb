/** Where personal data stands in a text: found by form and, where there is one, by check digit. */
import { toHalfWidth } from './normalise.ts';

export type PersonalDataKind = 'idCard' | 'bankCard' | 'mobile' | 'landline' | 'email';

export interface PersonalDataFind {
  kind: PersonalDataKind;
  /** Offsets in the text given, `end` exclusive. */
  start: number;
  end: number;
  /** In half width, however it was written. */
  text: string;
}

// Every pattern starts behind a look-behind, so that a megabyte of digits is tried once and not once per digit.
const ID_CARD =
  /(?<![\dA-Za-z])[1-8]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])/g;
const CARD = /(?<![\dA-Za-z])[3-6]\d{3}(?:[ -]?\d{4}){2}[ -]?\d{1,4}(?:[ -]?\d{1,3})?(?![\dA-Za-z])/g;
const MOBILE = /(?<!\d)(?:\+?86[ -]?|0086[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)/g;
const LANDLINE =
  /(?<![\d-])(?:\(0\d{2,3}\) ?|0(?:10|2\d|[3-9]\d{2})[- ]?)[2-9]\d{6,7}(?:-\d{1,5})?(?![\d-])|(?<![\d-])(?:400|800)[- ]?\d{3}[- ]?\d{4}(?![\d-])/g;
const EMAIL =
  /(?<![\w.+-])[A-Za-z0-9][\w.+-]{0,63}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,6}[A-Za-z]{2,24}(?![\w-])/g;

const FINDERS: readonly { kind: PersonalDataKind; pattern: RegExp; accepts?: (text: string) => boolean }[] = [
  { kind: 'email', pattern: EMAIL },
  { kind: 'idCard', pattern: ID_CARD, accepts: isIdCard },
  { kind: 'bankCard', pattern: CARD, accepts: isBankCard },
  { kind: 'mobile', pattern: MOBILE },
  { kind: 'landline', pattern: LANDLINE },
];

/** What a Chinese keyboard makes of digits and signs when it is set to wide ones. */
const WIDE = /[\uFF10-\uFF19\uFF20]/;

/** All finds in reading order, none overlapping; where two kinds fit, the stricter one wins. */
export function findPersonalData(written: string, most = Number.POSITIVE_INFINITY): PersonalDataFind[] {
  const text = WIDE.test(written) ? toHalfWidth(written) : written;
  const finds: PersonalDataFind[] = [];
  const hasDigits = /\d{3}/.test(text);
  const hasAt = text.includes('@');
  if (!hasDigits && !hasAt) return finds;
  const taken = emptyPlaces(text.length);
  for (const { kind, pattern, accepts } of FINDERS) {
    if (kind === 'email' ? !hasAt : !hasDigits) continue;
    pattern.lastIndex = 0;
    for (let match = pattern.exec(text); match !== null && finds.length < most; match = pattern.exec(text)) {
      const end = match.index + match[0].length;
      if (accepts !== undefined && !accepts(match[0])) continue;
      if (taken.subarray(match.index, end).includes(1)) continue;
      taken.fill(1, match.index, end);
      finds.push({ kind, start: match.index, end, text: match[0] });
    }
  }
  return finds.sort((a, b) => a.start - b.start);
}

let places = new Uint8Array(4096);

/** One for each unit of the text, used again for the next. */
function emptyPlaces(length: number): Uint8Array {
  if (places.length < length) places = new Uint8Array(length);
  else places.fill(0, 0, length);
  return places;
}

const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const ID_CHECK = '10X98765432';

/** 18 characters with a plausible birth date and the check character of GB 11643. */
export function isIdCard(text: string): boolean {
  if (!/^\d{17}[\dXx]$/.test(text)) return false;
  const month = Number(text.slice(10, 12));
  const day = Number(text.slice(12, 14));
  if (month < 1 || month > 12 || day < 1 || day > 31) return false;
  let sum = 0;
  ID_WEIGHTS.forEach((weight, i) => {
    sum += weight * Number(text[i]);
  });
  return ID_CHECK[sum % 11] === text.charAt(17).toUpperCase();
}

/** 15 to 19 digits with a correct Luhn digit; spaces and hyphens between are allowed. */
export function isBankCard(text: string): boolean {
  const digits = text.replace(/[ -]/g, '');
  if (!/^[3-6]\d{14,18}$/.test(digits)) return false;
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
