import { sql } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';
import type { LinkKind, LinkRelation, TicketState } from '../contract.ts';

export type LinkedRow = {
  number: string;
  subject: string;
  state: TicketState;
  relation: LinkRelation;
  score: number | null;
};

const perRelation = 50;

/**
 * What a ticket is linked with, the newest of each relation; only what the transaction's reach holds, because every link
 * ends at `ticket`. `links_to` and `linked_from` are the repeats that intake saw.
 */
export const linkedTickets = async (tx: Tx, ticket: { id: string; linkedTo: string | null }): Promise<LinkedRow[]> => {
  const found = await sql<LinkedRow>`
    select number, subject, state, 'links_to' as relation, null::real as score from ticket where id = ${ticket.linkedTo}
    union all
    (select number, subject, state, 'linked_from', null from ticket where linked_to = ${ticket.id} order by seq desc limit ${perRelation})
    union all
    (select other.number, other.subject, other.state,
       case link.relation when 'child' then 'parent' when 'duplicate' then 'duplicate_of' else 'related' end, link.score
     from ticket_link as link join ticket as other on other.id = link.other_id
     where link.ticket_id = ${ticket.id} order by link.made_at desc limit ${perRelation})
    union all
    (select other.number, other.subject, other.state,
       case link.relation when 'child' then 'child' when 'duplicate' then 'duplicated_by' else 'related' end, link.score
     from ticket_link as link join ticket as other on other.id = link.ticket_id
     where link.other_id = ${ticket.id} order by link.made_at desc limit ${perRelation})`.execute(tx);
  return found.rows;
};

export type NewLink = {
  ticketId: string;
  otherId: string;
  kind: LinkKind;
  score: number | null;
  madeBy: string | null;
  at: Date;
};

export type LinkKey = { ticketId: string; otherId: string; kind: LinkKind };

/** Stores links and returns those that were not there; a ticket that has a parent keeps it. */
export const insertLinks = async (tx: Tx, links: readonly NewLink[]): Promise<LinkKey[]> => {
  const rows = JSON.stringify(
    links.map((link) => ({
      ticket_id: link.ticketId,
      other_id: link.otherId,
      relation: link.kind,
      score: link.score,
      made_by: link.madeBy,
      made_at: link.at.toISOString(),
    })),
  );
  const found = await sql<LinkKey>`
    insert into ticket_link (ticket_id, other_id, relation, score, made_by, made_at)
    select ticket_id, other_id, relation, score, made_by, made_at from jsonb_to_recordset(${rows}::jsonb)
      as row (ticket_id uuid, other_id uuid, relation text, score real, made_by uuid, made_at timestamptz)
    on conflict do nothing
    returning ticket_id as "ticketId", other_id as "otherId", relation as kind`.execute(tx);
  return found.rows;
};

/** Takes a link away, whichever of the two it was made at; the rows that went. */
export const deleteLinks = async (tx: Tx, ticketId: string, otherId: string): Promise<LinkKey[]> => {
  const found = await sql<LinkKey>`
    delete from ticket_link
    where (ticket_id = ${ticketId} and other_id = ${otherId}) or (ticket_id = ${otherId} and other_id = ${ticketId})
    returning ticket_id as "ticketId", other_id as "otherId", relation as kind`.execute(tx);
  return found.rows;
};

/** Children of a parent within reach, in the order of arrival, after a position. */
export const childIds = async (tx: Tx, parentId: string, after: number, limit: number): Promise<string[]> => {
  const found = await sql<{ id: string }>`
    select ticket.id from ticket_link as link join ticket on ticket.id = link.ticket_id
    where link.other_id = ${parentId} and link.relation = 'child' and ticket.seq > ${after}
    order by ticket.seq limit ${limit}`.execute(tx);
  return found.rows.map((row) => row.id);
};

/** Parents of these tickets; those without one are absent. */
export const parentIds = async (tx: Tx, ids: readonly string[]): Promise<Map<string, string>> => {
  const found = await sql<{ id: string; parentId: string }>`
    select ticket_id as id, other_id as "parentId" from ticket_link
    where relation = 'child' and ticket_id = any (${[...ids]}::uuid[])`.execute(tx);
  return new Map(found.rows.map((row) => [row.id, row.parentId]));
};

export const hasChildren = async (tx: Tx, id: string): Promise<boolean> => {
  const found = await sql`select 1 from ticket_link where other_id = ${id} and relation = 'child' limit 1`.execute(tx);
  return found.rows.length === 1;
};
