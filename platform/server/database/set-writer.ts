import { Problem } from '../http/problem.ts';
import type { Dedicated, Tx } from './index.ts';
import { isLostConnection, isOutOfSpace, isRetryable, isRowFault } from './faults.ts';

export type SetWriter<Item, Answer> = {
  /** Resolves after the commit that holds the item is durable. Rejects with Problem 503 when too many wait. */
  submit(item: Item): Promise<Answer>;
  readonly waiting: number;
  close(): Promise<void>;
};

type Waiting<Item, Answer> = { item: Item; resolve(answer: Answer): void; reject(error: unknown): void };

type Options<Item, Answer> = {
  connection: Dedicated;
  maxRows: number;
  maxWaiting: number;
  /** Writes all items in one transaction and answers each in the same order. A thrown row fault undoes all of them. */
  write(tx: Tx, items: readonly Item[]): Promise<readonly Answer[]>;
  /** How long a lost connection is tried again before the callers are told, in milliseconds. */
  patienceMs?: number;
};

const pauseMs = 100;

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const mostTurns = 8;

/**
 * Lets the event loop read what already stands in the sockets: the callers answered by the last set send their next
 * request within the same millisecond, and a set of the first of them alone would make all others wait for two commits.
 * Ends with the first turn that brings nothing new; there is no timer.
 */
const gather = async (waiting: () => number, enough: number): Promise<void> => {
  for (let turns = 0, before = -1; turns < mostTurns && before !== waiting() && waiting() < enough; turns += 1) {
    before = waiting();
    await turn();
    await turn();
  }
};

/** What the callers of a set are told when it could not be written at all. */
const refusal = (error: unknown): unknown => {
  if (isOutOfSpace(error)) return new Problem('system.no_space', 507);
  if (isLostConnection(error)) return new Problem('system.database_away', 503, { retryAfterSeconds: 5 });
  return error;
};

/**
 * Group commit: one set under way at a time on a connection of its own; whatever arrives meanwhile leaves together as
 * soon as the last set is durable. There is no timer: waiting 2 ms for more rows was measured to cost 12 % of the rate.
 */
export const createSetWriter = <Item, Answer>(options: Options<Item, Answer>): SetWriter<Item, Answer> => {
  const { connection, maxRows, maxWaiting, write, patienceMs = 20_000 } = options;
  const queue: Waiting<Item, Answer>[] = [];
  let running: Promise<void> | null = null;
  let closed = false;

  const writeOnce = (items: readonly Item[]): Promise<readonly Answer[]> => connection.write((tx) => write(tx, items));

  const writePatiently = async (items: readonly Item[]): Promise<readonly Answer[]> => {
    const tries = Math.max(1, Math.ceil(patienceMs / pauseMs));
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await writeOnce(items);
      } catch (error) {
        const again = isLostConnection(error) || isRetryable(error);
        if (!again || attempt >= tries || closed) throw error;
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
    }
  };

  const settleAlone = async (one: Waiting<Item, Answer>): Promise<void> => {
    try {
      const [answer] = await writePatiently([one.item]);
      if (answer === undefined) throw new Error('set writer: no answer for an item');
      one.resolve(answer);
    } catch (error) {
      one.reject(refusal(error));
    }
  };

  const settle = async (set: readonly Waiting<Item, Answer>[]): Promise<void> => {
    try {
      const answers = await writePatiently(set.map((one) => one.item));
      set.forEach((one, index) => {
        const answer = answers[index];
        if (answer === undefined) one.reject(new Error('set writer: no answer for an item'));
        else one.resolve(answer);
      });
    } catch (error) {
      if (set.length > 1 && (isRowFault(error) || error instanceof Problem)) {
        for (const one of set) await settleAlone(one);
        return;
      }
      set.forEach((one) => one.reject(refusal(error)));
    }
  };

  const run = async (): Promise<void> => {
    while (queue.length > 0) {
      await gather(() => queue.length, maxRows);
      await settle(queue.splice(0, maxRows));
    }
    running = null;
  };

  return {
    submit(item) {
      if (closed) return Promise.reject(new Problem('system.stopping', 503, { retryAfterSeconds: 5 }));
      if (queue.length >= maxWaiting) return Promise.reject(new Problem('system.busy', 503, { retryAfterSeconds: 2 }));
      return new Promise((resolve, reject) => {
        queue.push({ item, resolve, reject });
        running ??= run();
      });
    },
    get waiting() {
      return queue.length;
    },
    async close() {
      closed = true;
      await running;
      await connection.close();
    },
  };
};
