import { sql } from 'kysely';
import type { Locale } from '#platform/contract/fields.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { jsonRows } from '#platform/server/database/json-rows.ts';
import type { Tier } from '../contract.ts';
import type { Identity } from './identity.ts';

export type CustomerRef = { id: string; name: string; tier: Tier; region: string; locale: Locale };

export type CustomerRow = CustomerRef & { createdAt: Date; version: number };

export type KnownIdentity = Identity & { customer: CustomerRef };

/** Which of these identities are known, and whose they are. One index probe each, whatever the statistics say. */
export const findIdentities = async (tx: Tx, identities: readonly Identity[]): Promise<KnownIdentity[]> => {
  if (identities.length === 0) return [];
  const found = await sql<Identity & CustomerRef>`
    select known.kind, known.value, known.id, known.name, known.tier, known.region, known.locale
    from jsonb_to_recordset(${jsonRows(identities)}::jsonb) as asked (kind text, value text)
    cross join lateral (
      select i.kind, i.value, c.id, c.name, c.tier, c.region, c.locale
      from customer_identity i join customer c on c.id = i.customer_id
      where i.kind = asked.kind and i.value = asked.value limit 1) as known`.execute(tx);
  return found.rows.map(({ kind, value, ...customer }) => ({ kind, value, customer }));
};

export type NewCustomer = CustomerRef & { createdAt: Date };
export type NewIdentity = Identity & { customerId: string; createdAt: Date };

/**
 * Inserts customers and identities in one statement and returns how many identities were new. An identity that
 * another transaction is just adding is waited for, and then left alone; sorted, so that two sets cannot wait for
 * each other.
 */
export const insertCustomers = async (
  tx: Tx,
  customers: readonly NewCustomer[],
  identities: readonly NewIdentity[],
): Promise<number> => {
  const inserted = await sql`
    with added as (
      insert into customer (id, name, tier, region, locale, created_at)
      select id, name, tier, region, locale, "createdAt"
      from jsonb_to_recordset(${jsonRows(customers)}::jsonb)
        as row (id uuid, name text, tier text, region text, locale text, "createdAt" timestamptz))
    insert into customer_identity (kind, value, customer_id, created_at)
    select kind, value, "customerId", "createdAt"
    from jsonb_to_recordset(${jsonRows(identities)}::jsonb)
      as row (kind text, value text, "customerId" uuid, "createdAt" timestamptz)
    order by kind, value
    on conflict (kind, value) do nothing
    returning 1`.execute(tx);
  return inserted.rows.length;
};

/**
 * The same without an answer: an identity that another transaction adds in the same moment makes this one fail with a
 * unique violation, and whoever opened it tries again and finds the other's row.
 */
export const insertCustomersAhead = async (
  tx: Tx,
  customers: readonly NewCustomer[],
  identities: readonly NewIdentity[],
): Promise<void> => {
  await sql`/* ahead */
    with added as (
      insert into customer (id, name, tier, region, locale, created_at)
      select id, name, tier, region, locale, "createdAt"
      from jsonb_to_recordset(${jsonRows(customers)}::jsonb)
        as row (id uuid, name text, tier text, region text, locale text, "createdAt" timestamptz))
    insert into customer_identity (kind, value, customer_id, created_at)
    select kind, value, "customerId", "createdAt"
    from jsonb_to_recordset(${jsonRows(identities)}::jsonb)
      as row (kind text, value text, "customerId" uuid, "createdAt" timestamptz)
    order by kind, value`.execute(tx);
};

/** Takes back what this transaction has just inserted, before anything refers to it. */
export const removeCustomers = async (
  tx: Tx,
  ids: readonly string[],
  identities: readonly NewIdentity[],
): Promise<void> => {
  await sql`
    delete from customer_identity i
    using jsonb_to_recordset(${jsonRows(identities)}::jsonb) as row (kind text, value text, "customerId" uuid)
    where i.kind = row.kind and i.value = row.value and i.customer_id = row."customerId"`.execute(tx);
  await sql`delete from customer where id = any(${[...ids]})`.execute(tx);
};

/** Gives a name or a region to customers of whom none was known. */
export const fillCustomers = async (
  tx: Tx,
  known: readonly { id: string; name: string; region: string }[],
): Promise<void> => {
  if (known.length === 0) return;
  await sql`/* ahead */
    update customer c set name = case when c.name = '' then row.name else c.name end,
      region = case when c.region = '' then row.region else c.region end, version = version + 1
    from (select id, name, region from jsonb_to_recordset(${jsonRows(known)}::jsonb)
      as row (id uuid, name text, region text)) as row
    where c.id = row.id and (c.name = '' or c.region = '')`.execute(tx);
};

const columns = sql`id, name, tier, region, locale, created_at as "createdAt", version`;

export const selectCustomers = async (tx: Tx, ids: readonly string[]): Promise<CustomerRow[]> => {
  if (ids.length === 0) return [];
  const found = await sql<CustomerRow>`select ${columns} from customer where id = any(${[...ids]})`.execute(tx);
  return found.rows;
};

export const lockCustomer = async (tx: Tx, id: string): Promise<CustomerRow | null> => {
  const found = await sql<CustomerRow>`select ${columns} from customer where id = ${id} for update`.execute(tx);
  return found.rows[0] ?? null;
};

export const saveCustomer = async (tx: Tx, customer: CustomerRef): Promise<void> => {
  await sql`
    update customer set name = ${customer.name}, tier = ${customer.tier}, region = ${customer.region},
      version = version + 1
    where id = ${customer.id}`.execute(tx);
};

export type IdentityRow = Identity & { customerId: string };

/** What identifies these customers, the oldest first. */
export const identitiesOfCustomers = async (tx: Tx, ids: readonly string[]): Promise<IdentityRow[]> => {
  if (ids.length === 0) return [];
  const found = await sql<IdentityRow>`
    select kind, value, customer_id as "customerId" from customer_identity
    where customer_id = any(${[...ids]}) order by created_at, kind, value`.execute(tx);
  return found.rows;
};

const containing = (text: string): string => `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;

export type CustomerFilter = {
  /** A part of the name. */
  name?: string;
  /** Any of these identities instead of the name. */
  identities?: readonly Identity[];
  tier?: Tier;
  /** Begins behind this id. */
  before?: string;
  limit: number;
};

/** Newest first: ids grow with time. */
export const searchCustomers = async (tx: Tx, filter: CustomerFilter): Promise<CustomerRow[]> => {
  const words = [];
  if (filter.name) words.push(sql`name ilike ${containing(filter.name)}`);
  if (filter.identities?.length) {
    words.push(sql`id in (
      select i.customer_id from customer_identity i
      join jsonb_to_recordset(${JSON.stringify(filter.identities)}::jsonb) as asked (kind text, value text)
        on i.kind = asked.kind and i.value = asked.value)`);
  }
  const conditions = [sql`true`];
  if (words.length > 0) conditions.push(sql`(${sql.join(words, sql` or `)})`);
  if (filter.tier) conditions.push(sql`tier = ${filter.tier}`);
  if (filter.before) conditions.push(sql`id < ${filter.before}`);
  const found = await sql<CustomerRow>`
    select ${columns} from customer where ${sql.join(conditions, sql` and `)}
    order by id desc limit ${filter.limit}`.execute(tx);
  return found.rows;
};
