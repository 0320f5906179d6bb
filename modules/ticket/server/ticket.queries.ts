import { sql } from 'kysely';
import type { Locale } from '#platform/contract/fields.ts';
import type { Tx } from '#platform/server/database/index.ts';
import type { TicketChannel, TicketKind, TicketLevel, TicketState } from '../contract.ts';
import type { Stamps } from './ticket.rules.ts';

/** The ticket as the server knows it: everything but its messages. */
export type TicketRow = Stamps & {
  id: string;
  seq: number;
  number: string;
  kind: TicketKind;
  categoryKey: string | null;
  level: TicketLevel;
  sentiment: number;
  channel: TicketChannel;
  subject: string;
  state: TicketState;
  region: string;
  outletId: string | null;
  customerId: string | null;
  customerName: string;
  customerTier: string;
  departmentId: string;
  ownerId: string | null;
  createdBy: string | null;
  occurredAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
  firstReplyAt: Date | null;
  roundReplyAt: Date | null;
  closeReason: string | null;
  nextDueAt: Date | null;
  nextClock: string | null;
  pausedReason: string | null;
  breached: boolean;
  rating: number | null;
  reopenCount: number;
  transferCount: number;
  urgeCount: number;
  urgedAt: Date | null;
  messageCount: number;
  needsAnswer: boolean;
  linkedTo: string | null;
  /** Nobody is sure of the category yet. */
  unsure: boolean;
  /** In which its customer is spoken to. */
  locale: Locale;
  fields: Record<string, unknown>;
  triage: Record<string, unknown>;
  version: number;
};

export const ticketColumns = sql`ticket.id, ticket.seq, ticket.number, ticket.kind, ticket.category_key as "categoryKey",
  ticket.level, ticket.sentiment, ticket.channel, ticket.subject, ticket.state, ticket.region,
  ticket.outlet_id as "outletId", ticket.customer_id as "customerId", ticket.customer_name as "customerName",
  ticket.customer_tier as "customerTier", ticket.department_id as "departmentId", ticket.owner_id as "ownerId",
  ticket.created_by as "createdBy", ticket.occurred_at as "occurredAt", ticket.created_at as "createdAt",
  ticket.updated_at as "updatedAt", ticket.accepted_at as "acceptedAt", ticket.verified_at as "verifiedAt",
  ticket.resolved_at as "resolvedAt", ticket.first_reply_at as "firstReplyAt", ticket.round_reply_at as "roundReplyAt",
  ticket.answered_at as "answeredAt", ticket.closed_at as "closedAt", ticket.archived_at as "archivedAt",
  ticket.close_reason as "closeReason", ticket.next_due_at as "nextDueAt", ticket.next_clock as "nextClock",
  ticket.paused_reason as "pausedReason", ticket.breached, ticket.rating, ticket.reopen_count as "reopenCount",
  ticket.transfer_count as "transferCount", ticket.urge_count as "urgeCount", ticket.urged_at as "urgedAt",
  ticket.message_count as "messageCount", ticket.needs_answer as "needsAnswer", ticket.linked_to as "linkedTo", ticket.unsure,
  ticket.locale, ticket.fields, ticket.triage, ticket.version`;

export const ticketById = async (tx: Tx, id: string, lock = false): Promise<TicketRow | null> => {
  const found =
    await sql<TicketRow>`select ${ticketColumns} from ticket where id = ${id} ${lock ? sql`for update` : sql``}`.execute(
      tx,
    );
  return found.rows[0] ?? null;
};

export const ticketByNumber = async (tx: Tx, number: string, lock = false): Promise<TicketRow | null> => {
  const found =
    await sql<TicketRow>`select ${ticketColumns} from ticket where number = ${number} ${lock ? sql`for update` : sql``}`.execute(
      tx,
    );
  return found.rows[0] ?? null;
};

export const selectTickets = async (tx: Tx, ids: readonly string[]): Promise<TicketRow[]> => {
  if (ids.length === 0) return [];
  const found = await sql<TicketRow>`select ${ticketColumns} from ticket where id = any (${[...ids]}::uuid[])`.execute(
    tx,
  );
  return found.rows;
};

export const selectByNumbers = async (tx: Tx, numbers: readonly string[]): Promise<TicketRow[]> => {
  if (numbers.length === 0) return [];
  const found = await sql<TicketRow>`
    select ${ticketColumns} from ticket where number = any (${[...numbers]}::text[])`.execute(tx);
  return found.rows;
};

