import { sql } from 'kysely';
import { z } from 'zod';
import type { Tx } from '#platform/server/database/index.ts';
import { llmAskStates, llmPurposeSchema, type LlmPurpose } from '../../contract/llm.ts';

const askRow = z.object({
  id: z.string(),
  personId: z.string(),
  ticketId: z.string(),
  purpose: llmPurposeSchema,
  state: z.enum(llmAskStates),
  problem: z.string(),
  request: z.string().nullable(),
  hidden: z.record(z.string(), z.string()).nullable(),
  masked: z.int(),
  answer: z.unknown(),
  askedAt: z.date(),
  heardAt: z.date().nullable(),
});
export type AskRow = z.infer<typeof askRow>;

const columns = sql`id, person_id as "personId", ticket_id as "ticketId", purpose, state, problem, request, hidden, masked,
  answer, asked_at as "askedAt", heard_at as "heardAt"`;

export type NewAsk = Pick<AskRow, 'id' | 'personId' | 'ticketId' | 'purpose' | 'request' | 'hidden' | 'masked'> & {
  at: Date;
};

/** Takes the place of what this person asked before; whoever works on that finds it gone and stops. */
export const replaceAsk = async (tx: Tx, ask: NewAsk): Promise<void> => {
  const hidden = ask.hidden === null ? null : JSON.stringify(ask.hidden);
  await sql`insert into classify_llm_ask (id, person_id, ticket_id, purpose, state, request, hidden, masked, asked_at)
    values (${ask.id}, ${ask.personId}, ${ask.ticketId}, ${ask.purpose}, 'waiting', ${ask.request}, ${hidden}::jsonb,
      ${ask.masked}, ${ask.at})
    on conflict (person_id, ticket_id, purpose) do update set id = excluded.id, state = excluded.state, problem = '',
      request = excluded.request, hidden = excluded.hidden, masked = excluded.masked, answer = null,
      asked_at = excluded.asked_at, heard_at = null`.execute(tx);
};

export const asksOf = async (tx: Tx, personId: string, ticketId: string, since: Date): Promise<AskRow[]> => {
  const found = await sql<unknown>`select ${columns} from classify_llm_ask
    where person_id = ${personId} and ticket_id = ${ticketId} and asked_at > ${since}`.execute(tx);
  return z.array(askRow).parse(found.rows);
};

/** Null when it was cancelled or asked anew while it waited, or is taken already. */
export const beginAsk = async (tx: Tx, id: string, at: Date): Promise<AskRow | null> => {
  const found = await sql<unknown>`update classify_llm_ask set state = 'running', heard_at = ${at}
    where id = ${id} and state = 'waiting' returning ${columns}`.execute(tx);
  return askRow.nullable().parse(found.rows[0] ?? null);
};

/** False when nobody waits for it any more. */
export const hearOfAsk = async (tx: Tx, id: string, at: Date): Promise<boolean> => {
  const done = await sql`update classify_llm_ask set heard_at = ${at} where id = ${id} and state = 'running'`.execute(
    tx,
  );
  return done.numAffectedRows === 1n;
};

export const endAsk = async (
  tx: Tx,
  id: string,
  end: { state: 'done' | 'failed'; problem: string; answer: unknown },
): Promise<void> => {
  await sql`update classify_llm_ask set state = ${end.state}, problem = ${end.problem}, request = null, hidden = null,
    answer = ${end.answer === null ? null : JSON.stringify(end.answer)}::jsonb where id = ${id} and state = 'running'`.execute(
    tx,
  );
};

export const cancelAsk = async (tx: Tx, personId: string, ticketId: string, purpose: LlmPurpose): Promise<void> => {
  await sql`update classify_llm_ask set state = 'cancelled', request = null, hidden = null
    where person_id = ${personId} and ticket_id = ${ticketId} and purpose = ${purpose}
      and state in ('waiting', 'running')`.execute(tx);
};

export const forgetAsks = async (tx: Tx, before: Date): Promise<void> => {
  await sql`delete from classify_llm_ask where asked_at < ${before}`.execute(tx);
};
