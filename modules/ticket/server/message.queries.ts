import { sql } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';

export type MessageRow = {
  id: string;
  ticketId: string;
  direction: 'in' | 'out' | 'note';
  authorKind: 'customer' | 'person' | 'system';
  authorId: string | null;
  authorName: string;
  body: string;
  channel: string;
  createdAt: Date;
  clientKey: string | null;
};

const columns = sql`id, ticket_id as "ticketId", direction, author_kind as "authorKind", author_id as "authorId",
  author_name as "authorName", body, channel, created_at as "createdAt", client_key as "clientKey"`;

export const insertMessage = async (tx: Tx, row: MessageRow): Promise<void> => {
  await sql`insert into ticket_message (id, ticket_id, direction, author_kind, author_id, author_name, body, channel, created_at, client_key)
    values (${row.id}, ${row.ticketId}, ${row.direction}, ${row.authorKind}, ${row.authorId}, ${row.authorName}, ${row.body},
      ${row.channel}, ${row.createdAt}, ${row.clientKey})`.execute(tx);
};

/** Counts the message in its ticket and notes who spoke last. */
export const noteMessage = async (
  tx: Tx,
  row: Pick<MessageRow, 'ticketId' | 'direction' | 'createdAt'>,
): Promise<void> => {
  const spoken = {
    in: sql`, needs_answer = true`,
    out: sql`, needs_answer = false, round_reply_at = ${row.createdAt}, first_reply_at = coalesce(first_reply_at, ${row.createdAt})`,
    note: sql``,
  }[row.direction];
  await sql`update ticket set message_count = message_count + 1, updated_at = ${row.createdAt}, version = version + 1 ${spoken}
    where id = ${row.ticketId}`.execute(tx);
};

export const messageByClientKey = async (tx: Tx, ticketId: string, clientKey: string): Promise<MessageRow | null> => {
  const found =
    await sql<MessageRow>`select ${columns} from ticket_message where ticket_id = ${ticketId} and client_key = ${clientKey}`.execute(
      tx,
    );
  return found.rows[0] ?? null;
};

export const messageById = async (tx: Tx, id: string): Promise<MessageRow | null> => {
  const found = await sql<MessageRow>`select ${columns} from ticket_message where id = ${id}`.execute(tx);
  return found.rows[0] ?? null;
};

export type MessagePosition = { at: string; id: string };

/** Newest first, from before a position. */
export const messagesBefore = async (
  tx: Tx,
  ticketIds: readonly string[],
  before: MessagePosition | null,
  limit: number,
): Promise<MessageRow[]> => {
  const earlier = before ? sql`and (created_at, id) < (${before.at}::timestamptz, ${before.id}::uuid)` : sql``;
  const found =
    await sql<MessageRow>`select ${columns} from ticket_message where ticket_id = any (${[...ticketIds]}::uuid[]) ${earlier}
    order by created_at desc, id desc limit ${limit}`.execute(tx);
  return found.rows;
};

/** What was said between the customer and us, oldest first; notes never leave this way. */
export const publicMessages = async (tx: Tx, ticketIds: readonly string[], limit: number): Promise<MessageRow[]> => {
  const found = await sql<MessageRow>`select * from (
      select ${columns} from ticket_message where ticket_id = any (${[...ticketIds]}::uuid[]) and direction in ('in', 'out')
      order by created_at desc, id desc limit ${limit}) as latest
    order by "createdAt", id`.execute(tx);
  return found.rows;
};
