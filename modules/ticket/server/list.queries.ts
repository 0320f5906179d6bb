import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';
import { openStates, type TicketKind, type TicketState } from '../contract.ts';
import { holdsValue, rangesOfWords, type FieldCondition } from './fields/condition.queries.ts';
import type { Drive } from './fields/field-filter.ts';
import type { SeqBounds } from './arrival-bounds.ts';
import type { Scope } from './scope.ts';
import { ticketColumns, type TicketRow } from './ticket.queries.ts';

export type ListSort = 'due' | 'new' | 'updated';
export type ListKey = { readonly key: string; readonly seq: number };

/** Conditions that are decided row by row, inside the index where it includes them. */
export type ListConditions = {
  kinds?: readonly TicketKind[] | undefined;
  levels?: readonly number[] | undefined;
  categories?: readonly string[] | undefined;
  channel?: string | undefined;
  breached?: boolean | undefined;
  dueBefore?: string | undefined;
  createdFrom?: string | undefined;
  createdTo?: string | undefined;
  seqBounds?: SeqBounds | undefined;
  replied?: boolean | undefined;
  rated?: boolean | undefined;
  reopened?: boolean | undefined;
  transfers?: number | undefined;
  unsure?: boolean | undefined;
  /** Of these tickets only. */
  seqs?: readonly number[] | undefined;
  fields?: readonly FieldCondition[] | undefined;
};

export type ListPlan = {
  scope: Scope;
  states: readonly TicketState[];
  sort: ListSort;
  conditions: ListConditions;
  /** A condition on a custom field by which the list is read, instead of walking past what does not fulfil it. */
  drive?: Drive | undefined;
  owner?: string | undefined;
  /** Only what nobody has taken. */
  unowned?: boolean | undefined;
  customer?: string | undefined;
  followedBy?: string | undefined;
  after: ListKey | null;
  limit: number;
};

type Sql = RawBuilder<unknown>;

const dueKey = sql`ticket.due_key`;
// Written out, because a partial index is only taken when its condition stands in the query as a constant.
const isOpen = sql.raw(`ticket.state in (${openStates.map((state) => `'${state}'`).join(', ')})`);

const both = (conditions: readonly Sql[]): Sql =>
  conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);

export const conditionsOf = (given: ListConditions): Sql[] => {
  const all: Sql[] = [];
  if (given.kinds) all.push(sql`ticket.kind = any (${[...given.kinds]}::text[])`);
  if (given.levels) all.push(sql`ticket.level = any (${[...given.levels]}::smallint[])`);
  if (given.categories) all.push(sql`ticket.category_key = any (${[...given.categories]}::text[])`);
  if (given.channel !== undefined) all.push(sql`ticket.channel = ${given.channel}`);
  if (given.breached === true) all.push(sql`ticket.breached`);
  if (given.breached === false) all.push(sql`not ticket.breached`);
  if (given.dueBefore !== undefined) all.push(sql`${dueKey} < ${given.dueBefore}::timestamptz`);
  if (given.createdFrom !== undefined) all.push(sql`ticket.created_at >= ${given.createdFrom}::timestamptz`);
  if (given.createdTo !== undefined) all.push(sql`ticket.created_at < ${given.createdTo}::timestamptz`);
  if (typeof given.seqBounds?.first === 'number') all.push(sql`ticket.seq >= ${given.seqBounds.first}`);
  if (typeof given.seqBounds?.last === 'number') all.push(sql`ticket.seq <= ${given.seqBounds.last}`);
  if (given.replied !== undefined) all.push(sql`(ticket.first_reply_at is not null) = ${given.replied}`);
  if (given.rated !== undefined) all.push(sql`(ticket.rating is not null) = ${given.rated}`);
  if (given.reopened !== undefined) all.push(sql`(ticket.reopen_count > 0) = ${given.reopened}`);
  // Stands there twice: an index over those that were handed on twice is only taken for a constant.
  if (given.transfers !== undefined && given.transfers >= 2) all.push(sql`ticket.transfer_count >= 2`);
  if (given.transfers !== undefined) all.push(sql`ticket.transfer_count >= ${given.transfers}`);
  if (given.unsure === true) all.push(sql`ticket.unsure and ${isOpen}`);
  if (given.unsure === false) all.push(sql`not ticket.unsure`);
  if (given.seqs) all.push(sql`ticket.seq = any (${[...given.seqs]}::bigint[])`);
  all.push(...(given.fields ?? []).map(holdsValue));
  return all;
};

