import {
  DefaultQueryExecutor,
  DummyDriver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  Transaction,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type QueryResult,
} from 'kysely';
import { Socket } from 'node:net';
import type pg from 'pg';
import { z } from 'zod';
import { faultCode } from './faults.ts';
import type { Schema } from './schema.ts';

/**
 * A statement whose text begins with this mark returns nothing that its caller needs. On a dedicated connection it is sent
 * without waiting for its answer; whether it succeeded is known, at the latest, when the commit is answered.
 */
export const aheadMark = '/* ahead */';

/** node-postgres sends the next statement before the last is answered when its client is made like this. */
export const pipelined = (config: pg.PoolConfig): pg.PoolConfig & { pipeline: true } => ({ ...config, pipeline: true });

const abortedTransaction = '25P02';

const nothing: QueryResult<never> = { numAffectedRows: 0n, rows: [] };

type Sent = Promise<pg.QueryResult<never>>;

/** The driver does not tell its types of the socket below it. */
const wired = z.object({ connection: z.object({ stream: z.instanceof(Socket) }) });

/** One connection as its sets use it: the names of what is prepared on it and what was sent and not yet answered. */
class AheadConnection implements DatabaseConnection {
  readonly #client: pg.PoolClient;
  readonly #socket: Socket;
  #held = false;
  readonly #names = new Map<string, string>();
  #unanswered: Promise<unknown>[] = [];

  constructor(client: pg.PoolClient) {
    this.#client = client;
    this.#socket = wired.parse(client).connection.stream;
  }

  /** What is sent within one turn leaves in one piece: fewer calls of the system here and fewer awakenings there. */
  #hold(): void {
    if (this.#held) return;
    this.#held = true;
    this.#socket.cork();
    process.nextTick(() => {
      this.#held = false;
      this.#socket.uncork();
    });
  }

  #send(text: string, values: readonly unknown[]): Sent {
    this.#hold();
    if (values.length === 0) return this.#client.query(text);
    const name = this.#names.get(text) ?? `huiyin_${this.#names.size}`;
    this.#names.set(text, name);
    return this.#client.query({ name, text, values: [...values] });
  }

  #defer(answer: Sent): void {
    answer.catch(() => undefined);
    this.#unanswered.push(answer);
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const answer = this.#send(query.sql, query.parameters);
    if (query.sql.startsWith(aheadMark)) {
      this.#defer(answer);
      return nothing;
    }
    const { command, rowCount, rows } = await answer;
    return command === 'SELECT' ? { rows } : { numAffectedRows: BigInt(rowCount ?? 0), rows };
  }

  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('a set is not read as a stream');
  }

  begin(): void {
    this.#unanswered = [];
    this.#defer(this.#send('begin', []));
  }

  /** The transaction is kept only if everything sent ahead succeeded: PostgreSQL turns the commit into a rollback if not. */
  async commit(): Promise<void> {
    const answer = this.#send('commit', []);
    answer.catch(() => undefined);
    await Promise.all(this.#unanswered);
    const { command } = await answer;
    if (command !== 'COMMIT') throw new Error('a statement of the set failed and nobody waited for it');
  }

  /** Returns what made a statement sent ahead fail: the ones behind it only say that the transaction is aborted. */
  async rollback(): Promise<unknown> {
    const answer = this.#send('rollback', []);
    answer.catch(() => undefined);
    const before = await Promise.allSettled(this.#unanswered);
    await answer;
    return before.find((one) => one.status === 'rejected')?.reason;
  }
}

const dialect: Dialect = {
  createAdapter: () => new PostgresAdapter(),
  createDriver: () => new DummyDriver(),
  createIntrospector: (db) => new PostgresIntrospector(db),
  createQueryCompiler: () => new PostgresQueryCompiler(),
};

/** Unlike Kysely's own transaction, which holds each statement back until the one before is answered. */
const transactionOver = (connection: DatabaseConnection): Transaction<Schema> =>
  new Transaction<Schema>({
    config: { dialect },
    dialect,
    driver: new DummyDriver(),
    executor: new DefaultQueryExecutor(dialect.createQueryCompiler(), dialect.createAdapter(), {
      provideConnection: (consumer) => consumer(connection),
    }),
  });

type Prepared = { connection: AheadConnection; tx: Transaction<Schema> };

/**
 * Transactions without the waiting: BEGIN and marked statements are not waited for and fail with the commit, statements
 * that are awaited together travel together, and every statement is prepared the first time it is sent. Measured on two
 * cores, a round trip costs a third to half of a millisecond of standing still, and a set made twelve of them; while the
 * process is busy with requests, each costs a turn of its event loop on top.
 */
export const writeAhead = (pool: pg.Pool): (<T>(run: (tx: Transaction<Schema>) => Promise<T>) => Promise<T>) => {
  const known = new WeakMap<pg.PoolClient, Prepared>();
  const prepare = (client: pg.PoolClient): Prepared => {
    const connection = new AheadConnection(client);
    const made = { connection, tx: transactionOver(connection) };
    known.set(client, made);
    return made;
  };

  return async (run) => {
    const client = await pool.connect();
    const { connection, tx } = known.get(client) ?? prepare(client);
    try {
      connection.begin();
      const result = await run(tx);
      await connection.commit();
      client.release();
      return result;
    } catch (error) {
      const cause = await connection.rollback().catch((lost: unknown) => {
        client.release(true);
        throw faultCode(error) === abortedTransaction ? lost : error;
      });
      client.release();
      throw faultCode(error) === abortedTransaction ? (cause ?? error) : error;
    }
  };
};
