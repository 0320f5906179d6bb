import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import type { Log } from '../log/index.ts';
import { pipelined, writeAhead } from './send-ahead.ts';
import { enterReach } from './reach.queries.ts';
import type { Reach } from './reach.ts';
import type { Schema } from './schema.ts';

export { everything, type Reach } from './reach.ts';

/** A transaction in progress. Operations open it once and pass it down; nothing else runs SQL. */
export type Tx = Transaction<Schema>;

export type Database = {
  /** Read-only snapshot within someone's reach; ends after `timeLimitMs` (default 10 s). */
  read<T>(reach: Reach, run: (tx: Tx) => Promise<T>, timeLimitMs?: number): Promise<T>;
  /** One durable transaction within someone's reach. */
  write<T>(reach: Reach, run: (tx: Tx) => Promise<T>, timeLimitMs?: number): Promise<T>;
  /** Search and reports: a pool of its own, so that a slow one never takes a connection from the counter. */
  search<T>(reach: Reach, run: (tx: Tx) => Promise<T>, timeLimitMs?: number): Promise<T>;
  /** Connections of its own, for the set writer. */
  dedicated(name: string, connections?: number): Dedicated;
  readonly url: string;
  close(): Promise<void>;
};

export type Dedicated = {
  write<T>(run: (tx: Tx) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number);

/**
 * A dedicated connection says once who it is; the others say it in every transaction. It lives long and looks rows up by
 * key only: a plan made while the tables were empty must not walk them once they are full, and one plan does for all sets.
 */
const systemSettings =
  '-c huiyin.reach=all -c statement_timeout=30000 -c enable_seqscan=off -c plan_cache_mode=force_generic_plan';

const idleLimitMs = 300_000;

const openPool = (url: string, max: number, name: string, log: Log, more: pg.PoolConfig = {}): pg.Pool => {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    application_name: `huiyin-${name}`,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    // A process that froze, or a network that was cut, must not keep its locks for hours.
    idle_in_transaction_session_timeout: idleLimitMs,
    ...more,
  });
  // A client in use reports a lost connection on itself as well as by the failing query; unheard, it ends the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  pool.on('error', (error) => {
    if (!pool.ending) log.warn({ err: error }, 'database connection lost');
  });
  return pool;
};

const openKysely = (pool: pg.Pool): Kysely<Schema> => new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });

export const openDatabase = (url: string, log: Log): Database => {
  const pools = { main: openPool(url, 12, 'main', log), search: openPool(url, 4, 'search', log) };
  const main = openKysely(pools.main);
  const search = openKysely(pools.search);
  const dedicatedOnes = new Set<Dedicated>();

  const inside = <T>(
    db: Kysely<Schema>,
    access: 'read only' | 'read write',
    reach: Reach,
    run: (tx: Tx) => Promise<T>,
    limit: number,
  ) =>
    db
      .transaction()
      .setAccessMode(access)
      .execute(async (tx) => {
        await enterReach(tx, reach, limit);
        return run(tx);
      });

  return {
    url,
    read: (reach, run, limit = 10_000) => inside(main, 'read only', reach, run, limit),
    write: (reach, run, limit = 30_000) => inside(main, 'read write', reach, run, limit),
    search: (reach, run, limit = 5_000) => inside(search, 'read only', reach, run, limit),
    dedicated(name, connections = 1) {
      const pool = openPool(url, connections, name, log, pipelined({ options: systemSettings }));
      const one: Dedicated = {
        write: writeAhead(pool),
        async close() {
          // Closed by its owner or with the database, whichever comes first.
          if (dedicatedOnes.delete(one)) await pool.end();
        },
      };
      dedicatedOnes.add(one);
      return one;
    },
    async close() {
      await Promise.all([...dedicatedOnes].map((one) => one.close()));
      await Promise.all([main.destroy(), search.destroy()]);
    },
  };
};
