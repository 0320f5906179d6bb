import { sql } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';
import type { OutboxState } from '../contract.ts';

export type OutboxRow = {
  id: string;
  ticketId: string;
  number: string;
  customerId: string | null;
  departmentId: string;
  messageId: string | null;
  wire: 'email' | 'none';
  templateKey: string;
  address: string;
  subject: string;
  body: string;
  state: OutboxState;
  attempts: number;
  lastError: string;
  mailMessageId: string;
  onceKey: string;
  createdAt: Date;
  sentAt: Date | null;
};

const columns = sql`id, ticket_id as "ticketId", number, customer_id as "customerId", department_id as "departmentId",
  message_id as "messageId", wire, template_key as "templateKey", address, subject, body, state, attempts,
  last_error as "lastError", mail_message_id as "mailMessageId", once_key as "onceKey", created_at as "createdAt",
  sent_at as "sentAt"`;

/** Writes what is new among these; returns the ids that were written, so that nothing is told twice. */
export const insertOutbox = async (tx: Tx, rows: readonly OutboxRow[]): Promise<Set<string>> => {
  const given = JSON.stringify(rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() })));
  const found = await sql<{ id: string }>`
    insert into outbox_message (id, ticket_id, number, customer_id, department_id, message_id, wire, template_key,
      address, subject, body, state, mail_message_id, once_key, created_at)
    select id, "ticketId", number, "customerId", "departmentId", "messageId", wire, "templateKey", address, subject,
      body, state, "mailMessageId", "onceKey", "createdAt"
    from jsonb_to_recordset(${given}::jsonb) as row (id uuid, "ticketId" uuid, number text, "customerId" uuid,
      "departmentId" uuid, "messageId" uuid, wire text, "templateKey" text, address text, subject text, body text,
      state text, "mailMessageId" text, "onceKey" text, "createdAt" timestamptz)
    on conflict (once_key) do nothing returning id`.execute(tx);
  return new Set(found.rows.map((row) => row.id));
};

/**
 * Takes a message for sending: null when it is sent already or another worker has it. A claim that is older than the
 * lease belongs to a worker that died.
 */
export const claimOutbox = async (tx: Tx, id: string, now: Date, leaseEnded: Date): Promise<OutboxRow | null> => {
  const found = await sql<OutboxRow>`
    update outbox_message set claimed_at = ${now}, attempts = attempts + 1
    where id = ${id} and state in ('waiting', 'failed') and (claimed_at is null or claimed_at < ${leaseEnded})
    returning ${columns}`.execute(tx);
  return found.rows[0] ?? null;
};

export const noteSent = async (tx: Tx, id: string, at: Date): Promise<void> => {
  await sql`update outbox_message set state = 'sent', sent_at = ${at}, claimed_at = null, last_error = ''
    where id = ${id}`.execute(tx);
};

export const noteFailure = async (tx: Tx, id: string, problem: string, final: boolean): Promise<void> => {
  await sql`update outbox_message set state = ${final ? 'failed' : 'waiting'}, last_error = ${problem}, claimed_at = null
    where id = ${id}`.execute(tx);
};

/** The mails of this ticket that went out before, oldest first: what a new one refers to. */
export const sentBefore = async (tx: Tx, ticketId: string, limit: number): Promise<string[]> => {
  const found = await sql<{ mailMessageId: string }>`
    select mail_message_id as "mailMessageId" from (
      select mail_message_id, created_at, id from outbox_message where ticket_id = ${ticketId} and state = 'sent'
      order by created_at desc, id desc limit ${limit}) as latest
    order by created_at, id`.execute(tx);
  return found.rows.map((row) => row.mailMessageId);
};

export type OutboxPosition = { at: string; id: string };

export const outboxPage = async (
  tx: Tx,
  filter: { state?: OutboxState | undefined; ticketNumber?: string | undefined },
  before: OutboxPosition | null,
  limit: number,
): Promise<OutboxRow[]> => {
  const state = filter.state === undefined ? sql`` : sql`and state = ${filter.state}`;
  const number = filter.ticketNumber === undefined ? sql`` : sql`and number = ${filter.ticketNumber}`;
  const earlier = before ? sql`and (created_at, id) < (${before.at}::timestamptz, ${before.id}::uuid)` : sql``;
  const found = await sql<OutboxRow>`
    select ${columns} from outbox_message where true ${state} ${number} ${earlier}
    order by created_at desc, id desc limit ${limit}`.execute(tx);
  return found.rows;
};

export const outboxOfTicket = async (tx: Tx, ticketId: string): Promise<OutboxRow[]> => {
  const found = await sql<OutboxRow>`
    select ${columns} from outbox_message where ticket_id = ${ticketId} order by created_at, id limit 500`.execute(tx);
  return found.rows;
};

/** Puts a failed message on its way again; null when there is none within reach. */
export const rearmOutbox = async (tx: Tx, id: string): Promise<OutboxRow | null> => {
  const found = await sql<OutboxRow>`
    update outbox_message set state = 'waiting', attempts = 0, claimed_at = null
    where id = ${id} and state = 'failed' returning ${columns}`.execute(tx);
  return found.rows[0] ?? null;
};

export const outboxById = async (tx: Tx, id: string): Promise<OutboxRow | null> => {
  const found = await sql<OutboxRow>`select ${columns} from outbox_message where id = ${id}`.execute(tx);
  return found.rows[0] ?? null;
};

export const ticketsWithOutbox = async (tx: Tx, ticketIds: readonly string[]): Promise<string[]> => {
  const found = await sql<{ id: string }>`
    select distinct ticket_id as id from outbox_message where ticket_id = any (${[...ticketIds]}::uuid[])`.execute(tx);
  return found.rows.map((row) => row.id);
};

/** What customers were told about these tickets; that they were told, when and by which wire stays. */
export const eraseOutboxWords = async (tx: Tx, ticketIds: readonly string[]): Promise<void> => {
  await sql`update outbox_message set customer_id = null, address = '', subject = '', body = '—', last_error = ''
    where ticket_id = any (${[...ticketIds]}::uuid[])`.execute(tx);
};
