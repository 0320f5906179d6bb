import type { App } from '../app.ts';
import { sha256 } from '../crypto/tokens.ts';
import { everything } from '../database/index.ts';
import { Problem } from '../http/problem.ts';
import { countFailures, findBlock, forgetAttempts } from './attempts.queries.ts';

export type AttemptLimit = {
  /** Failures before anybody has to wait; 5 unless told. */
  readonly free?: number;
  /** The first wait; each further failure doubles it. 30 s unless told. */
  readonly firstDelaySeconds?: number;
  /** The longest wait; 15 minutes unless told. */
  readonly maxDelaySeconds?: number;
};

/** What is being guessed: what kind of secret, and whose (a user name and an address, a ticket number, …). */
export type AttemptKey = { readonly purpose: string; readonly about: readonly string[]; readonly limit?: AttemptLimit };

const quietSeconds = 3600;

/** Stored as a hash: the table shall not say who tried what. */
const storedKey = (key: AttemptKey): string =>
  `${key.purpose}:${sha256(JSON.stringify(key.about.map((part) => part.normalize('NFKC').toLowerCase()))).toString('base64url')}`;

const counted = (key: AttemptKey) => ({
  key: storedKey(key),
  free: key.limit?.free ?? 5,
  firstDelaySeconds: key.limit?.firstDelaySeconds ?? 30,
  maxDelaySeconds: key.limit?.maxDelaySeconds ?? 900,
});

const refuseBlocked = async (app: App, keys: readonly string[]): Promise<void> => {
  const now = app.clock.now();
  const until = await app.db.read(everything, (tx) => findBlock(tx, keys, now));
  if (!until) return;
  const retryAfterSeconds = Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1000));
  throw new Problem('session.too_many_attempts', 429, {
    retryAfterSeconds,
    minutes: Math.max(1, Math.ceil(retryAfterSeconds / 60)),
  });
};

/**
 * Tries something guessable once. `run` answers null for a wrong guess; guesses are counted per key, and after some a
 * key must wait, each time longer. A right answer clears the keys. The wait is checked again after a right answer, so
 * that a burst of parallel guesses does not win by starting before the first of them was counted.
 */
export const guardAttempt = async <T>(
  app: App,
  keys: readonly [AttemptKey, ...AttemptKey[]],
  run: () => Promise<T | null>,
): Promise<T | null> => {
  const stored = keys.map(counted);
  const names = stored.map((each) => each.key);
  await refuseBlocked(app, names);
  const answer = await run();
  if (answer === null) {
    await app.db.write(everything, (tx) => countFailures(tx, stored, app.clock.now(), quietSeconds));
    return null;
  }
  await refuseBlocked(app, names);
  await app.db.write(everything, (tx) => forgetAttempts(tx, names));
  return answer;
};