/** How each sort reads its index: the key as sent in the cursor, the keyset condition, the order. */
const sorts: Readonly<Record<ListSort, { key: Sql; after(from: ListKey): Sql; order: Sql; merged: Sql }>> = {
  new: {
    key: sql`null::timestamptz`,
    after: (from) => sql`ticket.seq < ${from.seq}`,
    order: sql`ticket.seq desc`,
    merged: sql`seq desc`,
  },
  updated: {
    key: sql`ticket.updated_at`,
    after: (from) => sql`(ticket.updated_at, ticket.seq) < (${from.key}::timestamptz, ${from.seq})`,
    order: sql`ticket.updated_at desc, ticket.seq desc`,
    merged: sql`key desc, seq desc`,
  },
  due: {
    key: dueKey,
    after: (from) => sql`(${dueKey}, ticket.seq) > (${from.key}::timestamptz, ${from.seq})`,
    order: sql`${dueKey}, ticket.seq`,
    merged: sql`key, seq`,
  },
};

const named = (departments: readonly string[]): Sql => sql`(select unnest(${[...departments]}::uuid[]) as id)`;

/** The departments that occur at all (of an owner), found by jumps in an index. Only where every such row is within reach:
 * the policy would otherwise make each jump walk past what it hides. */
const occurring = (owner: string | null): Sql => {
  const his = owner === null ? sql`true` : sql`owner_id = ${owner}`;
  return sql`(with recursive place (id) as (
      (select department_id from ticket where ${his} order by department_id limit 1)
      union all
      select (select department_id from ticket where ${his} and department_id > place.id order by department_id limit 1)
      from place where place.id is not null)
    select id from place where id is not null)`;
};

/** One ordered index range per (department, state); the first rows of each are merged by the caller. */
const ranges = (plan: ListPlan, places: Sql, conditions: readonly Sql[], limit: number): Sql => {
  const { key, order } = sorts[plan.sort];
  return sql`(select found.seq, found.key from ${places} as place
    cross join unnest(${[...plan.states]}::text[]) as part (state)
    cross join lateral (
      select ticket.seq, ${key} as key from ticket
      where ticket.department_id = place.id and ticket.state = part.state and ${both(conditions)}
      order by ${order} limit ${limit}) as found)`;
};

/**
 * One ordered index range per (department, category): of what ended long ago a state holds nearly everything, and a rare
 * category in it would be looked for row by row.
 */
const rangesOfCategories = (
  plan: ListPlan,
  categories: readonly string[],
  places: Sql,
  conditions: readonly Sql[],
  limit: number,
): Sql => {
  const states = sql`ticket.state = any (${[...plan.states]}::text[])`;
  return sql`(select found.seq, found.key from ${places} as place
    cross join unnest(${[...categories]}::text[]) as part (category)
    cross join lateral (
      select ticket.seq, null::timestamptz as key from ticket
      where ticket.category_key = part.category and ticket.department_id = place.id and ${both([states, ...conditions])}
      order by ticket.category_key, ticket.department_id, ticket.seq desc limit ${limit}) as found)`;
};

const isIn = (departments: readonly string[] | null): Sql =>
  departments === null ? sql`true` : sql`place.id = any (${[...departments]}::uuid[])`;

/** What a person owns, within some departments and outside of others. */
const rangesOfOwn = (
  plan: ListPlan,
  owner: string,
  within: readonly string[] | null,
  outside: readonly string[],
  conditions: readonly Sql[],
  limit: number,
): Sql => {
  const places = sql`(select place.id from ${occurring(owner)} as place where ${isIn(within)} and place.id <> all (${[...outside]}::uuid[]))`;
  return ranges(plan, places, [...conditions, sql`ticket.owner_id = ${owner}`], limit);
};

const rangesOfOwner = (plan: ListPlan, owner: string, conditions: readonly Sql[], limit: number): Sql => {
  const { departments, own } = plan.scope;
  if (own !== null && own.person === owner) return rangesOfOwn(plan, owner, own.within, [], conditions, limit);
  if (departments === null) return rangesOfOwn(plan, owner, null, [], conditions, limit);
  return ranges(plan, named(departments), [...conditions, sql`ticket.owner_id = ${owner}`], limit);
};

/** Everything that some reader may see, as one condition: for the few rows of one customer or one follower's list. */
const withinScope = (scope: Scope): Sql => {
  if (scope.departments === null) return sql`true`;
  const inside = sql`ticket.department_id = any (${[...scope.departments]}::uuid[])`;
  if (scope.own === null) return inside;
  const within =
    scope.own.within === null ? sql`true` : sql`ticket.department_id = any (${[...scope.own.within]}::uuid[])`;
  return sql`(${inside} or (ticket.owner_id = ${scope.own.person} and ${within}))`;
};

