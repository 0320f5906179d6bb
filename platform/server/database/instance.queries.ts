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

export const renameCompany = async (tx: Tx, name: string): Promise<void> => {
  await sql`update instance set company_name = ${name}`.execute(tx);
};
