import { sql, type RawBuilder } from 'kysely';
import type { Reach, Tx } from '#platform/server/database/index.ts';
import type { AttemptOutcome, CallBackRow, CallBackState, Occasion } from '../../contract/call-back.ts';

export type CallRow = {
  id: string;
  ticketId: string;
  departmentId: string;
  ownerId: string | null;
  occasion: Occasion;
  round: number;
  surveyId: string | null;
  note: string;
  dueAt: Date;
  spacingMinutes: number;
  mostAttempts: number;
  templateId: string | null;
  state: CallBackState;
  endedAs: CallBackRow['endedAs'];
  attempts: number;
  claimedBy: string | null;
  claimedAt: Date | null;
  createdBy: string | null;
  createdAt: Date;
  endedAt: Date | null;
};

const columns = sql`id, ticket_id as "ticketId", department_id as "departmentId", owner_id as "ownerId", occasion, round,
  survey_id as "surveyId", note, due_at as "dueAt", spacing_minutes as "spacingMinutes", most_attempts as "mostAttempts",
  template_id as "templateId", state, ended_as as "endedAs", attempts, claimed_by as "claimedBy",
  claimed_at as "claimedAt", created_by as "createdBy", created_at as "createdAt", ended_at as "endedAt"`;

export type NewCall = Omit<CallRow, 'state' | 'endedAs' | 'attempts' | 'claimedBy' | 'claimedAt' | 'endedAt'>;

/** False where one waits for this ticket already: a customer is not called by two. */
export const insertCall = async (tx: Tx, row: NewCall): Promise<boolean> => {
  const done = await sql`
    insert into call_back (id, ticket_id, department_id, owner_id, occasion, round, survey_id, note, due_at,
      spacing_minutes, most_attempts, template_id, state, created_by, created_at)
    values (${row.id}, ${row.ticketId}, ${row.departmentId}, ${row.ownerId}, ${row.occasion}, ${row.round},
      ${row.surveyId}, ${row.note}, ${row.dueAt}, ${row.spacingMinutes}, ${row.mostAttempts}, ${row.templateId},
      'waiting', ${row.createdBy}, ${row.createdAt})
    on conflict (ticket_id) where state = 'waiting' do nothing`.execute(tx);
  return done.numAffectedRows === 1n;
};

const one = async (tx: Tx, query: RawBuilder<CallRow>): Promise<CallRow | null> =>
  (await query.execute(tx)).rows[0] ?? null;

export const callById = (tx: Tx, id: string, lock = false): Promise<CallRow | null> =>
  one(tx, sql<CallRow>`select ${columns} from call_back where id = ${id} ${lock ? sql`for update` : sql``}`);

export const callsOfTicket = async (tx: Tx, ticketId: string): Promise<CallRow[]> =>
  (
    await sql<CallRow>`select ${columns} from call_back where ticket_id = ${ticketId} order by id desc limit 50`.execute(
      tx,
    )
  ).rows;

/** How the newest call about each of these invitations stands. */
export const callStates = async (
  tx: Tx,
  surveys: readonly { readonly id: string; readonly ticketId: string }[],
): Promise<Map<string, CallBackState>> => {
  const found = await sql<{ surveyId: string; state: CallBackState }>`
    select survey_id as "surveyId", state from call_back
    where ticket_id = any (${surveys.map((survey) => survey.ticketId)}::uuid[])
      and survey_id = any (${surveys.map((survey) => survey.id)}::uuid[]) order by id`.execute(tx);
  return new Map(found.rows.map((row) => [row.surveyId, row.state]));
};

/** The caller's reach as a condition; what he claimed or owns is his wherever it lies. */
const within = (reach: Reach): RawBuilder<unknown> => {
  if (reach.kind === 'all') return sql`true`;
  const person = reach.person === '' ? null : reach.person;
  const own = sql`owner_id = ${person}::uuid`;
  return reach.kind === 'units' ? sql`(department_id = any (${[...reach.units]}::uuid[]) or ${own})` : own;
};

export type QueuePlace = { at: Date; id: string };
export type QueueWish = {
  readonly reach: Reach;
  /** Taken by this person, or of tickets of his. */
  readonly mine: string | null;
  readonly after: QueuePlace | null;
  readonly limit: number;
};

const mineOnly = (person: string | null): RawBuilder<unknown> =>
  person === null ? sql`true` : sql`(claimed_by = ${person} or owner_id = ${person})`;

export const waitingCalls = async (tx: Tx, { reach, mine, after, limit }: QueueWish): Promise<CallRow[]> => {
  const later = after ? sql`(due_at, id) > (${after.at}, ${after.id}::uuid)` : sql`true`;
  const found = await sql<CallRow>`select ${columns} from call_back
    where state = 'waiting' and ${within(reach)} and ${mineOnly(mine)} and ${later}
    order by due_at, id limit ${limit}`.execute(tx);
  return found.rows;
};

export const endedCalls = async (tx: Tx, { reach, mine, after, limit }: QueueWish): Promise<CallRow[]> => {
  const earlier = after ? sql`(ended_at, id) < (${after.at}, ${after.id}::uuid)` : sql`true`;
  const found = await sql<CallRow>`select ${columns} from call_back
    where state <> 'waiting' and ${within(reach)} and ${mineOnly(mine)} and ${earlier}
    order by ended_at desc, id desc limit ${limit}`.execute(tx);
  return found.rows;
};

export type Claim = { readonly by: string; readonly at: Date; readonly expired: Date };

/** Takes the call unless somebody else is on the phone; of two at the same moment one gets it. */
export const claimCall = (tx: Tx, id: string, { by, at, expired }: Claim): Promise<CallRow | null> =>
  one(
    tx,
    sql<CallRow>`update call_back set claimed_by = ${by}, claimed_at = ${at}
      where id = ${id} and state = 'waiting'
        and (claimed_by is null or claimed_by = ${by} or claimed_at < ${expired})
      returning ${columns}`,
  );

