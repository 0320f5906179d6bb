import { sql } from 'kysely';
import { randomBytes } from 'node:crypto';
import type { Tx } from './index.ts';

export type Instance = { secret: Buffer; companyName: string };

/** The one row that makes this instance itself; made on the first start, whoever of several processes comes first. */
export const readInstance = async (tx: Tx): Promise<Instance> => {
  await sql`insert into instance (secret) values (${randomBytes(32)}) on conflict do nothing`.execute(tx);
  const found = await sql<Instance>`select secret, company_name as "companyName" from instance`.execute(tx);
  const row = found.rows[0];
  if (!row) throw new Error('the instance row is missing');
  return row;
};

/** The name alone, for transactions that only read. */
export const readCompanyName = async (tx: Tx): Promise<string> => {
  const found = await sql<{ name: string }>`select company_name as name from instance`.execute(tx);
  return found.rows[0]?.name ?? '';
};

export const renameCompany = async (tx: Tx, name: string): Promise<void> => {
  await sql`update instance set company_name = ${name}`.execute(tx);
};

export type ServerVersion = {
  text: string;
  number: number;
  durable: boolean;
  /** False for a superuser or a role with BYPASSRLS: the second wall would not hold. */
  bound: boolean;
};

export const serverVersion = async (tx: Tx): Promise<ServerVersion> => {
  const found = await sql<ServerVersion>`
    select current_setting('server_version') as text, current_setting('server_version_num')::int as number,
           current_setting('fsync') = 'on' and current_setting('synchronous_commit') <> 'off' as durable,
           (select not (rolsuper or rolbypassrls) from pg_roles where rolname = current_user) as bound`.execute(tx);
  const row = found.rows[0];
  if (!row) throw new Error('the database does not say its version');
  return row;
};