/** Those of the ids that the transaction's reach holds. */
export const visibleIds = async (tx: Tx, ids: readonly string[], withSpam: boolean): Promise<string[]> => {
  const found = await sql<{
    id: string;
  }>`select id from ticket where id = any (${[...ids]}::uuid[]) ${withSpam ? sql`` : sql`and state <> 'spam'`}`.execute(
    tx,
  );
  return found.rows.map((row) => row.id);
};

const stampColumn = {
  acceptedAt: 'accepted_at',
  verifiedAt: 'verified_at',
  resolvedAt: 'resolved_at',
  answeredAt: 'answered_at',
  closedAt: 'closed_at',
  archivedAt: 'archived_at',
} as const satisfies Record<keyof Stamps, string>;

export type StepChange = {
  to: TicketState;
  stamp: keyof Stamps | null;
  reopens: boolean;
  closeReason: string | null;
  at: Date;
};

export const moveTicket = async (tx: Tx, id: string, change: StepChange): Promise<void> => {
  const stamped = change.stamp === null ? sql`` : sql`, ${sql.ref(stampColumn[change.stamp])} = ${change.at}`;
  const reopened = change.reopens
    ? sql`, reopen_count = reopen_count + 1, round_reply_at = null, answered_at = null, closed_at = null, close_reason = null, needs_answer = true`
    : sql``;
  const reason = change.closeReason === null ? sql`` : sql`, close_reason = ${change.closeReason}`;
  await sql`update ticket set state = ${change.to}, updated_at = ${change.at}, version = version + 1 ${stamped} ${reopened} ${reason}
    where id = ${id}`.execute(tx);
};

export const setOwner = async (
  tx: Tx,
  id: string,
  to: { departmentId: string; ownerId: string | null; transferred: boolean; at: Date },
): Promise<void> => {
  await sql`update ticket set department_id = ${to.departmentId}, owner_id = ${to.ownerId}, updated_at = ${to.at}, version = version + 1,
    transfer_count = transfer_count + ${to.transferred ? 1 : 0} where id = ${id}`.execute(tx);
};

/** Takes a ticket that nobody has; false when somebody was faster. One statement, so two at once cannot both win. */
export const claimOwner = async (tx: Tx, id: string, ownerId: string, at: Date): Promise<boolean> => {
  const done = await sql`update ticket set owner_id = ${ownerId}, updated_at = ${at}, version = version + 1
    where id = ${id} and owner_id is null`.execute(tx);
  return done.numAffectedRows === 1n;
};

export const setClassification = async (
  tx: Tx,
  id: string,
  to: {
    kind: TicketKind;
    categoryKey: string | null;
    level: TicketLevel;
    sentiment: number;
    unsure: boolean;
    at: Date;
  },
): Promise<void> => {
  await sql`update ticket set kind = ${to.kind}, category_key = ${to.categoryKey}, level = ${to.level}, sentiment = ${to.sentiment}, unsure = ${to.unsure}, updated_at = ${to.at}, version = version + 1
    where id = ${id}`.execute(tx);
};

export const addUrge = async (tx: Tx, id: string, at: Date): Promise<void> => {
  await sql`update ticket set urge_count = urge_count + 1, urged_at = ${at}, updated_at = ${at} where id = ${id}`.execute(
    tx,
  );
};

export const setRating = async (tx: Tx, id: string, score: number): Promise<void> => {
  await sql`update ticket set rating = ${score} where id = ${id}`.execute(tx);
};

export type NextDue = {
  ticketId: string;
  nextDueAt: Date | null;
  nextClock: string | null;
  pausedReason: string | null;
  breached?: boolean;
};

/**
 * Written by sla whenever a promise changes; not a change of the ticket that a writer could collide with, so no version.
 * Locked in one order first: two workers that fire different clocks of the same tickets would wait for each other.
 */
export const setNextDue = async (tx: Tx, rows: readonly NextDue[]): Promise<void> => {
  const data = JSON.stringify(
    rows.map((row) => ({
      id: row.ticketId,
      due: row.nextDueAt?.toISOString() ?? null,
      clock: row.nextClock,
      paused: row.pausedReason,
      breached: row.breached ?? null,
    })),
  );
  await sql`select id from ticket where id = any (${rows.map((row) => row.ticketId)}::uuid[]) order by id for no key update`.execute(
    tx,
  );
  await sql`update ticket set next_due_at = row.due, next_clock = row.clock, paused_reason = row.paused, breached = coalesce(row.breached, ticket.breached)
    from jsonb_to_recordset(${data}::jsonb) as row (id uuid, due timestamptz, clock text, paused text, breached boolean)
    where ticket.id = row.id`.execute(tx);
};

export const setLinkedTo = async (tx: Tx, id: string, toId: string | null, at: Date): Promise<void> => {
  await sql`update ticket set linked_to = ${toId}, updated_at = ${at}, version = version + 1 where id = ${id}`.execute(
    tx,
  );
};

