import pg from 'pg';
import type { App } from '../app.ts';
import { everything } from '../database/index.ts';
import type { EventRow } from '../events/event.ts';
import { eventsAfter, latestPosition, type Position } from '../events/events.queries.ts';
import type { Actor } from '../session/actor.ts';

/**
 * A topic that browsers may watch. `visible` keeps live updates inside the same walls as lists: only the ids that this
 * actor could open are told to him, and nothing but the ids (the browser asks again for what it shows).
 */
export type LiveTopic = {
  readonly topic: string;
  readonly events: readonly string[];
  readonly visible: (app: App, actor: Actor, ids: readonly string[]) => Promise<readonly string[]>;
};

export type LiveMessage = { topic: string; ids: readonly string[] };
type Watcher = { actor: Actor; send(message: LiveMessage): void };

export type Live = {
  watch(actor: Actor, send: (message: LiveMessage) => void): () => void;
  stop(): Promise<void>;
};

const retryMs = 1000;

/** LISTENs on a connection of its own, reads committed events after its own position, and tells each watcher his part. */
export const startLive = async (app: App, topics: readonly LiveTopic[], onEvent: () => void): Promise<Live> => {
  const watchers = new Set<Watcher>();
  let position: Position = await app.db.read(everything, latestPosition);
  let client: pg.Client | null = null;
  let stopping = false;
  let pumping = false;
  let again = false;

  const tell = async (rows: readonly EventRow[]): Promise<void> => {
    for (const topic of topics) {
      const ids = [...new Set(rows.filter((row) => topic.events.includes(row.name)).map((row) => row.subjectId))];
      if (ids.length === 0) continue;
      for (const watcher of watchers) {
        const seen = await topic.visible(app, watcher.actor, ids);
        if (seen.length > 0) watcher.send({ topic: topic.topic, ids: seen });
      }
    }
  };

  const pump = async (): Promise<void> => {
    again = true;
    if (pumping) return;
    pumping = true;
    try {
      while (again && !stopping) {
        again = false;
        if (watchers.size === 0) {
          position = await app.db.read(everything, latestPosition);
          continue;
        }
        const rows = await app.db.read(everything, (tx) => eventsAfter(tx, position, 500));
        const last = rows.at(-1);
        if (!last) continue;
        position = { xid: last.xid, id: last.id };
        again = true;
        await tell(rows);
      }
    } catch (error) {
      if (!stopping) app.log.warn({ err: error }, 'live updates: reading failed');
    } finally {
      pumping = false;
    }
  };

  const connect = async (): Promise<void> => {
    if (stopping) return;
    const next = new pg.Client({ connectionString: app.db.url, application_name: 'huiyin-live', keepAlive: true });
    let retried = false;
    const retry = () => {
      if (client === next) client = null;
      if (!stopping && !retried) setTimeout(() => void connect(), retryMs);
      retried = true;
    };
    next.on('error', () => undefined);
    next.on('end', retry);
    next.on('notification', () => {
      onEvent();
      void pump();
    });
    try {
      await next.connect();
      await next.query('listen huiyin_event');
      client = next;
      void pump();
    } catch (error) {
      app.log.warn({ err: error }, 'live updates: cannot listen; trying again');
      retry();
    }
  };

  await connect();
  // An event that was still behind a running transaction when its notification came is picked up here.
  const sweep = setInterval(() => void pump(), retryMs);
  return {
    watch(actor, send) {
      const watcher = { actor, send };
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    async stop() {
      stopping = true;
      clearInterval(sweep);
      await client?.end();
    },
  };
};
