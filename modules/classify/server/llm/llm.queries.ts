import { sql } from 'kysely';
import { z } from 'zod';
import type { Tx } from '#platform/server/database/index.ts';
import { llmPurposeSchema, type LlmCall, type LlmPurpose } from '../../contract/llm.ts';

const settingRow = z.object({
  baseUrl: z.string(),
  model: z.string(),
  apiKey: z.string().nullable(),
  allowedHost: z.string().nullable(),
  purposes: z.array(llmPurposeSchema),
  callsPerDay: z.int(),
  tokensPerDay: z.int(),
  timeoutSeconds: z.int(),
  keepDays: z.int(),
});
export type StoredSetting = z.infer<typeof settingRow>;

export const findLlmSetting = async (tx: Tx): Promise<StoredSetting> => {
  const found = await sql<unknown>`select base_url as "baseUrl", model, api_key as "apiKey",
    allowed_host as "allowedHost", purposes, calls_per_day as "callsPerDay", tokens_per_day as "tokensPerDay",
    timeout_seconds as "timeoutSeconds", keep_days as "keepDays" from classify_llm_setting`.execute(tx);
  return settingRow.parse(found.rows[0]);
};

export const storeLlmSetting = async (tx: Tx, setting: StoredSetting, at: Date): Promise<void> => {
  await sql`update classify_llm_setting set base_url = ${setting.baseUrl}, model = ${setting.model},
    api_key = ${setting.apiKey}, allowed_host = ${setting.allowedHost}, purposes = ${[...setting.purposes]}::text[],
    calls_per_day = ${setting.callsPerDay}, tokens_per_day = ${setting.tokensPerDay},
    timeout_seconds = ${setting.timeoutSeconds}, keep_days = ${setting.keepDays}, changed_at = ${at}`.execute(tx);
};

const day = (at: Date) => sql`(${at}::timestamptz at time zone 'Asia/Shanghai')::date`;

/** Takes one call of the day in one statement, so that processes cannot take the last one twice. */
export const takeCall = async (
  tx: Tx,
  at: Date,
  limits: { callsPerDay: number; tokensPerDay: number },
): Promise<boolean> => {
  if (limits.callsPerDay === 0 || limits.tokensPerDay === 0) return false;
  const taken = await sql`insert into classify_llm_day as used (day, calls) values (${day(at)}, 1)
    on conflict (day) do update set calls = used.calls + 1
      where used.calls < ${limits.callsPerDay} and used.tokens < ${limits.tokensPerDay}
    returning 1`.execute(tx);
  return taken.rows.length === 1;
};

export const addTokens = async (tx: Tx, at: Date, tokens: number): Promise<void> => {
  if (tokens > 0)
    await sql`update classify_llm_day set tokens = tokens + ${tokens}::bigint where day = ${day(at)}`.execute(tx);
};

export const usedToday = async (tx: Tx, at: Date): Promise<{ calls: number; tokens: number }> => {
  const found = await sql<{ calls: number; tokens: number }>`
    select calls, tokens::float8 as tokens from classify_llm_day where day = ${day(at)}`.execute(tx);
  return found.rows[0] ?? { calls: 0, tokens: 0 };
};

export type NewCall = Omit<LlmCall, 'at'> & {
  at: Date;
  ticketId: string | null;
  personId: string | null;
  request: string | null;
  answer: string | null;
};

export const insertCall = async (tx: Tx, call: NewCall): Promise<void> => {
  await sql`insert into classify_llm_call (id, at, purpose, prompt_version, model, ticket_id, person_id, outcome, status,
      attempts, input_tokens, output_tokens, ms, masked, request, answer)
    values (${call.id}, ${call.at}, ${call.purpose}, ${call.promptVersion}, ${call.model}, ${call.ticketId},
      ${call.personId}, ${call.outcome}, ${call.status}, ${call.attempts}, ${call.inputTokens}, ${call.outputTokens},
      ${call.ms}, ${call.masked}, ${call.request}, ${call.answer})`.execute(tx);
};

