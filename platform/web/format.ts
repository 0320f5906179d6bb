import { useMemo, useSyncExternalStore } from 'react';
import { currentLanguage, type Language, translate, useLanguage } from './i18n.ts';

/** Words of dates and numbers (DESIGN.md section 7). Units and weekdays come from Intl, so no text stands here. */
export type FormatOptions = { readonly language?: Language; readonly zone?: string };

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

let companyZone: string | undefined;
/** The company's time zone; the browser's until it is told. */
export const setZone = (zone: string | undefined): void => {
  companyZone = zone;
};

const languageOf = (options: FormatOptions): Language => options.language ?? currentLanguage();
const zoneOf = (options: FormatOptions): string | undefined => options.zone ?? companyZone;

type CalendarParts = { year: number; month: number; day: number; time: string; dayNumber: number };

const formats = new Map<string, Intl.DateTimeFormat>();
const dateFormat = (locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(locale, options);
  formats.set(key, made);
  return made;
};

const partsOf = (at: Date, zone: string | undefined): CalendarParts => {
  const parts = dateFormat('en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const numberOf = (type: Intl.DateTimeFormatPartTypes): number =>
    Number(parts.find((part) => part.type === type)?.value ?? 0);
  const two = (value: number): string => String(value).padStart(2, '0');
  const year = numberOf('year');
  const month = numberOf('month');
  const day = numberOf('day');
  const time = `${two(numberOf('hour'))}:${two(numberOf('minute'))}`;
  return { year, month, day, time, dayNumber: Math.round(Date.UTC(year, month - 1, day) / dayMs) };
};

const weekday = (at: Date, options: FormatOptions): string =>
  dateFormat(languageOf(options), { timeZone: zoneOf(options), weekday: 'short' }).format(at);

const relativeDay = (days: number, options: FormatOptions): string => {
  const word = new Intl.RelativeTimeFormat(languageOf(options), { numeric: 'auto' }).format(days, 'day');
  return word.charAt(0).toUpperCase() + word.slice(1);
};

const dateWords = (parts: CalendarParts, now: CalendarParts): string =>
  parts.year === now.year ? `${parts.month}/${parts.day}` : `${parts.year}/${parts.month}/${parts.day}`;

/** `今天 14:21`, `昨天 17:55`, `9/23 周三 10:00`, `2025/9/23 10:00`. */
export const shortInstant = (iso: string, now: Date, options: FormatOptions = {}): string => {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return '';
  const zone = zoneOf(options);
  const then = partsOf(at, zone);
  const today = partsOf(now, zone);
  const days = then.dayNumber - today.dayNumber;
  if (days === 0 || days === -1) return `${relativeDay(days, options)} ${then.time}`;
  if (then.year !== today.year) return `${dateWords(then, today)} ${then.time}`;
  return `${dateWords(then, today)} ${weekday(at, options)} ${then.time}`;
};

/** For the end of a row: `14:21`, `昨天`, `9/21`, `2025/9/21`. */
export const rowInstant = (iso: string, now: Date, options: FormatOptions = {}): string => {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return '';
  const zone = zoneOf(options);
  const then = partsOf(at, zone);
  const today = partsOf(now, zone);
  const days = then.dayNumber - today.dayNumber;
  if (days === 0) return then.time;
  return days === -1 ? relativeDay(days, options) : dateWords(then, today);
};

/** A day alone: `9/23`, `2025/9/23`. */
export const shortDay = (iso: string, now: Date, options: FormatOptions = {}): string => {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return '';
  return dateWords(partsOf(at, zoneOf(options)), partsOf(now, zoneOf(options)));
};

/** With zone, for hover and exports: `2026-09-23T10:00:00+08:00`. */
export const fullInstant = (iso: string, options: FormatOptions = {}): string => {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return '';
  const zone = zoneOf(options);
  const then = partsOf(at, zone);
  const two = (value: number): string => String(value).padStart(2, '0');
  const offset = dateFormat('en-GB', { timeZone: zone, timeZoneName: 'longOffset' })
    .formatToParts(at)
    .find((part) => part.type === 'timeZoneName')?.value;
  const suffix = offset === undefined || /^GMT(\+00:00)?$/.test(offset) ? 'Z' : offset.replace('GMT', '');
  const seconds = two(at.getUTCSeconds());
  return `${then.year}-${two(then.month)}-${two(then.day)}T${then.time}:${seconds}${suffix}`;
};

const withUnit = (value: number, unit: 'day' | 'hour' | 'minute', options: FormatOptions): string =>
  new Intl.NumberFormat(languageOf(options), { style: 'unit', unit, unitDisplay: 'long' })
    .formatToParts(value)
    .filter((part) => part.type !== 'literal')
    .map((part) => part.value)
    .join(' ');

/** `0:46`, `9:20`, from 24 hours on `3 天`. The sign is the caller's matter. */
export const duration = (ms: number, options: FormatOptions = {}): string => {
  const size = Math.abs(ms);
  if (size >= dayMs) return withUnit(Math.floor(size / dayMs), 'day', options);
  const minutes = Math.floor(size / minuteMs);
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
};

/** In sentences: `18 分钟`, `2 小时`, `3 天`. */
export const durationWords = (ms: number, options: FormatOptions = {}): string => {
  const size = Math.abs(ms);
  if (size >= dayMs) return withUnit(Math.floor(size / dayMs), 'day', options);
  if (size >= hourMs && Math.round(size / minuteMs) % 60 === 0) {
    return withUnit(Math.round(size / hourMs), 'hour', options);
  }
  if (size >= hourMs) return duration(ms, options);
  return withUnit(Math.round(size / minuteMs), 'minute', options);
};

/** `1,284`. */
export const number = (value: number): string => new Intl.NumberFormat('en-US').format(value);

/** For badges: `23`, above 999 `999+`. */
export const count = (value: number): string => (value > 999 ? '999+' : String(value));

/** A count that stopped at its cap says so: 「1 万以上」. */
export const cappedCount = (value: { count: number; capped: boolean }, options: FormatOptions = {}): string => {
  if (!value.capped) return number(value.count);
  const atLeast = new Intl.NumberFormat(languageOf(options), { notation: 'compact' }).formatToParts(value.count);
  const words = atLeast.map((part) => part.value).join(languageOf(options) === 'zh-CN' ? ' ' : '');
  return translate('platform', 'count.atLeast', { value: words });
};

/** `¥8,420`, with cents only where there are some. */
export const money = (value: number, currency = 'CNY'): string =>
  new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: Number.isInteger(value) ? 0 : 2,
    maximumFractionDigits: 2,
  }).format(value);

