import { sql } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';
import type { SurveyAnswer } from '../contract.ts';

export type SurveyRow = {
  id: string;
  ticketId: string;
  round: number;
  invitedAt: Date;
  remindedAt: Date | null;
  answeredAt: Date | null;
  endedAt: Date | null;
  score: number | null;
  solved: boolean | null;
  reasons: SurveyAnswer['reasons'];
  comment: string;
  /** A call asks instead of the link. */
  byPhone: boolean;
};

const columns = sql`id, ticket_id as "ticketId", round, invited_at as "invitedAt", reminded_at as "remindedAt",
  answered_at as "answeredAt", ended_at as "endedAt", score, solved, reasons, comment,
  by_phone as "byPhone"`;

export type Invitation = { id: string; ticketId: string; round: number; at: Date };

/** One invitation per round; the round that is invited already keeps the one it has. Returns all of them. */
export const inviteAll = async (tx: Tx, many: readonly Invitation[]): Promise<SurveyRow[]> => {
  const given = JSON.stringify(many.map((one) => ({ ...one, at: one.at.toISOString() })));
  await sql`
    insert into survey (id, ticket_id, round, invited_at)
    select id, "ticketId", round, at
    from jsonb_to_recordset(${given}::jsonb) as row (id uuid, "ticketId" uuid, round int, at timestamptz)
    on conflict (ticket_id, round) do nothing`.execute(tx);
  return surveysOf(
    tx,
    many.map((one) => one.ticketId),
  );
};

export const surveysOf = async (tx: Tx, ticketIds: readonly string[]): Promise<SurveyRow[]> => {
  const found = await sql<SurveyRow>`
    select ${columns} from survey where ticket_id = any (${[...ticketIds]}::uuid[]) order by ticket_id, round`.execute(
    tx,
  );
  return found.rows;
};

export const surveyById = async (tx: Tx, id: string, lock = false): Promise<SurveyRow | null> => {
  const found = await sql<SurveyRow>`
    select ${columns} from survey where id = ${id} ${lock ? sql`for update` : sql``}`.execute(tx);
  return found.rows[0] ?? null;
};

export const keepAnswer = async (tx: Tx, id: string, answer: SurveyAnswer, at: Date): Promise<void> => {
  await sql`
    update survey set answered_at = ${at}, ended_at = ${at}, score = ${answer.score}, solved = ${answer.solved},
      reasons = ${answer.reasons}, comment = ${answer.comment}
    where id = ${id}`.execute(tx);
};

/** Invitations nobody has answered, oldest first, from a place in that order on. */
export const unanswered = async (
  tx: Tx,
  before: Date,
  after: { invitedAt: Date; id: string } | null,
  limit: number,
): Promise<SurveyRow[]> => {
  const later = after ? sql`and (invited_at, id) > (${after.invitedAt}, ${after.id}::uuid)` : sql``;
  const found = await sql<SurveyRow>`
    select ${columns} from survey where ended_at is null and invited_at <= ${before} ${later}
    order by invited_at, id limit ${limit}`.execute(tx);
  return found.rows;
};

export const endSurveys = async (tx: Tx, ids: readonly string[], at: Date): Promise<void> => {
  await sql`update survey set ended_at = ${at} where id = any (${[...ids]}::uuid[]) and ended_at is null`.execute(tx);
};

export const noteReminded = async (tx: Tx, ids: readonly string[], at: Date): Promise<void> => {
  await sql`update survey set reminded_at = ${at} where id = any (${[...ids]}::uuid[])`.execute(tx);
};

/** The call asks instead of the link, or the link does after all. */
export const setByPhone = async (tx: Tx, ids: readonly string[], byPhone: boolean): Promise<void> => {
  await sql`update survey set by_phone = ${byPhone} where id = any (${[...ids]}::uuid[])`.execute(tx);
};
