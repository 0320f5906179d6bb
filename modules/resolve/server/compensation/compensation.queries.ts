import { sql } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';
import type { CompensationLine, CompensationState } from '../../contract.ts';

export type LineRow = Pick<
  CompensationLine,
  'id' | 'kind' | 'amountCents' | 'currency' | 'payee' | 'note' | 'state' | 'requestId' | 'paidReference'
> & { ticketId: string; createdBy: string | null; createdAt: Date; paidAt: Date | null };

// float8 is exact for whole numbers up to 2^53; the driver would hand out a bigint as text.
const columns = sql`id, ticket_id as "ticketId", kind, amount_cents::float8 as "amountCents", currency, payee, note, state,
  request_id as "requestId", created_by as "createdBy", created_at as "createdAt", paid_at as "paidAt",
  paid_reference as "paidReference"`;

const most = 200;

export const linesOf = async (tx: Tx, ticketId: string): Promise<LineRow[]> => {
  const found = await sql<LineRow>`select ${columns} from resolve_compensation where ticket_id = ${ticketId}
    order by id limit ${most}`.execute(tx);
  return found.rows;
};

/** All lines of the ticket, held until the end of the transaction: the sum decides who has to agree. */
export const lockLines = async (tx: Tx, ticketId: string): Promise<LineRow[]> => {
  const found = await sql<LineRow>`select ${columns} from resolve_compensation where ticket_id = ${ticketId}
    order by id for update`.execute(tx);
  return found.rows;
};

export const lineById = async (tx: Tx, id: string): Promise<LineRow | null> => {
  const found = await sql<LineRow>`select ${columns} from resolve_compensation where id = ${id}`.execute(tx);
  return found.rows[0] ?? null;
};

type Wording = Pick<LineRow, 'kind' | 'amountCents' | 'currency' | 'payee' | 'note'>;

export const insertLine = async (
  tx: Tx,
  line: Wording & { id: string; ticketId: string; by: string | null; at: Date },
): Promise<void> => {
  await sql`insert into resolve_compensation (id, ticket_id, kind, amount_cents, currency, payee, note, state, created_by,
      created_at)
    values (${line.id}, ${line.ticketId}, ${line.kind}, ${line.amountCents}, ${line.currency}, ${line.payee},
      ${line.note}, 'draft', ${line.by}, ${line.at})`.execute(tx);
};

export const rewriteLine = async (tx: Tx, id: string, line: Wording): Promise<void> => {
  await sql`update resolve_compensation set kind = ${line.kind}, amount_cents = ${line.amountCents},
    currency = ${line.currency}, payee = ${line.payee}, note = ${line.note}, state = 'draft', request_id = null,
    decided_at = null where id = ${id}`.execute(tx);
};

export const deleteLine = async (tx: Tx, id: string): Promise<void> => {
  await sql`delete from resolve_compensation where id = ${id}`.execute(tx);
};

export const setLineState = async (
  tx: Tx,
  id: string,
  { state, requestId, at }: { state: CompensationState; requestId: string | null; at: Date | null },
): Promise<void> => {
  await sql`update resolve_compensation set state = ${state}, request_id = ${requestId}, decided_at = ${at}
    where id = ${id}`.execute(tx);
};

export const setPaid = async (
  tx: Tx,
  id: string,
  { by, at, reference }: { by: string | null; at: Date; reference: string },
): Promise<void> => {
  await sql`update resolve_compensation set state = 'paid', paid_by = ${by}, paid_at = ${at},
    paid_reference = ${reference} where id = ${id}`.execute(tx);
};
