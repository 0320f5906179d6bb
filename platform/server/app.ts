import type { Clock } from './clock/index.ts';
import type { Config } from './config.ts';
import type { Database } from './database/index.ts';
import type { Jobs } from './jobs/open-jobs.ts';
import type { Log } from './log/index.ts';
import type { Texts } from './http/texts.ts';

/** What every operation is given. One per process; built in app/server and in tests by the same function. */
export type App = {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  readonly db: Database;
  readonly jobs: Jobs;
  readonly texts: Texts;
  /** Key of this instance for link tokens and ticket numbers (32 bytes). */
  readonly secret: Uint8Array;
  /** Address under which customers reach us, without a trailing slash. */
  publicUrl(): string;
};