const callRow = z.object({
  id: z.string(),
  at: z.date(),
  purpose: z.string(),
  promptVersion: z.int(),
  model: z.string(),
  outcome: z.string(),
  status: z.int(),
  attempts: z.int(),
  inputTokens: z.int(),
  outputTokens: z.int(),
  ms: z.int(),
  masked: z.int(),
});
export type CallRow = z.infer<typeof callRow>;

const columns = sql`id, at, purpose, prompt_version as "promptVersion", model, outcome, status, attempts,
  input_tokens as "inputTokens", output_tokens as "outputTokens", ms, masked`;

export const findCalls = async (
  tx: Tx,
  asked: { failed: boolean; after: { at: string; id: string } | null; limit: number },
): Promise<CallRow[]> => {
  const { failed, after, limit } = asked;
  const found = await sql<unknown>`select ${columns} from classify_llm_call
    where ${failed ? sql`outcome <> 'ok'` : sql`true`}
      and ${after === null ? sql`true` : sql`(at, id) < (${after.at}::timestamptz, ${after.id}::uuid)`}
    order by at desc, id desc limit ${limit}`.execute(tx);
  return z.array(callRow).parse(found.rows);
};

const wholeCall = callRow.extend({ request: z.string().nullable(), answer: z.string().nullable() });

export const callById = async (tx: Tx, id: string): Promise<z.infer<typeof wholeCall> | null> => {
  const found = await sql<unknown>`select ${columns}, request, answer from classify_llm_call where id = ${id}`.execute(
    tx,
  );
  return wholeCall.nullable().parse(found.rows[0] ?? null);
};

/** The words go after the days that were agreed, the figures after a year. */
export const forgetCalls = async (tx: Tx, now: Date, keepDays: number): Promise<number> => {
  const words = await sql`update classify_llm_call set request = null, answer = null
    where request is not null and at < ${now}::timestamptz - make_interval(days => ${keepDays})`.execute(tx);
  await sql`delete from classify_llm_call where at < ${now}::timestamptz - interval '400 days'`.execute(tx);
  return Number(words.numAffectedRows ?? 0n);
};

const opinionRow = z.object({
  ticketId: z.string(),
  categoryKey: z.string().nullable(),
  kind: z.enum(['complaint', 'suggestion', 'inquiry', 'praise']),
  level: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  confidence: z.number(),
  reason: z.string(),
  model: z.string(),
  at: z.date(),
});
export type OpinionRow = z.infer<typeof opinionRow>;

export const storeOpinion = async (tx: Tx, opinion: OpinionRow, promptVersion: number): Promise<void> => {
  await sql`insert into classify_llm_opinion (ticket_id, category_key, kind, level, confidence, reason, model, prompt_version, at)
    values (${opinion.ticketId}, ${opinion.categoryKey}, ${opinion.kind}, ${opinion.level}, ${opinion.confidence},
      ${opinion.reason}, ${opinion.model}, ${promptVersion}, ${opinion.at})
    on conflict (ticket_id) do update set category_key = excluded.category_key, kind = excluded.kind,
      level = excluded.level, confidence = excluded.confidence, reason = excluded.reason, model = excluded.model,
      prompt_version = excluded.prompt_version, at = excluded.at`.execute(tx);
};

export const findOpinions = async (tx: Tx, ticketIds: readonly string[]): Promise<OpinionRow[]> => {
  if (ticketIds.length === 0) return [];
  const found = await sql<unknown>`select ticket_id as "ticketId", category_key as "categoryKey", kind, level,
      confidence::float8 as confidence, reason, model, at
    from classify_llm_opinion where ticket_id = any (${[...ticketIds]}::uuid[])`.execute(tx);
  return z.array(opinionRow).parse(found.rows);
};

export type { LlmPurpose };
