/** Phones, e-mail, orders, parcels, amounts, dates, ID and bank cards in a text, with offsets, none overlapping. */
import { findPersonalData } from '#platform/server/text/personal-data.ts';
import { findAddresses } from './addresses.ts';
import { spokenDates, type Received } from './dates.ts';
import { gatedExpression, matchesOf, type GatedExpression } from './gated-pattern.ts';
import type { Span } from './vocabulary.ts';

export type EntityKind =
  'phone' | 'email' | 'order' | 'tracking' | 'amount' | 'date' | 'idCard' | 'bankCard' | 'address' | 'product';

export interface Entity extends Span {
  kind: EntityKind;
  field: 'subject' | 'content';
  /** As written; `start` and `end` are offsets in its field. */
  text: string;
  /** As stored: digits only, capitals, yuan with two decimals, ISO date; absent where the text does not tell (昨天). */
  value?: string;
}

export interface EntityPatterns {
  orders: readonly RegExp[];
  tracking: readonly RegExp[];
}

/** What is known from outside the text. */
export interface EntityContext {
  /** Turns "yesterday" into a day; without it such dates have a place and no value. */
  received?: Received | undefined;
  /** Where products of the company's catalogue are named, with their keys. */
  products?: readonly (Span & { value: string })[] | undefined;
}

interface Find extends Span {
  kind: EntityKind;
  value?: string;
}

const MOST = 200;

/** Written as literals, so that an editor sees what they are. */
function gated({ source }: RegExp): GatedExpression {
  return gatedExpression(source);
}

