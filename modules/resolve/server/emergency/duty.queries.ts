import { sql } from 'kysely';
import { newId } from '#platform/server/crypto/ids.ts';
import type { Tx } from '#platform/server/database/index.ts';
import type { BodyOf } from '#platform/contract/route.ts';
import type { changeDutyList } from '../../contract.ts';

type Wished = BodyOf<typeof changeDutyList>;
export type DutyRow = Wished['people'][number];
export type PlanRow = Wished['plan'][number];

export const findDuty = async (tx: Tx): Promise<DutyRow[]> => {
  const found = await sql<DutyRow>`select person_id as "personId", duty, leads, department_id as "departmentId"
    from resolve_duty order by sort, id limit 200`.execute(tx);
  return found.rows;
};

export const findPlan = async (tx: Tx): Promise<PlanRow[]> => {
  const found = await sql<PlanRow>`select title, title_en as "titleEn", within_minutes as "withinMinutes"
    from resolve_plan_step order by sort, id limit 100`.execute(tx);
  return found.rows;
};

/** Both lists as they shall be from now on. */
export const replaceDuty = async (tx: Tx, wished: Wished, at: Date): Promise<void> => {
  await sql`delete from resolve_duty`.execute(tx);
  for (const [sort, one] of wished.people.entries())
    await sql`insert into resolve_duty (id, person_id, duty, leads, department_id, sort)
      values (${newId(at)}, ${one.personId}, ${one.duty}, ${one.leads}, ${one.departmentId}, ${sort})`.execute(tx);
  await sql`delete from resolve_plan_step`.execute(tx);
  for (const [sort, step] of wished.plan.entries())
    await sql`insert into resolve_plan_step (id, title, title_en, within_minutes, sort)
      values (${newId(at)}, ${step.title}, ${step.titleEn}, ${step.withinMinutes}, ${sort})`.execute(tx);
};
