import type { TraceLine } from './deadline.ts';
import type { Locale } from './fields.ts';

type Say = (key: string, data?: Readonly<Record<string, string | number>>) => string;

const weekday = (date: string, locale: Locale): string =>
  new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' }).format(Date.parse(`${date}T00:00:00Z`));

/** `9/20 周日 8:30` of an instant that carries its offset, `9/20 周日` of a date. */
const when = (at: string, locale: Locale): string => {
  const date = at.slice(0, 10);
  const [year = '', month = '', day = ''] = date.split('-');
  const words = `${year}/${Number(month)}/${Number(day)} ${weekday(date, locale)}`;
  return at.length > 10 ? `${words} ${at.slice(11, 16)}` : words;
};

/** A line of a trace as a sentence; the same keys serve the screens. */
export const traceSentence = (line: TraceLine, say: Say, locale: Locale): string => {
  const name = (locale === 'en' ? line.nameEn : line.name) ?? '';
  const special = line.dayKind !== undefined && line.dayKind !== 'workday';
  const kind = special ? say(`day.${line.dayKind}`) : '';
  const day = kind === '' ? '' : say('why.day', { kind: name === '' ? kind : `${name} ${kind}` });
  const at = when(line.at, locale);
  const span = line.until === undefined ? at : `${at} – ${when(line.until, locale)}`;
  const amount = line.amount === undefined ? '' : say(`why.amount.${line.unit ?? 'days'}`, { count: line.amount });
  const key = line.step === 'makeup' || line.step === 'holiday' || line.step === 'rest' ? 'stretch' : line.step;
  const counted = line.counts === true ? say('why.counts', { amount }) : say('why.countsNot');
  return say(`why.${key}`, {
    at,
    span,
    day,
    kind: name === '' ? kind : `${name} ${kind}`,
    amount,
    counted,
    until: line.until === undefined ? '' : when(line.until, locale),
    years: (line.years ?? []).join(', '),
  }).trim();
};
