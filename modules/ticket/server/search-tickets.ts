import type { Tx } from '#platform/server/database/index.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import { searchQuery, type SearchQuery } from '#platform/server/text/bigrams.ts';
import { fieldTsquery } from './fields/field-filter.ts';
import { secretsInIndex, withoutSecretHits } from './fields/search-rights.ts';
import { parseTicketNumber } from './number/ticket-number.ts';
import type { ListPlan } from './list.queries.ts';
import { readCursor, writeCursor } from './list-plan.ts';
import {
  forbidTableWalk,
  hitsByIndex,
  hitsByReading,
  newestSearchSeq,
  ticketsOfHits,
  type Hit,
  type HitFilter,
  type SearchWindow,
} from './search.queries.ts';
import { reachMarks, stateMarks, windowMarks } from './search-words.ts';
import { can } from './ticket.access.ts';
import { ticketByNumber, type TicketRow } from './ticket.queries.ts';

type Plan = Omit<ListPlan, 'after' | 'limit'>;
export type SearchPage = { items: TicketRow[]; nextCursor: string | null };

const sortName = 'search';
const firstWindow = 2 ** 11;
/** One character has hits without end, or nearly none. The newest rows tell which: if they fill no page, the index is quick. */
const readWindow = 2 ** 13;
/** How much wider the next window is when the last one held nothing. */
const leap = 64;
/** A page with something on it goes out after this; one without is sought a little longer. Both with a cursor to go on from. */
const patienceMs = { some: 80, none: 250 } as const;
const someRows = 10;

const filterOf = (plan: Plan): HitFilter => ({
  states: plan.states,
  conditions: plan.conditions,
  // With tickets of one's own outside the departments the policy of the table decides alone.
  departments: plan.scope.own === null ? plan.scope.departments : null,
  owner: plan.owner,
  unowned: plan.unowned,
  customer: plan.customer,
  followedBy: plan.followedBy,
});

/** The asked departments and the reach, also where the reader's own tickets elsewhere come along. */
const passesScope = (plan: Plan, ticket: TicketRow): boolean => {
  const { departments, own } = plan.scope;
  if (departments === null || departments.includes(ticket.departmentId)) return true;
  if (own === null || ticket.ownerId !== own.person) return false;
  return own.within === null || own.within.includes(ticket.departmentId);
};

/** Words are looked for in a field: the same index finds them. */
export const asksWords = (plan: Plan): boolean => plan.conditions.fields?.some((one) => one.is === 'text') === true;

/** What was typed, and what fields must contain, as one question to the index. */
const queryOf = (text: string, plan: Plan): SearchQuery => {
  const query = searchQuery(text);
  const tsquery = [query.tsquery ?? null, fieldTsquery(plan.conditions.fields)].filter((part) => part !== null);
  return { ...query, ...(tsquery.length === 0 ? {} : { tsquery: tsquery.join(' & ') }) };
};

const narrowed = (query: SearchQuery, plan: Plan, window: SearchWindow): string | null => {
  if (query.tsquery === undefined) return null;
  const owner = plan.owner === undefined ? null : `'~o${plan.owner}'`;
  const parts = [
    query.tsquery,
    windowMarks(window.from, window.below),
    reachMarks(plan.scope.departments, plan.scope.own?.person ?? null),
    stateMarks(plan.states),
    owner,
  ];
  return parts.filter((part) => part !== null).join(' & ');
};

const hitsIn = (
  tx: Tx,
  query: SearchQuery,
  plan: Plan,
  window: SearchWindow,
  reads: boolean,
  limit: number,
): Promise<Hit[]> => {
  const tsquery = reads ? null : narrowed(query, plan, window);
  return tsquery === null
    ? hitsByReading(tx, query.like, window, limit)
    : hitsByIndex(tx, tsquery, query.like, window, limit);
};

const isNarrow = (plan: Plan): boolean =>
  plan.customer !== undefined ||
  plan.followedBy !== undefined ||
  plan.unowned === true ||
  plan.states.length < 8 ||
  Object.values(plan.conditions).some((one) => one !== undefined);

