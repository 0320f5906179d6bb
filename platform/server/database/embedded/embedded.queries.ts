import pg from 'pg';
import { z } from 'zod';
import { codeOf } from './trouble.ts';

const connect = async (url: string): Promise<pg.Client> => {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'huiyin-embedded',
    connectionTimeoutMillis: 3000,
  });
  // A server that is killed under an idle connection must not end the process.
  client.on('error', () => undefined);
  await client.connect();
  return client;
};

const aboutRow = z.object({ folder: z.string(), version: z.string(), durable: z.boolean() });

/** What answered: this cluster's server, one that is still starting or stopping, somebody else's, or nothing. */
export type Answer =
  { kind: 'server'; folder: string; version: string; durable: boolean } | { kind: 'busy' | 'stranger' | 'silence' };

const kindOf = (code: string): 'busy' | 'stranger' | 'silence' => {
  // 57P03 is starting or stopping, 53300 is full: somebody is at home.
  if (code === '57P03' || code === '53300') return 'busy';
  return /^(28|3D|08P)/.test(code) ? 'stranger' : 'silence';
};

export const ask = async (url: string): Promise<Answer> => {
  try {
    const client = await connect(url);
    try {
      const { rows } = await client.query(
        "select current_setting('data_directory') as folder, split_part(current_setting('server_version'), ' ', 1) as version, current_setting('fsync')::boolean as durable",
      );
      return { kind: 'server', ...aboutRow.parse(rows[0]) };
    } finally {
      await client.end();
    }
  } catch (error) {
    return { kind: kindOf(codeOf(error)) };
  }
};

/**
 * Makes the role and the database of the application where they are missing. The role is no superuser and cannot
 * bypass row-level security: the second wall must hold for the application itself.
 */
export const prepareDatabase = async (url: string, password: string): Promise<void> => {
  const client = await connect(url);
  try {
    const role = await client.query("select 1 from pg_roles where rolname = 'huiyin'");
    if (role.rowCount === 0) {
      await client.query(
        `create role huiyin login nosuperuser nocreatedb nocreaterole nobypassrls password ${client.escapeLiteral(password)}`,
      );
    }
    const database = await client.query("select 1 from pg_database where datname = 'huiyin'");
    if (database.rowCount === 0) {
      await client.query('create database huiyin owner huiyin');
      await client.query('revoke connect, temporary on database huiyin from public');
    }
  } finally {
    await client.end();
  }
};