/** Two who ask at once get two different calls. */
export const claimNext = (
  tx: Tx,
  { by, at, expired }: Claim,
  { reach, mine }: Pick<QueueWish, 'reach' | 'mine'>,
): Promise<CallRow | null> =>
  one(
    tx,
    sql<CallRow>`update call_back set claimed_by = ${by}, claimed_at = ${at}
      where id = (select id from call_back
        where state = 'waiting' and due_at <= ${at} and ${within(reach)} and ${mineOnly(mine)}
          and (claimed_by is null or claimed_by = ${by} or claimed_at < ${expired})
        order by claimed_by is distinct from ${by}::uuid, due_at, id limit 1 for update skip locked)
      returning ${columns}`,
  );

export const releaseCall = async (tx: Tx, id: string): Promise<void> => {
  await sql`update call_back set claimed_by = null, claimed_at = null where id = ${id}`.execute(tx);
};

export type AttemptRow = {
  callId: string;
  no: number;
  at: Date;
  personId: string | null;
  outcome: AttemptOutcome;
  score: number | null;
  note: string;
  nextAt: Date | null;
};

export const insertAttempt = async (tx: Tx, id: string, row: AttemptRow): Promise<void> => {
  await sql`insert into call_back_attempt (id, call_back_id, no, at, person_id, outcome, score, note, next_at)
    values (${id}, ${row.callId}, ${row.no}, ${row.at}, ${row.personId}, ${row.outcome}, ${row.score}, ${row.note},
      ${row.nextAt})`.execute(tx);
};

export const attemptsOf = async (tx: Tx, callIds: readonly string[]): Promise<AttemptRow[]> => {
  const found = await sql<AttemptRow>`
    select call_back_id as "callId", no, at, person_id as "personId", outcome, score, note, next_at as "nextAt"
    from call_back_attempt where call_back_id = any (${[...callIds]}::uuid[]) order by call_back_id, no`.execute(tx);
  return found.rows;
};

/** It waits for another attempt, and anybody may make it. */
export const putOff = async (tx: Tx, id: string, dueAt: Date): Promise<void> => {
  await sql`update call_back set attempts = attempts + 1, due_at = ${dueAt}, claimed_by = null, claimed_at = null
    where id = ${id}`.execute(tx);
};

type Ending = { readonly state: CallBackState; readonly as: NonNullable<CallRow['endedAs']>; readonly at: Date };

export const endCall = async (
  tx: Tx,
  id: string,
  { state, as, at }: Ending,
  { attempted, note }: { attempted: boolean; note?: string | undefined },
): Promise<void> => {
  await sql`update call_back set state = ${state}, ended_as = ${as}, ended_at = ${at},
      attempts = attempts + ${attempted ? 1 : 0}, note = coalesce(${note ?? null}, note)
    where id = ${id}`.execute(tx);
};

/** Ends what waits for these invitations; returns the tickets concerned. */
export const endCallsOfSurveys = async (
  tx: Tx,
  surveyIds: readonly string[],
  { as, at }: Pick<Ending, 'as' | 'at'>,
): Promise<{ id: string; ticketId: string }[]> => {
  const found = await sql<{ id: string; ticketId: string }>`
    update call_back set state = 'over', ended_as = ${as}, ended_at = ${at}
    where state = 'waiting' and survey_id = any (${[...surveyIds]}::uuid[])
    returning id, ticket_id as "ticketId"`.execute(tx);
  return found.rows;
};

export const waitingOfTickets = async (tx: Tx, ticketIds: readonly string[]): Promise<CallRow[]> => {
  const found = await sql<CallRow>`select ${columns} from call_back
    where state = 'waiting' and ticket_id = any (${[...ticketIds]}::uuid[]) order by id for update`.execute(tx);
  return found.rows;
};

export const placeCall = async (
  tx: Tx,
  id: string,
  { departmentId, ownerId }: Pick<CallRow, 'departmentId' | 'ownerId'>,
): Promise<void> => {
  await sql`update call_back set department_id = ${departmentId}, owner_id = ${ownerId} where id = ${id}`.execute(tx);
};

export type CallFigures = {
  waiting: number;
  due: number;
  mine: number;
  ended: number;
  reached: number;
  solved: number;
  attempts: number;
};

/** Each count of what waits stops at the cap; what is over is counted for a period. */
export const callFigures = async (
  tx: Tx,
  { reach, person, now, since, cap }: { reach: Reach; person: string | null; now: Date; since: Date; cap: number },
): Promise<CallFigures> => {
  const counted = (condition: RawBuilder<unknown>): RawBuilder<unknown> =>
    sql`(select count(*)::int from (select 1 from call_back where state = 'waiting' and ${within(reach)}
      and ${condition} limit ${cap}) as row)`;
  const found = await sql<CallFigures>`
    select ${counted(sql`true`)} as waiting, ${counted(sql`due_at <= ${now}`)} as due,
      ${counted(person === null ? sql`false` : mineOnly(person))} as mine, ended, reached, solved, attempts
    from (select count(*) filter (where state <> 'over')::int as ended,
        count(*) filter (where state = 'reached')::int as reached,
        count(*) filter (where ended_as = 'solved')::int as solved, coalesce(sum(attempts), 0)::int as attempts
      from call_back where state <> 'waiting' and ended_at >= ${since} and ${within(reach)}) as past`.execute(tx);
  return found.rows[0] ?? { waiting: 0, due: 0, mine: 0, ended: 0, reached: 0, solved: 0, attempts: 0 };
};
