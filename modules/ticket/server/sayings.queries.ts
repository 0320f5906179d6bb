import { sql } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';
import type { TicketChannel, TicketKind, TicketState } from '../contract.ts';

/** What a customer said when the ticket was opened, with what places it. For machines that compare texts. */
export type Saying = {
  id: string;
  seq: number;
  number: string;
  subject: string;
  body: string;
  kind: TicketKind;
  categoryKey: string | null;
  state: TicketState;
  /** When it was said: of a file of history the day it speaks of, else the arrival. */
  saidAt: Date;
  createdAt: Date;
  departmentId: string;
  ownerId: string | null;
  customerId: string | null;
  /** Who spoke, as an opaque key: the customer, else his name, else the ticket itself. */
  speaker: string;
  region: string;
  channel: TicketChannel;
  fields: Record<string, unknown>;
};

const bodyCap = 4000;

const columns = sql`ticket.id, ticket.seq, ticket.number, ticket.subject, left(coalesce(first.body, ''), ${bodyCap}) as body, ticket.kind,
  ticket.category_key as "categoryKey", ticket.state, coalesce(ticket.occurred_at, ticket.created_at) as "saidAt",
  ticket.created_at as "createdAt", ticket.department_id as "departmentId", ticket.owner_id as "ownerId",
  ticket.customer_id as "customerId", ticket.region, ticket.channel, ticket.fields,
  md5(coalesce(ticket.customer_id::text, nullif(ticket.customer_name, ''), ticket.id::text)) as speaker`;

const firstWords = sql`left join lateral (
  select body from ticket_message where ticket_id = ticket.id order by created_at, id limit 1) as first on true`;

export const readSayings = async (tx: Tx, ids: readonly string[]): Promise<Saying[]> => {
  if (ids.length === 0) return [];
  const found = await sql<Saying>`
    select ${columns} from ticket ${firstWords} where ticket.id = any (${[...ids]}::uuid[])`.execute(tx);
  return found.rows;
};

/** What was said from one moment until before another, the newest first, without quarantined spam. */
export const sayingsOfPeriod = async (tx: Tx, from: Date, until: Date, limit: number): Promise<Saying[]> => {
  const found = await sql<Saying>`
    select ${columns}
    from (select * from ticket where state <> 'spam' and coalesce(occurred_at, created_at) >= ${from}
          and coalesce(occurred_at, created_at) < ${until}
          order by coalesce(occurred_at, created_at) desc, id limit ${limit}) as ticket ${firstWords}`.execute(tx);
  return found.rows;
};

export type SaidSpan = { first: Date | null; last: Date | null };

/** From when to when anything was said at all. */
export const saidSpan = async (tx: Tx): Promise<SaidSpan> => {
  const found = await sql<SaidSpan>`select
    (select coalesce(occurred_at, created_at) from ticket where state <> 'spam' order by coalesce(occurred_at, created_at) limit 1) as first,
    (select coalesce(occurred_at, created_at) from ticket where state <> 'spam' order by coalesce(occurred_at, created_at) desc limit 1) as last`.execute(
    tx,
  );
  return found.rows[0] ?? { first: null, last: null };
};