/** A share of one: `92.9%`. */
export const percent = (share: number, digits = 1): string =>
  `${number(Math.round(share * 100 * 10 ** digits) / 10 ** digits)}%`;

/** Growth against before: `+240%`, `-12%`. */
export const change = (share: number): string => `${share > 0 ? '+' : ''}${percent(share, 0)}`;

/** `38274165` -> `3827-4165`. */
export const ticketNumber = (digits: string): string =>
  /^\d{8}$/.test(digits) ? `${digits.slice(0, 4)}-${digits.slice(4)}` : digits;

/** `13800002046` -> `138 **** 2046`; too short a number shows its last two digits only. */
export const maskedPhone = (phone: string): string => {
  const digits = phone.replace(/\D/g, '').replace(/^86(?=1\d{10}$)/, '');
  if (digits.length < 8) return `**** ${digits.slice(-2)}`;
  return `${digits.slice(0, 3)} **** ${digits.slice(-4)}`;
};

export const fileSize = (bytes: number): string => {
  if (bytes < 1024) return `${bytes} B`;
  const units = ['KB', 'MB', 'GB'];
  const step = Math.min(Math.floor(Math.log(bytes) / Math.log(1024)), units.length);
  const value = bytes / 1024 ** step;
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[step - 1] ?? 'GB'}`;
};

let tick = Date.now();
const tickListeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

const subscribeTick = (listener: () => void): (() => void) => {
  tickListeners.add(listener);
  timer ??= setInterval(() => {
    tick = Date.now();
    tickListeners.forEach((each) => each());
  }, 30_000);
  return () => {
    tickListeners.delete(listener);
    if (tickListeners.size === 0 && timer) {
      clearInterval(timer);
      timer = undefined;
    }
  };
};

/** Now, moving every half minute; one timer for the page. */
export const useNow = (): Date => {
  const at = useSyncExternalStore(
    subscribeTick,
    () => tick,
    () => tick,
  );
  return useMemo(() => new Date(at), [at]);
};

export type Format = {
  readonly now: Date;
  readonly instant: (iso: string) => string;
  readonly row: (iso: string) => string;
  readonly day: (iso: string) => string;
  readonly full: (iso: string) => string;
  readonly duration: (ms: number) => string;
  readonly words: (ms: number) => string;
};

/** The instants and durations of a component, in the person's language and against a moving now. */
export const useFormat = (): Format => {
  const language = useLanguage();
  const now = useNow();
  return useMemo(
    () => ({
      now,
      instant: (iso) => shortInstant(iso, now, { language }),
      row: (iso) => rowInstant(iso, now, { language }),
      day: (iso) => shortDay(iso, now, { language }),
      full: (iso) => fullInstant(iso, { language }),
      duration: (ms) => duration(ms, { language }),
      words: (ms) => durationWords(ms, { language }),
    }),
    [language, now],
  );
};
