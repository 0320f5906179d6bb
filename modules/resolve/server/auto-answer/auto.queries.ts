import { sql } from 'kysely';
import type { Reach, Tx } from '#platform/server/database/index.ts';
import type { AutoFigures, AutoRule, AutoSetting } from '../../contract/auto-answer.ts';

export const autoSettingOf = async (tx: Tx): Promise<AutoSetting> => {
  const found = await sql<AutoSetting>`
    select enabled, working_hours_only as "workingHoursOnly", most_a_day as "mostADay", repeat_days as "repeatDays",
      sample_percent as "samplePercent" from resolve_auto_setting limit 1`.execute(tx);
  const [setting] = found.rows;
  if (!setting) throw new Error('resolve_auto_setting has lost its row');
  return setting;
};

/** Whoever counts what may still be answered today does so alone. */
export const lockAutoSetting = async (tx: Tx): Promise<void> => {
  await sql`select 1 from resolve_auto_setting for update`.execute(tx);
};

export const putAutoSetting = async (tx: Tx, given: AutoSetting): Promise<void> => {
  await sql`update resolve_auto_setting set enabled = ${given.enabled}, working_hours_only = ${given.workingHoursOnly},
    most_a_day = ${given.mostADay}, repeat_days = ${given.repeatDays}, sample_percent = ${given.samplePercent}`.execute(
    tx,
  );
};

/** In the order in which they are tried; people's work and few. */
export const autoRules = async (tx: Tx): Promise<AutoRule[]> => {
  const found = await sql<AutoRule>`
    select id, name, enabled, sort, kinds, category_keys as "categoryKeys", channels,
      least_confidence as "leastConfidence", template_id as "templateId"
    from resolve_auto_rule order by sort, id limit 200`.execute(tx);
  return found.rows;
};

export const hasAutoRule = async (tx: Tx, id: string): Promise<boolean> =>
  (await sql`select 1 from resolve_auto_rule where id = ${id} for update`.execute(tx)).rows.length > 0;

export const putAutoRule = async (tx: Tx, rule: AutoRule): Promise<void> => {
  await sql`
    insert into resolve_auto_rule (id, name, enabled, sort, kinds, category_keys, channels, least_confidence, template_id)
    values (${rule.id}, ${rule.name}, ${rule.enabled}, ${rule.sort}, ${[...rule.kinds]}, ${[...rule.categoryKeys]},
      ${[...rule.channels]}, ${rule.leastConfidence}, ${rule.templateId})
    on conflict (id) do update set name = excluded.name, enabled = excluded.enabled, sort = excluded.sort,
      kinds = excluded.kinds, category_keys = excluded.category_keys, channels = excluded.channels,
      least_confidence = excluded.least_confidence, template_id = excluded.template_id`.execute(tx);
};

export const dropAutoRule = async (tx: Tx, id: string): Promise<boolean> =>
  (await sql`delete from resolve_auto_rule where id = ${id}`.execute(tx)).numAffectedRows === 1n;

export type AutoAnswerRow = {
  id: string;
  ticketId: string;
  departmentId: string;
  ruleId: string;
  ruleName: string;
  body: string;
  answeredAt: Date;
  sampled: boolean;
  unsolvedAt: Date | null;
  verdict: 'right' | 'wrong' | null;
};

const columns = sql`id, ticket_id as "ticketId", department_id as "departmentId", rule_id as "ruleId",
  rule_name as "ruleName", body, answered_at as "answeredAt", sampled, unsolved_at as "unsolvedAt", verdict`;

/** False where this ticket was answered already. */
export const insertAutoAnswer = async (
  tx: Tx,
  row: Omit<AutoAnswerRow, 'unsolvedAt' | 'verdict'>,
): Promise<boolean> => {
  const done = await sql`
    insert into resolve_auto_answer (id, ticket_id, department_id, rule_id, rule_name, body, answered_at, sampled)
    values (${row.id}, ${row.ticketId}, ${row.departmentId}, ${row.ruleId}, ${row.ruleName}, ${row.body},
      ${row.answeredAt}, ${row.sampled}) on conflict (ticket_id) do nothing`.execute(tx);
  return done.numAffectedRows === 1n;
};

export const autoAnswerById = async (tx: Tx, id: string): Promise<AutoAnswerRow | null> => {
  const found =
    await sql<AutoAnswerRow>`select ${columns} from resolve_auto_answer where id = ${id} for update`.execute(tx);
  return found.rows[0] ?? null;
};

/** Those of these tickets whose customers say for the first time that it did not help. */
export const noteUnsolved = async (tx: Tx, ticketIds: readonly string[], at: Date): Promise<AutoAnswerRow[]> => {
  const found = await sql<AutoAnswerRow>`
    update resolve_auto_answer set unsolved_at = ${at}
    where ticket_id = any (${[...ticketIds]}::uuid[]) and unsolved_at is null returning ${columns}`.execute(tx);
  return found.rows;
};

export const setVerdict = async (
  tx: Tx,
  id: string,
  { verdict, note, by, at }: { verdict: 'right' | 'wrong'; note: string; by: string | null; at: Date },
): Promise<void> => {
  await sql`update resolve_auto_answer set verdict = ${verdict}, note = ${note}, reviewed_by = ${by},
    reviewed_at = ${at} where id = ${id}`.execute(tx);
};

export const answeredSince = async (tx: Tx, since: Date): Promise<number> => {
  const found = await sql<{ count: number }>`
    select count(*)::int as count from resolve_auto_answer where answered_at > ${since}`.execute(tx);
  return found.rows[0]?.count ?? 0;
};

export const autoSamples = async (
  tx: Tx,
  reach: Reach,
  after: string | null,
  limit: number,
): Promise<AutoAnswerRow[]> => {
  const within = reach.kind === 'units' ? sql`department_id = any (${[...reach.units]}::uuid[])` : sql`true`;
  const found = await sql<AutoAnswerRow>`
    select ${columns} from resolve_auto_answer
    where sampled and verdict is null and ${within} and (${after}::uuid is null or id > ${after}::uuid)
    order by id limit ${limit}`.execute(tx);
  return found.rows;
};

export const countDay = async (tx: Tx, at: Date, light: number, answered: number): Promise<void> => {
  await sql`
    insert into resolve_auto_day (day, light, answered)
    values ((${at}::timestamptz at time zone 'Asia/Shanghai')::date, ${light}, ${answered})
    on conflict (day) do update set light = resolve_auto_day.light + excluded.light,
      answered = resolve_auto_day.answered + excluded.answered`.execute(tx);
};

export const autoFiguresOf = async (tx: Tx, since: Date, dayAgo: Date): Promise<AutoFigures> => {
  const found = await sql<AutoFigures>`
    select coalesce((select sum(light) from resolve_auto_day where day >= (${since}::timestamptz at time zone 'Asia/Shanghai')::date), 0)::int as light,
      count(*)::int as answered, count(*) filter (where unsolved_at is not null)::int as unsolved,
      count(*) filter (where verdict is not null)::int as reviewed, count(*) filter (where verdict = 'wrong')::int as wrong,
      (select count(*)::int from resolve_auto_answer where sampled and verdict is null) as waiting,
      count(*) filter (where answered_at > ${dayAgo})::int as "lastDay"
    from resolve_auto_answer where answered_at >= ${since}`.execute(tx);
  return found.rows[0] ?? { light: 0, answered: 0, unsolved: 0, reviewed: 0, wrong: 0, waiting: 0, lastDay: 0 };
};