const shortList = (plan: ListPlan, conditions: readonly Sql[], limit: number): Sql => {
  const { key, order } = sorts[plan.sort];
  const from =
    plan.followedBy === undefined
      ? sql`ticket`
      : sql`ticket_follow join ticket on ticket.id = ticket_follow.ticket_id and ticket_follow.person_id = ${plan.followedBy}`;
  const all = [sql`ticket.state = any (${[...plan.states]}::text[])`, withinScope(plan.scope), ...conditions];
  if (plan.customer !== undefined) all.push(sql`ticket.customer_id = ${plan.customer}`);
  if (plan.owner !== undefined) all.push(sql`ticket.owner_id = ${plan.owner}`);
  if (plan.unowned === true) all.push(sql`ticket.owner_id is null`);
  if (plan.drive?.by === 'seqs' && plan.conditions.seqs === undefined)
    all.push(sql`ticket.seq = any (${[...plan.drive.seqs]}::bigint[])`);
  return sql`select ticket.seq, ${key} as key from ${from} where ${both(all)} order by ${order} limit ${limit}`;
};

const everyOpen = new Set<TicketState>(openStates);
const onlyOpen = (states: readonly TicketState[]): boolean => states.every((state) => everyOpen.has(state));

/** The whole table in the order of arrival, for those who reach everything and ask for nothing in particular. */
const plainList = (limit: number, conditions: readonly Sql[]): Sql =>
  sql`select ticket.seq, null::timestamptz as key from ticket where ${both([sql`ticket.state <> 'spam'`, ...conditions])} order by ticket.seq desc limit ${limit}`;

const sourceOf = (plan: ListPlan, limit: number): Sql => {
  const { scope } = plan;
  const conditions = conditionsOf(plan.conditions);
  const plain =
    plan.sort === 'new' &&
    conditions.length === 0 &&
    scope.departments === null &&
    plan.states.length === 8 &&
    plan.owner === undefined &&
    plan.unowned !== true;
  if (plan.after !== null) conditions.push(sorts[plan.sort].after(plan.after));
  if (plan.customer !== undefined || plan.followedBy !== undefined || plan.drive?.by === 'seqs')
    return shortList(plan, conditions, limit);
  if (plain && !plan.states.includes('spam')) return plainList(limit, conditions);
  if (plan.sort === 'due' || (plan.unowned === true && onlyOpen(plan.states))) conditions.push(isOpen);
  if (plan.owner !== undefined) return rangesOfOwner(plan, plan.owner, conditions, limit);
  if (plan.unowned === true) conditions.push(sql`ticket.owner_id is null`);
  const places = scope.departments === null ? occurring(null) : named(scope.departments);
  const { categories } = plan.conditions;
  const byCategory = categories && plan.sort === 'new' && plan.unowned !== true && !onlyOpen(plan.states);
  const parts = [
    plan.drive?.by === 'words'
      ? rangesOfWords(plan.drive, places, {
          matches: both([sql`ticket.state = any (${[...plan.states]}::text[])`, ...conditions]),
          before: plan.after?.seq ?? null,
          limit,
        })
      : byCategory
        ? rangesOfCategories(plan, categories, places, conditions, limit)
        : ranges(plan, places, conditions, limit),
  ];
  if (scope.own !== null && plan.unowned !== true)
    parts.push(rangesOfOwn(plan, scope.own.person, scope.own.within, scope.own.outside, conditions, limit));
  return sql.join(parts, sql` union all `);
};

export type ListedTicket = TicketRow & { key: Date | number | null };

export const pageQuery = (plan: ListPlan): RawBuilder<ListedTicket> => {
  const { merged } = sorts[plan.sort];
  return sql<ListedTicket>`
    select ${ticketColumns}, page.key
    from (select seq, key from (${sourceOf(plan, plan.limit)}) as part order by ${merged} limit ${plan.limit}) as page
    join ticket on ticket.seq = page.seq
    order by ${sql.raw(plan.sort === 'new' ? 'page.seq desc' : plan.sort === 'due' ? 'page.key, page.seq' : 'page.key desc, page.seq desc')}`;
};

/** One page, keyset: the rows after `plan.after`, at most `plan.limit`. */
export const selectList = async (tx: Tx, plan: ListPlan): Promise<ListedTicket[]> =>
  plan.states.length === 0 ? [] : (await pageQuery(plan).execute(tx)).rows;

/** How many there are, counted up to a cap and no further. */
export const countList = async (
  tx: Tx,
  plan: Omit<ListPlan, 'after' | 'limit'>,
  cap: number,
): Promise<{ count: number; capped: boolean }> => {
  if (plan.states.length === 0) return { count: 0, capped: false };
  const found = await sql<{ count: number }>`
    select count(*)::int as count from (select 1 from (${sourceOf({ ...plan, after: null, limit: cap + 1 }, cap + 1)}) as part limit ${cap + 1}) as counted`.execute(
    tx,
  );
  const count = found.rows[0]?.count ?? 0;
  return { count: Math.min(count, cap), capped: count > cap };
};
