import { createHash, randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import pg from 'pg';
import { z } from 'zod';
import { answers } from '#platform/server/database/embedded/processes.ts';
import { codeOf } from '#platform/server/database/embedded/trouble.ts';
import { migrate, readMigrations } from '#platform/server/database/migrate.ts';

/** Any fixed number: one test process at a time builds or removes templates on a server. */
const lockKey = 72_855_110;
const role = 'huiyin_test';

/** Apart by machine: whether a test process still lives can only be told on its own. */
const clonePrefix = `huiyin_clone_${createHash('sha256').update(hostname()).digest('hex').slice(0, 6)}_`;

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Derived, so that every test process knows it without asking another. */
const rolePassword = (adminUrl: string): string => digest(`${role} ${new URL(adminUrl).password}`).slice(0, 32);

/** The application's address of a database: a role that is no superuser, as in the product. */
const urlOf = (adminUrl: string, database: string): string => {
  const url = new URL(adminUrl);
  url.username = role;
  url.password = rolePassword(adminUrl);
  url.pathname = `/${database}`;
  return url.href;
};

const asAdmin = async <T>(adminUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: adminUrl, application_name: 'huiyin-test-admin' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

const names = async (client: pg.Client, pattern: string): Promise<string[]> => {
  const { rows } = await client.query('select datname from pg_database where datname like $1 order by 1', [pattern]);
  return z
    .array(z.object({ datname: z.string() }))
    .parse(rows)
    .map((row) => row.datname);
};

const prepareRole = async (client: pg.Client, adminUrl: string): Promise<void> => {
  const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [role]);
  const verb = rowCount === 0 ? 'create' : 'alter';
  await client.query(
    `${verb} role ${role} login nosuperuser nocreatedb nocreaterole nobypassrls password ${client.escapeLiteral(rolePassword(adminUrl))}`,
  );
};

const dropTemplate = async (client: pg.Client, name: string): Promise<void> => {
  await client.query(`alter database ${name} is_template false`);
  await client.query(`drop database if exists ${name} with (force)`);
};

const buildTemplate = async (client: pg.Client, adminUrl: string, template: string): Promise<void> => {
  const draft = template.replace('template', 'draft');
  await client.query(`drop database if exists ${draft} with (force)`);
  await client.query(`create database ${draft} owner ${role} template template0 encoding 'UTF8'`);
  await migrate(urlOf(adminUrl, draft));
  // Named only when it is whole; closed, because one open connection would keep others from cloning it.
  await client.query(`alter database ${draft} allow_connections false is_template true`);
  await client.query(`alter database ${draft} rename to ${template}`);
};

/** The database with all migrations applied, built when the migrations are new. Answers its name. */
export const ensureTemplate = async (adminUrl: string): Promise<string> => {
  const steps = await readMigrations();
  const template = `huiyin_template_${digest(steps.map((step) => `${step.name} ${step.checksum}`).join('\n')).slice(0, 16)}`;
  await asAdmin(adminUrl, async (client) => {
    if ((await names(client, template)).length > 0) return;
    await client.query('select pg_advisory_lock($1)', [lockKey]);
    if ((await names(client, template)).length > 0) return;
    await prepareRole(client, adminUrl);
    await buildTemplate(client, adminUrl, template);
  });
  return template;
};

const madeByTheDead = (clone: string): boolean => !answers(Number(clone.slice(clonePrefix.length).split('_')[0]));

/** Removes templates of other migrations and what killed test runs of this machine left behind. */
export const removeLeftovers = (adminUrl: string, keep: string): Promise<void> =>
  asAdmin(adminUrl, async (client) => {
    await client.query('select pg_advisory_lock($1)', [lockKey]);
    for (const old of await names(client, 'huiyin\\_template\\_%')) if (old !== keep) await dropTemplate(client, old);
    for (const clone of await names(client, `${clonePrefix.replaceAll('_', '\\_')}%`)) {
      if (madeByTheDead(clone)) await client.query(`drop database if exists ${clone} with (force)`);
    }
  });

/**
 * Measured with 120 tables: on the tests' own server, which runs without fsync, FILE_COPY takes 48 ms and WAL_LOG 125 ms
 * (four at once 97 ms and 424 ms). FILE_COPY makes checkpoints: with fsync (PostgreSQL 15) it is 290 ms against 95 ms.
 */
const createClone = async (client: pg.Client, name: string, template: string): Promise<void> => {
  const { rows } = await client.query("select current_setting('fsync')::boolean as safe");
  const [{ safe }] = z.tuple([z.object({ safe: z.boolean() })]).parse(rows);
  await client.query(
    `create database ${name} template ${template} strategy ${safe ? 'wal_log' : 'file_copy'} owner ${role}`,
  );
};

export const cloneTemplate = async (adminUrl: string): Promise<{ name: string; url: string }> => {
  const name = `${clonePrefix}${process.pid}_${randomBytes(4).toString('hex')}`;
  for (let tries = 1; ; tries += 1) {
    const template = await ensureTemplate(adminUrl);
    try {
      await asAdmin(adminUrl, (client) => createClone(client, name, template));
      return { name, url: urlOf(adminUrl, name) };
    } catch (error) {
      // Another run, with other migrations, has just removed the template.
      if (codeOf(error) !== '3D000' || tries === 3) throw error;
    }
  }
};

export const dropClone = async (adminUrl: string, name: string): Promise<void> => {
  await asAdmin(adminUrl, (client) => client.query(`drop database if exists ${name} with (force)`));
};

/** An empty database, not migrated, owned by the application's role. */
export const createEmpty = async (adminUrl: string): Promise<{ name: string; url: string }> => {
  const name = `${clonePrefix}${process.pid}_${randomBytes(4).toString('hex')}`;
  await asAdmin(adminUrl, (client) =>
    client.query(`create database ${name} owner ${role} template template0 encoding 'UTF8'`),
  );
  return { name, url: urlOf(adminUrl, name) };
};

/** One statement on a database of a test, for what no operation of the product does. */
export const runSql = async (
  url: string,
  statement: string,
  settings: readonly string[] = [],
): Promise<Record<string, unknown>[]> => {
  const options = settings.map((setting) => `-c ${setting}`).join(' ');
  const client = new pg.Client({ connectionString: url, options });
  await client.connect();
  try {
    return z.array(z.record(z.string(), z.unknown())).parse((await client.query(statement)).rows);
  } finally {
    await client.end();
  }
};
