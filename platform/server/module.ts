import type { App } from './app.ts';
import type { Tx } from './database/index.ts';
import type { EventRow } from './events/event.ts';
import type { ServedRoute } from './http/serve.ts';
import type { JobDefinition } from './jobs/index.ts';
import type { LiveTopic } from './live/index.ts';

/**
 * Hears of events after they are committed, in bulk, each batch once: `handle` runs in one transaction together with
 * the note that the batch was handled. Order across batches is not promised; write "refresh to what is true now".
 */
export type Subscriber = {
  /** Unique and stable: `<module>.<what it does>`. */
  readonly name: string;
  readonly events: readonly string[];
  readonly handle: (app: App, tx: Tx, events: readonly EventRow[]) => Promise<void>;
};

/** What a module adds to the whole. The list of modules is app/server/modules.ts. */
export type ServerModule = {
  readonly name: string;
  readonly permissions?: readonly string[];
  readonly routes?: readonly ServedRoute[];
  readonly subscribers?: readonly Subscriber[];
  readonly jobs?: readonly JobDefinition[];
  readonly live?: readonly LiveTopic[];
  /** Runs once per process after migrations and before the first request (load caches, register opening stages). */
  readonly start?: (app: App) => Promise<void>;
  /** Reads its caches again now, for those who just changed something by hand (demo, import, tests). */
  readonly refresh?: (app: App) => Promise<void>;
  /** Runs on a graceful stop, after the last request. */
  readonly stop?: (app: App) => Promise<void>;
};
