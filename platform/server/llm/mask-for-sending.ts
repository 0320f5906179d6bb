/**
 * Personal data is replaced by numbered placeholders before a text leaves the house, and put back into what returns.
 * The same value has the same placeholder in every text of one call, so that the model can still tell people apart.
 */
import { z } from 'zod';
import { findPersonalData } from '../text/personal-data.ts';
import introductionFile from './introductions.json' with { type: 'json' };

type Span = { readonly start: number; readonly end: number };
/** More to hide than its form tells: addresses, order numbers. `kind` becomes part of the placeholder. */
export type ExtraFinder = (text: string) => readonly (Span & { readonly kind: string })[];

export type Masker = {
  mask(text: string): string;
  /** Puts the values back, in every string of a value read from JSON. */
  unmask(text: string): string;
  /** Placeholders that were given out. */
  readonly count: number;
  /** What each of them stands for, for whoever puts the values back later (`unmaskWith`). */
  readonly hidden: Hidden;
};

export type Hidden = Readonly<Record<string, string>>;

const introductions = z
  .object({ leads: z.array(z.string()), titles: z.array(z.string()), stops: z.string() })
  .parse(introductionFile);
/** "I am Wang Xiaoming", "name: Wang": what follows such words is taken for a name up to the next mark. */
const introduced = new RegExp(`(?:${introductions.leads.join('|')})([^${introductions.stops}]{2,12})`, 'giu');

/** A surname before a title; that some other character is hidden at times does no harm, for it is put back. */
const titled = new RegExp(`\\p{Script=Han}(?:${introductions.titles.join('|')})`, 'gu');

type Find = Span & { readonly kind: string };

const namesIn = (text: string, names: readonly string[]): Find[] =>
  names.flatMap((name) => {
    const found: Find[] = [];
    for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length))
      found.push({ kind: 'person', start: at, end: at + name.length });
    return found;
  });

const introductionsIn = (text: string): Find[] =>
  [...text.matchAll(introduced)].flatMap((match) => {
    const name = match[1] ?? '';
    const end = match.index + match[0].length;
    return name.trim() === '' ? [] : [{ kind: 'person', start: end - name.length, end }];
  });

const titlesIn = (text: string): Find[] =>
  [...text.matchAll(titled)].map(({ index, 0: words }) => ({
    kind: 'person',
    start: index,
    end: index + words.length,
  }));

const kinds = { idCard: 'id', bankCard: 'card', mobile: 'phone', landline: 'phone', email: 'email' } as const;

/** Finds that overlap an earlier one of the list are left out: the strict forms come first. */
const apart = (finds: readonly Find[]): Find[] => {
  const taken: Find[] = [];
  for (const find of finds) if (!taken.some((one) => find.start < one.end && one.start < find.end)) taken.push(find);
  return taken.sort((a, b) => a.start - b.start);
};

const placeholder = /\[\[[a-z]{1,12}-\d{1,4}\]\]/g;

/** Puts the values back that were hidden; a placeholder that was never given out stays as it is. */
export const unmaskWith = (hidden: Hidden, text: string): string =>
  text.replace(placeholder, (made) => (Object.hasOwn(hidden, made) ? (hidden[made] ?? made) : made));

/** `names`: people that the caller knows of (customer, colleagues); one character alone is no name to look for. */
export const createMasker = (names: readonly string[], extra: ExtraFinder = () => []): Masker => {
  const known = [...new Set(names.map((name) => name.trim()))]
    .filter((name) => [...name].length >= 2)
    .sort((a, b) => b.length - a.length);
  const byValue = new Map<string, string>();
  const byPlaceholder = new Map<string, string>();
  const placeFor = (kind: string, value: string): string => {
    const before = byValue.get(value);
    if (before !== undefined) return before;
    const made = `[[${kind}-${byPlaceholder.size + 1}]]`;
    byValue.set(value, made);
    byPlaceholder.set(made, value);
    return made;
  };
  return {
    mask(written) {
      // What looks like a placeholder in a customer's own words would be "put back" into somebody's number.
      const text = written.replaceAll('[[', '[ [');
      const strict = findPersonalData(text).map(({ kind, start, end }): Find => ({ kind: kinds[kind], start, end }));
      const finds = apart([
        ...strict,
        ...extra(text),
        ...namesIn(text, known),
        ...introductionsIn(text),
        ...titlesIn(text),
      ]);
      let masked = '';
      let from = 0;
      for (const { kind, start, end } of finds) {
        masked += text.slice(from, start) + placeFor(kind, text.slice(start, end));
        from = end;
      }
      return masked + text.slice(from);
    },
    unmask: (text) => text.replace(placeholder, (made) => byPlaceholder.get(made) ?? made),
    get count() {
      return byPlaceholder.size;
    },
    get hidden() {
      return Object.fromEntries(byPlaceholder);
    },
  };
};

/** Every string of a JSON value through a function; keys stay. */
export const mapStrings = (value: unknown, change: (text: string) => string): unknown => {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((one: unknown) => mapStrings(one, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, mapStrings(one, change)]));
};
