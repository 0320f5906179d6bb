import { sql } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';
import type { ExtensionState } from '../contract.ts';

export type ExtensionRow = {
  id: string;
  ticketId: string;
  clock: string;
  round: number;
  extensionId: string;
  length: number;
  reason: string;
  state: ExtensionState;
  requestId: string | null;
  askedBy: string | null;
  askedName: string;
  askedAt: Date;
  decidedBy: string | null;
  decidedName: string;
  decidedAt: Date | null;
  oldDueAt: Date;
  newDueAt: Date;
  told: boolean;
};

const columns =
  sql.raw(`id, ticket_id as "ticketId", clock, round, extension_id as "extensionId", length, reason, state,
  request_id as "requestId", asked_by as "askedBy", asked_name as "askedName", asked_at as "askedAt",
  decided_by as "decidedBy", decided_name as "decidedName", decided_at as "decidedAt", old_due_at as "oldDueAt",
  new_due_at as "newDueAt", told`);

export const extensionsOf = async (tx: Tx, ticketId: string): Promise<ExtensionRow[]> => {
  const found = await sql<ExtensionRow>`
    select ${columns} from sla_extension where ticket_id = ${ticketId} order by asked_at, id`.execute(tx);
  return found.rows;
};

export const extensionsByIds = async (tx: Tx, ids: readonly string[]): Promise<ExtensionRow[]> => {
  if (ids.length === 0) return [];
  const found = await sql<ExtensionRow>`select ${columns} from sla_extension where id = any(${[...ids]})`.execute(tx);
  return found.rows;
};

export const extensionById = async (tx: Tx, id: string): Promise<ExtensionRow | null> => {
  return (await extensionsByIds(tx, [id]))[0] ?? null;
};

/** False when a request for this clock waits already. */
export const insertExtension = async (tx: Tx, row: ExtensionRow): Promise<boolean> => {
  const done = await sql`
    insert into sla_extension (id, ticket_id, clock, round, extension_id, length, reason, state, request_id, asked_by,
      asked_name, asked_at, decided_by, decided_name, decided_at, old_due_at, new_due_at, told)
    values (${row.id}, ${row.ticketId}, ${row.clock}, ${row.round}, ${row.extensionId}, ${row.length}, ${row.reason},
      ${row.state}, ${row.requestId}, ${row.askedBy}, ${row.askedName}, ${row.askedAt}, ${row.decidedBy},
      ${row.decidedName}, ${row.decidedAt}, ${row.oldDueAt}, ${row.newDueAt}, ${row.told})
    on conflict do nothing`.execute(tx);
  return (done.numAffectedRows ?? 0n) > 0n;
};

export const setRequest = async (tx: Tx, id: string, requestId: string): Promise<void> => {
  await sql`update sla_extension set request_id = ${requestId} where id = ${id}`.execute(tx);
};

export const saveDecision = async (
  tx: Tx,
  row: Pick<
    ExtensionRow,
    'id' | 'state' | 'decidedBy' | 'decidedName' | 'decidedAt' | 'oldDueAt' | 'newDueAt' | 'told'
  >,
): Promise<void> => {
  await sql`update sla_extension set state = ${row.state}, decided_by = ${row.decidedBy}, decided_name = ${row.decidedName},
    decided_at = ${row.decidedAt}, old_due_at = ${row.oldDueAt}, new_due_at = ${row.newDueAt}, told = ${row.told}
    where id = ${row.id}`.execute(tx);
};

/** Why more time was wanted; how much, and who agreed, stays. */
export const eraseExtensionWords = async (tx: Tx, ticketIds: readonly string[]): Promise<void> => {
  await sql`update sla_extension set reason = '' where ticket_id = any (${[...ticketIds]}::uuid[])`.execute(tx);
};