const LABELLED_TRACKING = gated(
  /(?:运单|快递单|物流单|快递|物流|顺丰|圆通|中通|申通|韵达|极兔|tracking)(?:编号|号码|号|单号| ?(?:no\.?|number|id))?[是为:：# ]{0,3}([a-z]{0,4}\d{8,20})(?![a-z0-9])/,
);
const BARE_TRACKING = gated(
  /(?<![a-z0-9])(?:sf\d{12,15}|yt\d{13,15}|jd[a-z]{0,2}\d{11,15}|jt\d{13}|zt0?\d{12}|dpk\d{9,14}|e[a-z]\d{9}cn)(?![a-z0-9])/,
);
const LABELLED_ORDER = gated(
  /(?:订单|单号|工单|合同|order)(?:编号|号码|号|id| ?(?:no\.?|number|id))?[是为:：# ]{0,3}((?=[a-z0-9-]{0,12}\d)[a-z0-9][a-z0-9-]{4,30}[a-z0-9])(?![a-z0-9])/,
);
const AMOUNT = gated(
  /[￥¥$]\s?(\d[\d,]{0,14}(?:\.\d{1,2})?)(?:\s?(万|k(?![a-z])))?|(?<![\d.])(\d[\d,]{0,14}(?:\.\d{1,2})?)\s?(万|千)?(?:元(?![旦宵素件])|块钱|块(?![表屏肉板砖手石地布电糖面豆])|rmb|人民币|yuan(?![a-z])|usd(?![a-z])|dollars?(?![a-z]))|(?<![\d.a-z])(\d{1,6}(?:\.\d{1,2})?)\s?(万|[kw](?![a-z0-9]))(?=[，。,.!！\s]|$)/,
);
const SPELLED_AMOUNT = gated(
  /(?<![一二三四五六七八九十百千万两零几])([一二三四五六七八九十百千万两零]{1,9})(?:元(?![旦宵素件])|块钱|(?<=[十百千万][一二三四五六七八九]?)块(?![表屏肉板砖手石地布电糖面豆]))/,
);
const FULL_DATE = gated(/(?<!\d)((?:19|20)\d{2})(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})(?!\d)[日号]?/);

/** `text` is folded with its offsets kept; `original` gives the words as written. */
export function findEntities(
  text: string,
  original: string,
  subjectLength: number,
  patterns: EntityPatterns,
  context: EntityContext = {},
): Entity[] {
  const taken = emptyPlaces(text.length);
  const finds: Find[] = [];
  for (const find of candidates(text, patterns, context)) {
    if (finds.length >= MOST) break;
    if (find.end <= find.start || taken.subarray(find.start, find.end).includes(1)) continue;
    taken.fill(1, find.start, find.end);
    finds.push(find);
  }
  finds.sort((a, b) => a.start - b.start);
  return finds.map((find) => entityOf(find, original, subjectLength));
}

let places = new Uint8Array(4096);

/** One for each unit of the text, used again for the next. */
function emptyPlaces(length: number): Uint8Array {
  if (places.length < length) places = new Uint8Array(length);
  else places.fill(0, 0, length);
  return places;
}

/** In order of trust: what is labelled or has a check digit before what only looks like it. */
function* candidates(
  text: string,
  patterns: EntityPatterns,
  { received, products = [] }: EntityContext,
): Generator<Find> {
  const hasDigit = /\d/.test(text);
  const personal = findPersonalData(text, MOST);
  for (const { kind, start, end, text: found } of personal) {
    if (kind === 'idCard') yield { kind, start, end, value: found.toUpperCase() };
    if (kind === 'email') yield { kind, start, end, value: found };
  }
  if (hasDigit) {
    for (const pattern of patterns.tracking) yield* whole(text, pattern, 'tracking');
    for (const pattern of patterns.orders) yield* whole(text, pattern, 'order');
    yield* labelled(text, LABELLED_TRACKING, 'tracking');
    yield* labelled(text, LABELLED_ORDER, 'order');
    for (const match of BARE_TRACKING.matches(text))
      yield spanOf('tracking', match.index, match[0], match[0].toUpperCase());
  }
  for (const { kind, start, end, text: found } of personal) {
    if (kind === 'bankCard') yield { kind, start, end, value: found.replace(/\D/g, '') };
    if (kind === 'mobile' || kind === 'landline') yield { kind: 'phone', start, end, value: phoneValue(found) };
  }
  if (hasDigit) {
    yield* fullDates(text);
    yield* amounts(text);
  }
  yield* spelledAmounts(text);
  for (const each of findAddresses(text)) yield { kind: 'address', ...each };
  for (const date of spokenDates(text, received)) yield { kind: 'date', ...date };
  // The longer name first: "空气炸锅 Pro" is not "空气炸锅".
  const longest = [...products].sort((a, b) => b.end - b.start - (a.end - a.start));
  for (const product of longest) yield { kind: 'product', ...product };
}

function spanOf(kind: EntityKind, start: number, found: string, value?: string): Find {
  return { kind, start, end: start + found.length, ...(value === undefined ? {} : { value }) };
}

function* whole(text: string, pattern: RegExp, kind: EntityKind): Generator<Find> {
  for (const match of matchesOf(pattern, text)) yield spanOf(kind, match.index, match[0], match[0].toUpperCase());
}

/** The label stays outside: the span is the first group. */
function* labelled(text: string, pattern: GatedExpression, kind: EntityKind): Generator<Find> {
  for (const match of pattern.matches(text)) {
    const code = match[1] ?? '';
    yield spanOf(kind, match.index + match[0].length - code.length, code, code.toUpperCase());
  }
}

function phoneValue(found: string): string {
  const digits = found.replace(/\D/g, '');
  return /^(?:00)?86(?=1\d{10}$)/.test(digits) ? digits.slice(-11) : digits;
}

function* fullDates(text: string): Generator<Find> {
  for (const match of FULL_DATE.matches(text)) {
    const iso = isoDate(Number(match[1]), Number(match[2]), Number(match[3]));
    if (iso !== undefined) yield spanOf('date', match.index, match[0], iso);
  }
}

function isoDate(year: number, month: number, day: number): string | undefined {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  if (days === undefined || day < 1 || day > days) return undefined;
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

const UNITS: Record<string, number> = { 万: 10_000, 千: 1000, k: 1000, w: 10_000 };

function* amounts(text: string): Generator<Find> {
  for (const match of AMOUNT.matches(text)) {
    const number = Number((match[1] ?? match[3] ?? match[5] ?? '').replaceAll(',', ''));
    const unit = UNITS[match[2] ?? match[4] ?? match[6] ?? ''] ?? 1;
    yield spanOf('amount', match.index, match[0], (number * unit).toFixed(2));
  }
}

const DIGITS = '零一二三四五六七八九';

function* spelledAmounts(text: string): Generator<Find> {
  for (const match of SPELLED_AMOUNT.matches(text)) {
    const number = spelledNumber(match[1] ?? '');
    if (number !== undefined) yield spanOf('amount', match.index, match[0], number.toFixed(2));
  }
}

/** 一千二百, 两万, 三百五 (= 350, as spoken). */
function spelledNumber(spelled: string): number | undefined {
  let total = 0;
  let section = 0;
  let digit = 0;
  let lastUnit = 1;
  for (const character of spelled) {
    const unit = { 十: 10, 百: 100, 千: 1000, 万: 10_000 }[character];
    if (unit === undefined) {
      digit = character === '两' ? 2 : DIGITS.indexOf(character);
      if (digit < 0) return undefined;
      if (digit === 0) lastUnit = 10;
      continue;
    }
    if (unit === 10_000) {
      total = (total + section + digit) * unit;
      section = 0;
    } else section += (digit === 0 ? 1 : digit) * unit;
    digit = 0;
    lastUnit = unit;
  }
  return total + section + digit * (lastUnit > 10 ? lastUnit / 10 : 1);
}

function entityOf(find: Find, original: string, subjectLength: number): Entity {
  const inSubject = find.start < subjectLength;
  const shift = inSubject || subjectLength === 0 ? 0 : subjectLength + 1;
  return {
    kind: find.kind,
    field: inSubject ? 'subject' : 'content',
    start: find.start - shift,
    end: find.end - shift,
    text: original.slice(find.start, find.end),
    ...(find.value === undefined ? {} : { value: find.value }),
  };
}
