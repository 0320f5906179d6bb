import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import { searchTerms } from '#platform/server/text/bigrams.ts';
import type { TicketState } from '../contract.ts';
import { hitsByOverlap, selectWordShares } from './candidates.queries.ts';
import { readSayings, type Saying } from './sayings.queries.ts';
import { forbidTableWalk, newestSearchSeq, ticketsOfHits } from './search.queries.ts';
import { reachMarks, stateMarks, windowMarks } from './search-words.ts';
import { statesOf } from './scope.ts';
import type { TicketRow } from './ticket.queries.ts';

export type Candidate = { readonly ticket: TicketRow; readonly saying: Saying };

/** How many rows of the index a question may touch: 6,000 of them are ranked in some tens of milliseconds. */
const mostRows = 6000;
const mostWords = 40;
const hitLimit = 300;
/** A word that PostgreSQL does not count among the thousand commonest stands in fewer rows than this share. */
const unknownShare = 0.0008;
const queryLength = 1200;
const freshMs = 600_000;

type Shares = { at: number; rows: number; of: Map<string, number> };
const kept = new WeakMap<App, Shares>();

const sharesOf = async (tx: Tx, app: App): Promise<Shares> => {
  const now = app.clock.now().getTime();
  const known = kept.get(app);
  if (known && now - known.at < freshMs) return known;
  const { rows, words, shares } = await selectWordShares(tx);
  const fresh = { at: now, rows, of: new Map(words.map((word, index) => [word, shares[index] ?? 1])) };
  kept.set(app, fresh);
  return fresh;
};

const quoted = (term: string): string => `'${term.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;

type Chosen = { words: string[]; share: number };

/** The rarest words of a text, as many as together touch few enough rows; at least three, or nothing would overlap. */
const rarestWords = (text: string, { rows, of }: Shares): Chosen => {
  const ranked = searchTerms(text.slice(0, queryLength))
    .filter((term) => [...term].length > 1)
    .map((term) => ({ term, share: of.get(term) ?? unknownShare }))
    .sort((a, b) => a.share - b.share);
  const words: string[] = [];
  let share = 0;
  for (const one of ranked) {
    if (words.length >= mostWords) break;
    if (words.length >= 3 && (share + one.share) * rows > mostRows) break;
    words.push(one.term);
    share += one.share;
  }
  return { words, share };
};

const queryOf = (actor: Actor, states: readonly TicketState[], chosen: Chosen, rows: number, newest: number) => {
  const ranked = chosen.words.map(quoted).join(' | ');
  const touched = chosen.share * rows;
  const from = touched > mostRows ? Math.floor(newest * (1 - mostRows / touched)) : 0;
  const departments = actor.reach.kind === 'all' ? null : actor.reach.kind === 'units' ? actor.reach.units : [];
  const own = actor.reach.kind === 'all' ? null : actor.reach.person;
  const marks = [
    stateMarks(states),
    reachMarks(departments, own),
    from > 0 ? windowMarks(from, newest + 1) : null,
  ].filter((mark) => mark !== null);
  return { ranked, tsquery: [`(${ranked})`, ...marks].join(' & ') };
};

/**
 * Tickets that share rare words with a text, within the actor's reach: the few hundred worth ranking. Found by the index
 * of words alone, so a million tickets cost what ten thousand do; reach and state are decided by `ticket` itself.
 */
export const findCandidates = async (
  tx: Tx,
  app: App,
  actor: Actor,
  text: string,
  wanted: { states: readonly TicketState[]; exclude: readonly string[] },
): Promise<Candidate[]> => {
  const shares = await sharesOf(tx, app);
  const chosen = rarestWords(text, shares);
  const states = statesOf(actor, [...wanted.states]);
  if (chosen.words.length === 0 || states.length === 0) return [];
  await forbidTableWalk(tx);
  const { tsquery, ranked } = queryOf(actor, states, chosen, shares.rows, await newestSearchSeq(tx));
  const hits = await hitsByOverlap(tx, tsquery, ranked, hitLimit);
  const excluded = new Set(wanted.exclude);
  const ids = hits.map((hit) => hit.id).filter((id) => !excluded.has(id));
  const tickets = await ticketsOfHits(tx, ids, { states, conditions: {}, departments: null });
  const sayings = new Map(
    (
      await readSayings(
        tx,
        tickets.map((ticket) => ticket.id),
      )
    ).map((one) => [one.id, one]),
  );
  return tickets.flatMap((ticket) => {
    const saying = sayings.get(ticket.id);
    return saying ? [{ ticket, saying }] : [];
  });
};
