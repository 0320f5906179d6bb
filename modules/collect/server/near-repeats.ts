import { ticketsByIds } from '#modules/ticket/server/index.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { CANDIDATE_BITS, hamming, isNearIdentical } from '#platform/server/text/similar.ts';
import {
  excerptsOf,
  exchangeFingerprints,
  keepFingerprints,
  type NewFingerprint,
  type Said,
} from './collect.queries.ts';

const rememberedMs = 7 * 86_400_000;
const excerptLength = 600;

export type Saying = { ticketId: string; customerId: string; text: string; fingerprint: bigint; at: Date };

type Earlier = { ticketId: string; fingerprint: bigint };

const remember = (saying: Saying): NewFingerprint => ({
  ticketId: saying.ticketId,
  customerId: saying.customerId,
  fingerprint: saying.fingerprint,
  excerpt: saying.text.slice(0, excerptLength),
  at: saying.at,
});

/** Earlier sayings of the same sender that may be the same, each with the one it may repeat. */
const candidatesOf = (fresh: readonly NewFingerprint[], said: Map<string, Earlier[]>): Map<string, string[]> => {
  const candidates = new Map<string, string[]>();
  for (const one of fresh) {
    const earlier = said.get(one.customerId) ?? [];
    const near = earlier.filter((other) => hamming(other.fingerprint, one.fingerprint) <= CANDIDATE_BITS);
    if (near.length > 0)
      candidates.set(
        one.ticketId,
        near.map((other) => other.ticketId),
      );
    said.set(one.customerId, [...earlier, one]);
  }
  return candidates;
};

/** Keeps what is said now; returns what those of `known` said before. Somebody new has nothing to wait for. */
const exchange = async (
  tx: Tx,
  fresh: readonly NewFingerprint[],
  known: ReadonlySet<string>,
  since: Date,
): Promise<Said[]> => {
  const asked = new Set(fresh.map((one) => one.customerId).filter((id) => known.has(id)));
  if (asked.size > 0) return exchangeFingerprints(tx, fresh, [...asked], since);
  await keepFingerprints(tx, fresh);
  return [];
};

/** A repeat of a repeat belongs to the one that was first: a star, in which everybody finds the original, not a chain. */
const pointAtFirst = async (tx: Tx, links: Map<string, string>, fresh: ReadonlySet<string>): Promise<void> => {
  const stored = [...new Set(links.values())].filter((id) => !fresh.has(id));
  if (stored.length === 0) return;
  const originals = new Map((await ticketsByIds(tx, stored)).map((ticket) => [ticket.id, ticket.linkedTo]));
  for (const [repeat, original] of links) links.set(repeat, originals.get(original) ?? original);
};

/**
 * For each saying the earlier ticket of the same sender that says nearly the same, if there is one within seven days or
 * in this very set. Repeats are linked, never dropped. Somebody whom we cannot recognise repeats nothing. `known` holds
 * the customers who were there before this transaction.
 */
export const linkRepeats = async (
  tx: Tx,
  sayings: readonly Saying[],
  known: ReadonlySet<string>,
): Promise<Map<string, string>> => {
  const links = new Map<string, string>();
  const first = sayings[0];
  if (!first) return links;
  const fresh = sayings.map(remember);
  const rows = await exchange(tx, fresh, known, new Date(first.at.getTime() - rememberedMs));
  const candidates = candidatesOf(
    fresh,
    Map.groupBy(rows, (row) => row.customerId),
  );
  if (candidates.size > 0) {
    const texts = new Map(fresh.map((one) => [one.ticketId, one.excerpt]));
    const stored = [...new Set([...candidates.values()].flat())].filter((id) => !texts.has(id));
    if (stored.length > 0) for (const [id, excerpt] of await excerptsOf(tx, stored)) texts.set(id, excerpt);
    for (const one of fresh) {
      const same = candidates.get(one.ticketId)?.find((other) => isNearIdentical(texts.get(other) ?? '', one.excerpt));
      if (same !== undefined) links.set(one.ticketId, links.get(same) ?? same);
    }
    await pointAtFirst(tx, links, new Set(fresh.map((one) => one.ticketId)));
  }
  return links;
};
