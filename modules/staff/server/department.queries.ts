import { sql } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';

export type DepartmentRow = {
  id: string;
  parentId: string | null;
  name: string;
  nameEn: string;
  region: string;
  sort: number;
  closed: boolean;
};

const columns = sql`id, parent_id as "parentId", name, name_en as "nameEn", region, sort, closed_at is not null as closed`;

/** All departments, closed ones too (old tickets name them); siblings in their order. */
export const findDepartments = async (tx: Tx): Promise<DepartmentRow[]> => {
  const found = await sql<DepartmentRow>`select ${columns} from department order by sort, name, id`.execute(tx);
  return found.rows;
};

/** Moves and closings are decided on the whole tree: one at a time, over all processes. */
export const lockDepartments = async (tx: Tx): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtext('huiyin.staff.departments'))`.execute(tx);
};

export const insertDepartment = async (tx: Tx, department: Omit<DepartmentRow, 'closed'>): Promise<void> => {
  await sql`
    insert into department (id, parent_id, name, name_en, region, sort)
    values (${department.id}, ${department.parentId}, ${department.name}, ${department.nameEn}, ${department.region},
      ${department.sort})`.execute(tx);
};

export const saveDepartment = async (tx: Tx, department: DepartmentRow, at: Date): Promise<void> => {
  await sql`
    update department set parent_id = ${department.parentId}, name = ${department.name}, name_en = ${department.nameEn},
      region = ${department.region}, sort = ${department.sort},
      closed_at = case when ${department.closed} then coalesce(closed_at, ${at}) end
    where id = ${department.id}`.execute(tx);
};

export const countPeopleByDepartment = async (tx: Tx): Promise<Map<string, number>> => {
  const found = await sql<{ id: string; people: number }>`
    select department_id as id, count(*) as people from person
    where active and department_id is not null group by department_id`.execute(tx);
  return new Map(found.rows.map((row) => [row.id, row.people]));
};

export type OutletRow = { id: string; name: string; region: string; departmentId: string | null };

export const findOutlets = async (tx: Tx): Promise<OutletRow[]> => {
  const found = await sql<OutletRow>`
    select id, name, region, department_id as "departmentId" from outlet order by region, name`.execute(tx);
  return found.rows;
};

/** False when another outlet has the name. */
export const insertOutlet = async (tx: Tx, outlet: OutletRow): Promise<boolean> => {
  const inserted = await sql`
    insert into outlet (id, name, region, department_id)
    values (${outlet.id}, ${outlet.name}, ${outlet.region}, ${outlet.departmentId})
    on conflict (name) do nothing returning 1`.execute(tx);
  return inserted.rows.length === 1;
};

export const lockOutlet = async (tx: Tx, id: string): Promise<OutletRow | null> => {
  const found = await sql<OutletRow>`
    select id, name, region, department_id as "departmentId" from outlet where id = ${id} for update`.execute(tx);
  return found.rows[0] ?? null;
};

export const saveOutlet = async (tx: Tx, outlet: OutletRow): Promise<void> => {
  await sql`
    update outlet set name = ${outlet.name}, region = ${outlet.region}, department_id = ${outlet.departmentId}
    where id = ${outlet.id}`.execute(tx);
};
