/** What a person without the right to see personal data sees instead. Masked twice is masked once. */
import { findPersonalData } from './personal-data.ts';
import type { PersonalDataKind } from './personal-data.ts';

const STAR = '*';

/** 13800138000 → 138****8000, 010-62345678 → 010-****5678, others keep 2 characters at the end. */
export function maskPhone(phone: string): string {
  const trimmed = phone.trim();
  const mobile = /^(\+?86[ -]?|0086[ -]?)?(1\d{2})[ -]?[\d*]{4}[ -]?(\d{4})$/.exec(trimmed);
  if (mobile !== null) return `${mobile[1] ?? ''}${mobile[2] ?? ''}****${mobile[3] ?? ''}`;
  const landline = /^(\(?0\d{2,3}\)?|[48]00)[- ]?[\d* -]{3,4}(\d{4})(?:-[\d*]{1,5})?$/.exec(trimmed);
  if (landline !== null) return `${landline[1] ?? ''}-****${landline[2] ?? ''}`;
  const digits = trimmed.replace(/[^\d*]/g, '');
  if (digits.length < 6) return STAR.repeat([...trimmed].length);
  return `${STAR.repeat(digits.length - 2)}${digits.slice(-2)}`;
}

/** zhang.san@example.com → z***@example.com */
export function maskEmail(email: string): string {
  const trimmed = email.trim();
  const at = trimmed.lastIndexOf('@');
  if (at <= 0) return STAR.repeat([...trimmed].length);
  return `${firstCharacter(trimmed)}***${trimmed.slice(at)}`;
}

/** First 3 and last 4: the region and the tail that a customer can name, not the birthday. */
export function maskIdCard(idCard: string): string {
  return keepEnds(idCard.trim(), 3, 4);
}

/** First 4 (which bank) and last 4. */
export function maskBankCard(card: string): string {
  return keepEnds(card.replace(/[ -]/g, ''), 4, 4);
}

const TWO_CHARACTER_SURNAME =
  /^(?:欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|宇文|长孙|司徒|司空|夏侯|端木|独孤|南宫|西门)/u;

/** 王小明 → 王**, 欧阳娜 → 欧阳*, John Smith → J*** S*** (a fixed number, so that the length tells nothing). */
export function maskName(name: string): string {
  const trimmed = name.trim();
  if (/^\p{Script=Han}/u.test(trimmed)) {
    const characters = [...trimmed];
    const kept = characters.length > 2 && TWO_CHARACTER_SURNAME.test(trimmed) ? 2 : 1;
    return characters.slice(0, kept).join('') + STAR.repeat(Math.min(Math.max(characters.length - kept, 1), 3));
  }
  return trimmed
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => `${firstCharacter(word)}***`)
    .join(' ');
}

const MASKERS: Record<PersonalDataKind, (text: string) => string> = {
  mobile: maskPhone,
  landline: maskPhone,
  email: maskEmail,
  idCard: maskIdCard,
  bankCard: maskBankCard,
};

/** Masks phones, e-mail addresses, ID cards and bank cards inside a text. Names in running text are not recognised. */
export function maskInText(text: string): string {
  let masked = '';
  let from = 0;
  for (const find of findPersonalData(text)) {
    masked += text.slice(from, find.start) + MASKERS[find.kind](find.text);
    from = find.end;
  }
  return masked + text.slice(from);
}

function keepEnds(text: string, head: number, tail: number): string {
  const characters = [...text];
  if (characters.length <= head + tail) return STAR.repeat(characters.length);
  const hidden = characters.length - head - tail;
  return characters.slice(0, head).join('') + STAR.repeat(hidden) + characters.slice(-tail).join('');
}

function firstCharacter(text: string): string {
  const [first = ''] = text;
  return first;
}
