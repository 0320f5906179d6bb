import { sql } from 'kysely';
import { registerEraser } from '#modules/ticket/server/index.ts';
import type { Tx } from '#platform/server/database/index.ts';

/** Sums, verdicts and dates stay; what people wrote goes. */
const eraseResolveWords = async (tx: Tx, ids: readonly string[]): Promise<void> => {
  const those = sql`any (${[...ids]}::uuid[])`;
  await sql`update resolve_help set question = '—', result = '' where ticket_id = ${those}`.execute(tx);
  await sql`update resolve_compensation set payee = '', note = '', paid_reference = ''
    where ticket_id = ${those}`.execute(tx);
  await sql`update resolve_waiting_step set reason = '', reply = null where ticket_id = ${those}`.execute(tx);
  await sql`update resolve_emergency_log set body = ''
    where emergency_id in (select id from resolve_emergency where ticket_id = ${those})`.execute(tx);
  await sql`update resolve_emergency set subject = '—', stand_down_reason = '' where ticket_id = ${those}`.execute(tx);
  await sql`update resolve_option set title = '—', note = '', chosen_reason = '' where ticket_id = ${those}`.execute(
    tx,
  );
  await sql`update resolve_verdict set supplier = '', reason = '—', appeal = '', answer = ''
    where ticket_id = ${those}`.execute(tx);
  await sql`update resolve_auto_answer set body = '—', note = '' where ticket_id = ${those}`.execute(tx);
  await sql`update resolve_flow_visit set wanted = null where ticket_id = ${those}`.execute(tx);
};

registerEraser('resolve', eraseResolveWords);