export const isFollowed = async (tx: Tx, ticketId: string, personId: string): Promise<boolean> => {
  const found =
    await sql`select 1 from ticket_follow where ticket_id = ${ticketId} and person_id = ${personId}`.execute(tx);
  return found.rows.length === 1;
};

export const setFollowed = async (
  tx: Tx,
  ticketId: string,
  people: readonly string[],
  followed: boolean,
): Promise<void> => {
  if (people.length === 0) return;
  if (followed) {
    await sql`insert into ticket_follow (person_id, ticket_id) select person, ${ticketId} from unnest(${[...people]}::uuid[]) as person
      on conflict do nothing`.execute(tx);
  } else {
    await sql`delete from ticket_follow where ticket_id = ${ticketId} and person_id = any (${[...people]}::uuid[])`.execute(
      tx,
    );
  }
};

export const followersOf = async (tx: Tx, ticketId: string): Promise<string[]> => {
  const found = await sql<{
    id: string;
  }>`select person_id as id from ticket_follow where ticket_id = ${ticketId}`.execute(tx);
  return found.rows.map((row) => row.id);
};

export type OpenLoad = { ownerId: string; open: number };

const loadCap = 300;

/**
 * How many open tickets each person has, counted up to a cap: beyond it the differences mean nothing, and counting every
 * open ticket of a backlog of a million would take longer than the moments between two refreshes.
 */
export const countOpenByOwner = async (tx: Tx, people: readonly string[] | null): Promise<OpenLoad[]> => {
  const owners =
    people === null
      ? sql`with recursive owner (id) as (
          (select owner_id from ticket where owner_id is not null order by owner_id limit 1)
          union all
          select (select owner_id from ticket where owner_id > owner.id order by owner_id limit 1) from owner where owner.id is not null)
        select id from owner where id is not null`
      : sql`select unnest(${[...people]}::uuid[]) as id`;
  const found = await sql<OpenLoad>`select person.id as "ownerId", count(one.*)::int as open
    from (${owners}) as person left join lateral (
      select 1 from ticket where owner_id = person.id and state in ('new', 'verifying', 'resolving', 'replying', 'awaiting')
      limit ${loadCap}) as one on true
    group by person.id`.execute(tx);
  return found.rows;
};

/** Open tickets of one department, counted up to a thousand. */
export const countOpenIn = async (tx: Tx, departmentId: string): Promise<number> => {
  const found = await sql<{ open: number }>`select count(*)::int as open from (
    select 1 from ticket where department_id = ${departmentId}
      and state in ('new', 'verifying', 'resolving', 'replying', 'awaiting') limit 1000) as one`.execute(tx);
  return found.rows[0]?.open ?? 0;
};

/** The last tickets within reach with the customer's first words, for dry runs of rules. */
export const selectLatest = async (tx: Tx, limit: number): Promise<(TicketRow & { content: string })[]> => {
  const found = await sql<TicketRow & { content: string }>`
    select ${ticketColumns}, coalesce(first.body, '') as content
    from (select * from ticket where state <> 'spam' order by seq desc limit ${limit}) as ticket
    left join lateral (select body from ticket_message where ticket_id = ticket.id order by created_at, id limit 1) as first on true
    order by ticket.seq desc`.execute(tx);
  return found.rows;
};

/** Lifts the rest of this transaction above the actor's reach: handing a ticket away moves it out of sight, and the
 * policy would refuse a row that its writer may not read afterwards. Only after access has been decided. */
export const liftReach = async (tx: Tx): Promise<void> => {
  await sql`select set_config('huiyin.reach', 'all', true)`.execute(tx);
};

/** Name and tier of customers onto their tickets, those filed away excepted; a name nobody knows takes none away. */
export const putCustomers = async (
  tx: Tx,
  customers: readonly { id: string; name: string; tier: string }[],
): Promise<string[]> => {
  if (customers.length === 0) return [];
  const rows = JSON.stringify(customers.map(({ id, name, tier }) => ({ id, name, tier })));
  const found = await sql<{ id: string }>`
    update ticket set customer_name = coalesce(nullif(row.name, ''), ticket.customer_name), customer_tier = row.tier
    from jsonb_to_recordset(${rows}::jsonb) as row (id uuid, name text, tier text)
    where ticket.customer_id = row.id and ticket.state <> 'archived'
      and (ticket.customer_name, ticket.customer_tier) is distinct from
        (coalesce(nullif(row.name, ''), ticket.customer_name), row.tier)
    returning ticket.id`.execute(tx);
  return found.rows.map((row) => row.id);
};
