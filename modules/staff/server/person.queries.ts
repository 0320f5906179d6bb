import { sql, type RawBuilder } from 'kysely';
import type { Locale } from '#platform/contract/fields.ts';
import type { Tx } from '#platform/server/database/index.ts';
import type { Presence } from '../contract.ts';

export type PersonRow = {
  id: string;
  username: string;
  displayName: string;
  email: string;
  roleKey: string;
  departmentId: string | null;
  locale: Locale;
  presence: Presence;
  skills: string[];
  capacity: number;
  active: boolean;
  createdAt: Date;
  version: number;
};

const columns = sql`person.id, person.username, person.display_name as "displayName", person.email,
  person.role_key as "roleKey", person.department_id as "departmentId", person.locale, person.presence,
  person.skills, person.capacity, person.active, person.created_at as "createdAt", person.version`;

/** A person together with what his role gives him: what a request needs to know who calls. */
export type PersonWithRole = PersonRow & {
  permissions: string[];
  roleReach: 'all' | 'units' | 'own';
  /** His department and all below it, read in the same statement: a move or a new department counts at once. */
  units: string[];
};

export const findPersonWithRole = async (tx: Tx, personId: string): Promise<PersonWithRole | null> => {
  const found = await sql<PersonWithRole>`
    select ${columns}, role.permissions, role.reach as "roleReach", array(
      with recursive below as (
        select id from department where id = person.department_id and role.reach = 'units'
        union select child.id from department child join below on child.parent_id = below.id)
      select id from below) as units
    from person join role on role.key = person.role_key where person.id = ${personId}`.execute(tx);
  return found.rows[0] ?? null;
};

export const findSecret = async (
  tx: Tx,
  username: string,
): Promise<{ id: string; passwordHash: string | null; active: boolean } | null> => {
  const found = await sql<{ id: string; passwordHash: string | null; active: boolean }>`
    select id, password_hash as "passwordHash", active from person where lower(username) = lower(${username})`.execute(
    tx,
  );
  return found.rows[0] ?? null;
};

export const findPasswordHash = async (tx: Tx, personId: string): Promise<string | null> => {
  const found = await sql<{ passwordHash: string | null }>`
    select password_hash as "passwordHash" from person where id = ${personId}`.execute(tx);
  return found.rows[0]?.passwordHash ?? null;
};

export const peopleByIds = async (tx: Tx, ids: readonly string[]): Promise<PersonRow[]> => {
  if (ids.length === 0) return [];
  const found = await sql<PersonRow>`select ${columns} from person where id = any(${[...ids]})`.execute(tx);
  return found.rows;
};

export type PeopleFilter = {
  /** People of exactly these departments. */
  departmentIds?: readonly string[];
  query?: string;
  roleKey?: string;
  presence?: Presence;
  active?: boolean;
  /** Begins behind this user name (lower case). */
  after?: string;
  limit?: number;
};