/** As wide as the page still needs, by what the last window held. A fixed growth either fetched thousands of hits too
 * many for common words, or asked six times for rare ones; each asking costs the same few milliseconds. */
const nextSize = (size: number, held: number, missing: number): number =>
  Math.min(held === 0 ? size * leap : Math.max(firstWindow, Math.ceil((size * missing * 1.5) / held)), size * leap);

const elapsed = (): number => performance.now();

type Walk = { found: TicketRow[]; below: number };
type Sought = { readonly query: SearchQuery; readonly plan: Plan; readonly secrets: readonly string[] };

/** Walks back through the arrivals, window by window, until the page is full, the beginning reached or patience over. */
const walkBack = async (
  tx: Tx,
  { query, plan, secrets }: Sought,
  start: number,
  wanted: number,
  fresh: boolean,
): Promise<Walk> => {
  const filter = filterOf(plan);
  const onlyReads = query.tsquery === undefined;
  const batch = isNarrow(plan) ? wanted + 250 : wanted + 10;
  const began = elapsed();
  let reads = onlyReads || (fresh && query.single !== undefined);
  let size = reads ? readWindow : firstWindow;
  const walk: Walk = { found: [], below: start };
  while (walk.below > 0 && walk.found.length < wanted) {
    const window = { from: Math.max(0, walk.below - size), below: walk.below };
    const hits = await hitsIn(tx, query, plan, window, reads, batch);
    const tickets = await ticketsOfHits(
      tx,
      hits.map((hit) => hit.id),
      filter,
    );
    const reached = tickets.filter((ticket) => passesScope(plan, ticket));
    const passing = secrets.length === 0 ? reached : await withoutSecretHits(tx, secrets, query.like, reached);
    walk.found.push(...passing);
    walk.below = hits.length === batch ? (hits.at(-1)?.seq ?? window.from) : window.from;
    if (elapsed() - began > (walk.found.length >= someRows ? patienceMs.some : patienceMs.none)) break;
    if (hits.length < batch) size = nextSize(size, passing.length, wanted - walk.found.length);
    reads = onlyReads || (reads && hits.length === batch);
  }
  return walk;
};

const byNumber = async (tx: Tx, actor: Actor, query: string, plan: Plan): Promise<TicketRow[]> => {
  const parsed = parseTicketNumber(query);
  if (!parsed.ok) return [];
  const ticket = await ticketByNumber(tx, parsed.number);
  return ticket && can(actor, 'ticket.read', ticket) && plan.states.includes(ticket.state) ? [ticket] : [];
};

/** Tickets that hold the words, newest first; one whose number was typed comes before them. */
export const searchTickets = async (
  tx: Tx,
  actor: Actor,
  text: string,
  plan: Plan,
  page: { cursor?: string | undefined; limit: number },
): Promise<SearchPage> => {
  const query = queryOf(text, plan);
  const after = readCursor(page.cursor, sortName);
  const exact = after === null ? await byNumber(tx, actor, text, plan) : [];
  if ((query.like.length === 0 && !asksWords(plan)) || plan.states.length === 0)
    return { items: exact, nextCursor: null };
  await forbidTableWalk(tx);
  const start = after?.seq ?? (await newestSearchSeq(tx)) + 1;
  const sought = { query, plan, secrets: await secretsInIndex(tx, actor) };
  const { found, below } = await walkBack(tx, sought, start, page.limit + 1, after === null);
  const rest = found.filter((ticket) => ticket.id !== exact[0]?.id);
  const items = [...exact, ...rest].slice(0, page.limit);
  const more = [...exact, ...rest].length > page.limit;
  const last = rest.slice(0, page.limit - exact.length).at(-1);
  if (more && last) return { items, nextCursor: writeCursor(sortName, null, last.seq) };
  return { items, nextCursor: below > 0 ? writeCursor(sortName, null, below) : null };
};
