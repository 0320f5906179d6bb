import { z } from 'zod';
import type { Locale } from '#platform/contract/fields.ts';
import { moneyText } from '#platform/contract/money.ts';

/** What a flow's conditions ask and a signer reads: the amount, the level, the days asked for. */
export const factSchema = z.union([z.string().max(500), z.number(), z.boolean()]);
export type Fact = z.infer<typeof factSchema>;
export const factsSchema = z.record(z.string().regex(/^[a-zA-Z][a-zA-Z0-9_]{0,39}$/), factSchema);
export type Facts = z.infer<typeof factsSchema>;

/** The name behind a fact that is a key of the owner's own tables: a category, a profile. */
export const factNameSchema = z.object({ name: z.string(), nameEn: z.string() });
export type FactName = z.infer<typeof factNameSchema>;
export type FactNames = Readonly<Record<string, FactName>>;

/** How the reader's language says things; a screen and a printed file have different ones. */
export type FactSpeaker = {
  readonly locale: Locale;
  /** The text of a module; undefined where it has none. */
  text(namespace: string, key: string): string | undefined;
  instant(at: string): string;
};

type Asked = { readonly kind: string; readonly facts: Facts; readonly names?: FactNames | undefined };

/** Where the words of a code stand, by fact; the kind of a compensation is another thing than the kind of a ticket. */
const codes: Readonly<Record<string, string>> = {
  'compensation kind': 'resolve:pay.kinds',
  kind: 'platform:kind',
  level: 'platform:level',
  channel: 'ticket:channel',
};

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;
const sums = new Set(['amount', 'line']);

const codeWord = (kind: string, fact: string, value: Fact, speaker: FactSpeaker): string | undefined => {
  const [namespace = '', path = ''] = (codes[`${kind} ${fact}`] ?? codes[fact] ?? '').split(':');
  return path === '' ? undefined : speaker.text(namespace, `${path}.${String(value)}`);
};

/** One value as people read it. */
export const sayFact = ({ kind, facts, names }: Asked, fact: string, value: Fact, speaker: FactSpeaker): string => {
  if (typeof value === 'boolean') return speaker.text('approval', value ? 'yes' : 'no') ?? String(value);
  const named = names?.[fact];
  if (named) return (speaker.locale === 'en' && named.nameEn) || named.name;
  if (typeof value === 'string' && instant.test(value)) return speaker.instant(value);
  if (typeof value === 'number' && sums.has(fact)) {
    const { currency } = facts;
    return moneyText(value, typeof currency === 'string' ? currency : undefined);
  }
  return codeWord(kind, fact, value, speaker) ?? String(value);
};

export const sayFactName = (fact: string, speaker: FactSpeaker): string =>
  speaker.text('approval', `fact.${fact}`) ?? fact;

/** A topic only tells flows apart; a currency stands with its sum; an only line is the sum itself. */
const isSaid = (fact: string, value: Fact, facts: Facts): boolean => {
  if (fact === 'topic' || value === '') return false;
  if (fact === 'currency') return facts['amount'] === undefined;
  if (fact === 'line') return value !== facts['amount'];
  return fact !== 'amount' || value !== 0;
};

/** What a signer looks for first; the database keeps no order of its own. */
const order = ['amount', 'line', 'days', 'from', 'until', 'extension', 'step'];
const placeOf = (fact: string): number => {
  const at = order.indexOf(fact);
  return at < 0 ? order.length : at;
};

/** Name and value of everything a signer should read, the sum and the days first. */
export const sayFacts = (asked: Asked, speaker: FactSpeaker): (readonly [string, string])[] =>
  Object.entries(asked.facts)
    .filter(([fact, value]) => isSaid(fact, value, asked.facts))
    .toSorted(([a], [b]) => placeOf(a) - placeOf(b))
    .map(([fact, value]) => [sayFactName(fact, speaker), sayFact(asked, fact, value, speaker)] as const);