const containing = (text: string): string => `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;

const conditionsOf = (filter: PeopleFilter): RawBuilder<unknown>[] => {
  const conditions = [sql`true`];
  if (filter.departmentIds) conditions.push(sql`department_id = any(${[...filter.departmentIds]})`);
  if (filter.query) {
    const like = containing(filter.query);
    conditions.push(sql`(display_name ilike ${like} or username ilike ${like})`);
  }
  if (filter.roleKey) conditions.push(sql`role_key = ${filter.roleKey}`);
  if (filter.presence) conditions.push(sql`presence = ${filter.presence}`);
  if (filter.active !== undefined) conditions.push(sql`active = ${filter.active}`);
  if (filter.after !== undefined) conditions.push(sql`lower(username) > ${filter.after}`);
  return conditions;
};

export const selectPeople = async (tx: Tx, filter: PeopleFilter): Promise<PersonRow[]> => {
  const found = await sql<PersonRow>`
    select ${columns} from person where ${sql.join(conditionsOf(filter), sql` and `)}
    order by lower(username) limit ${filter.limit ?? 10_000}`.execute(tx);
  return found.rows;
};

export type PeopleCounts = { active: number; on: number; busy: number; off: number; inactive: number };

export const countPeople = async (tx: Tx, filter: PeopleFilter): Promise<PeopleCounts> => {
  const found = await sql<PeopleCounts>`
    select count(*) filter (where active) as active,
      count(*) filter (where active and presence = 'on') as "on",
      count(*) filter (where active and presence = 'busy') as busy,
      count(*) filter (where active and presence = 'off') as off,
      count(*) filter (where not active) as inactive
    from person where ${sql.join(conditionsOf(filter), sql` and `)}`.execute(tx);
  return found.rows[0] ?? { active: 0, on: 0, busy: 0, off: 0, inactive: 0 };
};

export type NewPersonRow = Omit<PersonRow, 'version' | 'active'> & { passwordHash: string | null };

export const insertPerson = async (tx: Tx, person: NewPersonRow): Promise<void> => {
  await sql`
    insert into person (id, username, display_name, email, password_hash, role_key, department_id, locale, presence,
      skills, capacity, created_at)
    values (${person.id}, ${person.username}, ${person.displayName}, ${person.email}, ${person.passwordHash},
      ${person.roleKey}, ${person.departmentId}, ${person.locale}, ${person.presence}, ${[...person.skills]},
      ${person.capacity}, ${person.createdAt})`.execute(tx);
};

export type PersonChange = Partial<
  Pick<PersonRow, 'displayName' | 'email' | 'roleKey' | 'departmentId' | 'locale' | 'skills' | 'capacity' | 'active'>
>;

/** Takes the row for this transaction, so that the decision made on it holds until the commit. */
export const lockPerson = async (tx: Tx, personId: string): Promise<PersonRow | null> => {
  const found = await sql<PersonRow>`select ${columns} from person where id = ${personId} for update`.execute(tx);
  return found.rows[0] ?? null;
};

/** Writes the whole row as it shall be; the caller holds it by `lockPerson`. */
export const savePerson = async (tx: Tx, person: PersonRow): Promise<void> => {
  await sql`
    update person set display_name = ${person.displayName}, email = ${person.email}, role_key = ${person.roleKey},
      department_id = ${person.departmentId}, locale = ${person.locale}, skills = ${[...person.skills]},
      capacity = ${person.capacity}, active = ${person.active}, version = version + 1,
      presence = case when ${person.active} then presence else 'off' end
    where id = ${person.id}`.execute(tx);
};

/** Own choices (language, presence) are no change of the record: they leave its version alone. */
export const saveOwnChoices = async (
  tx: Tx,
  personId: string,
  choices: { locale?: Locale; presence?: Presence },
): Promise<void> => {
  await sql`
    update person set locale = coalesce(${choices.locale ?? null}, locale),
      presence = coalesce(${choices.presence ?? null}, presence)
    where id = ${personId}`.execute(tx);
};

export const savePasswordHash = async (tx: Tx, personId: string, passwordHash: string): Promise<void> => {
  await sql`update person set password_hash = ${passwordHash} where id = ${personId}`.execute(tx);
};

export const somebodyExists = async (tx: Tx): Promise<boolean> => {
  const found = await sql<{ yes: boolean }>`select exists (select 1 from person) as yes`.execute(tx);
  return found.rows[0]?.yes ?? false;
};

/** One setup at a time, over all processes, until the transaction ends. */
export const lockSetup = async (tx: Tx): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtext('huiyin.staff.setup'))`.execute(tx);
};

/** Active people, but for one, who may manage people; locked, so that two demotions cannot pass each other. */
export const otherManagers = async (tx: Tx, personId: string): Promise<number> => {
  const found = await sql`
    select 1 from person join role on role.key = person.role_key
    where person.active and person.id <> ${personId} and person.password_hash is not null
      and 'staff.manage' = any(role.permissions) and role.reach = 'all'
    for update of person`.execute(tx);
  return found.rows.length;
};

export type RoleRow = { key: string; permissions: string[]; reach: 'all' | 'units' | 'own' };

export const findRoles = async (tx: Tx): Promise<RoleRow[]> => {
  const found = await sql<RoleRow>`select key, permissions, reach from role order by sort, key`.execute(tx);
  return found.rows;
};
