/** Postal addresses and places: 杭州市西湖区文三路478号华星大厦5楼. */
import { z } from 'zod';
import { gatedExpression } from './gated-pattern.ts';
import placeFile from './lexicon/places.json' with { type: 'json' };
import type { Span } from './vocabulary.ts';

const place = z
  .object({ street: z.string(), admin: z.string(), lead: z.string(), before: z.string() })
  .parse(placeFile);

const STREET = gatedExpression(place.street);
const ADMIN = gatedExpression(place.admin);
const LEAD = new RegExp(place.lead);
const BEFORE = new RegExp(place.before);
const LONGEST_LEAD = 24;
const REACH = 4000;

/** A name has no mark at its beginning: it reaches back to punctuation or to a word that places stand behind. */
const beginning = (text: string, core: number): number => {
  const left = LEAD.exec(text.slice(Math.max(0, core - LONGEST_LEAD), core))?.[0] ?? '';
  return core - left.length + (BEFORE.exec(left)?.[0].length ?? 0);
};

export function findAddresses(text: string): Span[] {
  const looked = text.slice(0, REACH);
  const found: Span[] = [];
  for (const pattern of [STREET, ADMIN]) {
    for (const match of pattern.matches(text, REACH)) {
      const start = beginning(looked, match.index);
      // "路12号" with nothing before it names no road.
      if (start < match.index) found.push({ start, end: match.index + match[0].length });
    }
  }
  return joined(found);
}

/** A street found inside or right behind its town is one address. */
const joined = (spans: readonly Span[]): Span[] => {
  const all: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = all.at(-1);
    if (last !== undefined && span.start <= last.end) last.end = Math.max(last.end, span.end);
    else all.push({ ...span });
  }
  return all;
};
