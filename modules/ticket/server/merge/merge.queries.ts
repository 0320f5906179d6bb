import { sql } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';
import type { TicketState } from '../../contract.ts';

export type MergeRow = { sourceId: string; targetId: string; stateBefore: TicketState };

const columns = sql`source_id as "sourceId", target_id as "targetId", state_before as "stateBefore"`;

export const mergeOf = async (tx: Tx, sourceId: string): Promise<MergeRow | null> => {
  const found = await sql<MergeRow>`select ${columns} from ticket_merge where source_id = ${sourceId}`.execute(tx);
  return found.rows[0] ?? null;
};

/** The tickets that live on in this one. */
export const sourceIds = async (tx: Tx, targetId: string): Promise<string[]> => {
  const found = await sql<{ id: string }>`
    select source_id as id from ticket_merge where target_id = ${targetId} order by merged_at, source_id limit 200`.execute(
    tx,
  );
  return found.rows.map((row) => row.id);
};

/** Both at once, the smaller id first: two people who merge the same two tickets crosswise wait instead of dying. */
export const lockBoth = async (tx: Tx, ids: readonly string[]): Promise<void> => {
  await sql`select id from ticket where id = any (${[...ids]}::uuid[]) order by id for update`.execute(tx);
};

export const insertMerge = async (tx: Tx, row: MergeRow & { by: string | null; at: Date }): Promise<void> => {
  await sql`insert into ticket_merge (source_id, target_id, state_before, merged_by, merged_at)
    values (${row.sourceId}, ${row.targetId}, ${row.stateBefore}, ${row.by}, ${row.at})`.execute(tx);
};

/** What had been merged into the source goes along with it, so that the way is never longer than one step. */
export const passOnSources = async (tx: Tx, from: string, to: string): Promise<void> => {
  await sql`update ticket_merge set target_id = ${to} where target_id = ${from}`.execute(tx);
};

export const deleteMerge = async (tx: Tx, sourceId: string): Promise<void> => {
  await sql`delete from ticket_merge where source_id = ${sourceId}`.execute(tx);
};

export const goBackTo = async (tx: Tx, id: string, state: TicketState, at: Date): Promise<void> => {
  await sql`update ticket set state = ${state}, close_reason = null, updated_at = ${at}, version = version + 1,
      closed_at = case when ${state} in ('closed', 'declined') then closed_at end
    where id = ${id}`.execute(tx);
};

export type OtherTicket = { number: string; subject: string; at: Date };

export const mergedSources = async (tx: Tx, targetId: string): Promise<OtherTicket[]> => {
  const found = await sql<OtherTicket>`
    select ticket.number, ticket.subject, ticket_merge.merged_at as at
    from ticket_merge join ticket on ticket.id = ticket_merge.source_id
    where ticket_merge.target_id = ${targetId} order by ticket_merge.merged_at, ticket.id limit 200`.execute(tx);
  return found.rows;
};

/** Open tickets of one customer beside this one. */
export const openOfCustomer = async (tx: Tx, customerId: string, besideId: string): Promise<OtherTicket[]> => {
  const found = await sql<OtherTicket>`
    select number, subject, created_at as at from ticket
    where customer_id = ${customerId} and id <> ${besideId}
      and state in ('new', 'verifying', 'resolving', 'replying', 'awaiting')
    order by created_at desc limit 20`.execute(tx);
  return found.rows;
};

export type SplitMessage = { id: string; body: string };

/** What the customer said in this ticket, of these messages; oldest first. */
export const saidInTicket = async (tx: Tx, ticketId: string, ids: readonly string[]): Promise<SplitMessage[]> => {
  const found = await sql<SplitMessage>`
    select id, body from ticket_message
    where ticket_id = ${ticketId} and id = any (${[...ids]}::uuid[]) and direction = 'in' order by created_at, id`.execute(
    tx,
  );
  return found.rows;
};
