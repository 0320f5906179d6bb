import type { ThreadEntry } from '#modules/ticket/contract.ts';
import { ticketCategories } from '#modules/ticket/server/index.ts';
import { departmentDirectory, peopleByIds } from '#modules/staff/server/index.ts';
import { z } from 'zod';
import type { Locale } from '#platform/contract/fields.ts';
import type { App } from '#platform/server/app.ts';
import { everything } from '#platform/server/database/index.ts';

export type EventEntry = Extract<ThreadEntry, { type: 'event' }>;

/** The words of a case file in one language: texts, names behind ids, and times as people of the company write them. */
export type CaseWords = {
  readonly locale: Locale;
  text(key: string, data?: Readonly<Record<string, unknown>>): string;
  /** A text of another module; the key itself where it has none. */
  of(namespace: string, key: string, data?: Readonly<Record<string, unknown>>): string;
  /** The same, undefined where there is none. */
  find(namespace: string, key: string): string | undefined;
  category(key: unknown): string;
  department(id: unknown): string;
  person(id: unknown): string;
  time(at: Date | string): string;
  event(entry: EventEntry): string;
};

const timeZone = 'Asia/Shanghai';

/** 2026-09-19 16:40, in every language the same, so that files can be compared. */
const written = (at: Date): string => {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')}`;
};

const asText = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';

const idsIn = (entries: readonly EventEntry[]): string[] =>
  entries.flatMap(({ data }) => [data['toOwnerId'], data['ownerId']].filter((id) => typeof id === 'string'));

type Names = { categories: ReadonlyMap<string, string>; people: ReadonlyMap<string, string> };

const readNames = (app: App, locale: Locale, ids: readonly string[]): Promise<Names> =>
  app.db.read(everything, async (tx) => {
    const categories = await ticketCategories(tx);
    const people = await peopleByIds(tx, [...new Set(ids)]);
    return {
      categories: new Map(
        categories.map((each) => [each.key, locale === 'en' && each.nameEn !== '' ? each.nameEn : each.name]),
      ),
      people: new Map(people.map((each) => [each.id, each.displayName])),
    };
  });

const changed = (words: CaseWords, data: Record<string, unknown>): string => {
  const field = asText(data['field']);
  const valueOf = (value: unknown): string => {
    const text = asText(value);
    if (text === '') return words.of('ticket', 'event.none');
    if (field === 'categoryKey') return words.category(text);
    return words.of('platform', `${field}.${text}`);
  };
  const [from, to] = [valueOf(data['from']), valueOf(data['to'])];
  return words.of('ticket', 'event.changed', { field: words.of('ticket', `field.${field}`), from, to });
};

const handed = (words: CaseWords, data: Record<string, unknown>): string => {
  if (data['claimed'] === true) return words.of('ticket', 'event.claimed');
  const to = [words.department(data['toDepartmentId']), words.person(data['toOwnerId'])].filter(Boolean).join(' ');
  const reason = asText(data['reason']);
  return words.of('ticket', reason === '' ? 'event.assigned' : 'event.assignedWhy', { to, reason });
};

const opened = (words: CaseWords, data: Record<string, unknown>): string =>
  words.of('ticket', 'event.openedTo', {
    what: [words.of('platform', `kind.${asText(data['kind'])}`), words.category(data['categoryKey'])]
      .filter(Boolean)
      .join('·'),
    level: words.of('platform', `level.${asText(data['level'])}`),
    to: [words.department(data['departmentId']), words.person(data['ownerId'])].filter(Boolean).join(' '),
  });

const told: Record<string, (words: CaseWords, data: Record<string, unknown>) => string> = {
  'ticket.opened': opened,
  'ticket.reclassified': changed,
  'ticket.assigned': handed,
};

const plainly = (words: CaseWords, { name, data }: EventEntry): string => {
  const clock = asText(data['clock']);
  const named = (key: string): string => (words.locale === 'en' && asText(data[`${key}En`])) || asText(data[key]);
  const sentence = words.of('ticket', `event.${name.replace('.', '_')}`, {
    clock: clock === '' ? '' : words.of('ticket', `clock.${clock}`),
    number: asText(data['toNumber']),
    count: asText(data['urgeCount']),
    score: asText(data['score']),
    name: named('name'),
    step: named('step'),
    flow: named('flow'),
    no: asText(data['no']),
  });
  const reason = asText(data['reason']);
  // Reasons that rules give are codes; those of people are their own words, which `of` gives back as they are.
  const why = words.of('ticket', `reasonCode.${reason}`);
  return reason === '' ? sentence : words.of('ticket', 'event.why', { words: sentence, reason: why });
};

const nameSchema = z.string().min(1);

export const openCaseWords = async (
  app: App,
  locale: Locale,
  events: readonly EventEntry[],
  people: readonly string[],
): Promise<CaseWords> => {
  const names = await readNames(app, locale, [...idsIn(events), ...people]);
  const directory = departmentDirectory(app);
  const words: CaseWords = {
    locale,
    text: (key, data) => app.texts.find('archive', key, locale, data) ?? key,
    of: (namespace, key, data) => app.texts.find(namespace, key, locale, data) ?? key.split('.').slice(1).join('.'),
    find: (namespace, key) => app.texts.find(namespace, key, locale) ?? undefined,
    category: (key) => names.categories.get(asText(key)) ?? asText(key),
    department(id) {
      const found = directory.department(asText(id));
      return locale === 'en' ? (nameSchema.safeParse(found?.nameEn).data ?? found?.name ?? '') : (found?.name ?? '');
    },
    person: (id) => names.people.get(asText(id)) ?? '',
    time: (at) => written(typeof at === 'string' ? new Date(at) : at),
    event: (entry) => (told[entry.name] ?? ((_words, _data) => plainly(words, entry)))(words, entry.data),
  };
  return words;
};
