import type { App } from '../app.ts';
import { everything } from '../database/index.ts';
import type { EventRow } from '../events/event.ts';
import { advance, type Cursor } from '../events/cursor.ts';
import { eventsBehind, latestCursor } from '../events/events.queries.ts';
import type { Actor } from '../session/actor.ts';
import { listenTo, type Channel } from './listen.ts';
import { readSignal } from './signal.ts';

export { sendSignal } from './signal.queries.ts';

/**
 * A topic that browsers may watch. `visible` keeps live updates inside the same walls as lists: only the ids that this
 * actor could open are told to him, and nothing but the ids (the browser asks again for what it shows).
 */
export type LiveTopic = {
  readonly topic: string;
  /** Empty for a topic that is only told by `sendSignal`. */
  readonly events: readonly string[];
  readonly visible: (app: App, actor: Actor, ids: readonly string[]) => Promise<readonly string[]>;
  /** Events of a person after which he may see other things than when he came: his streams end, and he comes back as who he is now. */
  readonly ends?: readonly string[];
};

export type LiveMessage = { topic: string; ids: readonly string[] };
/** `end` closes the stream: whoever returns asks again for all that he shows, so nothing is missed for good. */
export type LiveStream = { send(message: LiveMessage): void; end(): void };
type Watcher = LiveStream & { actor: Actor };

export type Live = {
  watch(actor: Actor, stream: LiveStream): () => void;
  /** Ends all streams and every later one: an open browser must not hold up the end of the process. */
  close(): void;
  stop(): Promise<void>;
};

const signalChannel: Channel = 'huiyin_signal';
const sweepMs = 1000;
const batchRows = 500;

const tellTopic = async (app: App, topic: LiveTopic, watchers: Set<Watcher>, ids: readonly string[]): Promise<void> => {
  for (const watcher of watchers) {
    try {
      const seen = await topic.visible(app, watcher.actor, ids);
      if (seen.length > 0) watcher.send({ topic: topic.topic, ids: seen });
    } catch (error) {
      app.log.warn({ err: error }, 'live updates: cannot tell what somebody may see; his stream is ended');
      watchers.delete(watcher);
      watcher.end();
    }
  }
};

const endChanged = (topics: readonly LiveTopic[], watchers: Set<Watcher>, rows: readonly EventRow[]): void => {
  const ending = new Set(topics.flatMap((topic) => [...(topic.ends ?? [])]));
  const changed = new Set(rows.filter((row) => ending.has(row.name)).map((row) => row.subjectId));
  for (const watcher of watchers) {
    if (watcher.actor.id === null || !changed.has(watcher.actor.id)) continue;
    watchers.delete(watcher);
    watcher.end();
  }
};

const tell = async (
  app: App,
  topics: readonly LiveTopic[],
  watchers: Set<Watcher>,
  rows: readonly EventRow[],
): Promise<void> => {
  endChanged(topics, watchers, rows);
  for (const topic of topics) {
    const ids = [...new Set(rows.filter((row) => topic.events.includes(row.name)).map((row) => row.subjectId))];
    if (ids.length > 0) await tellTopic(app, topic, watchers, ids);
  }
};

const tellSignal = async (
  app: App,
  topics: readonly LiveTopic[],
  watchers: Set<Watcher>,
  payload: string,
): Promise<void> => {
  const signal = readSignal(payload);
  const topic = signal && topics.find((each) => each.topic === signal.topic);
  if (!topic) return;
  await tellTopic(app, topic, watchers, signal.ids);
};

/** Reads committed events behind its own cursor, one reader at a time; a call while it reads makes it read once more. */
const createPump = async (app: App, topics: readonly LiveTopic[], watchers: Set<Watcher>) => {
  let cursor: Cursor = await app.db.read(everything, latestCursor);
  let pumping = false;
  let again = false;
  let stopping = false;

  const readOnce = async (): Promise<boolean> => {
    if (watchers.size === 0) {
      const latest = await app.db.read(everything, latestCursor);
      // Whoever came while this was read must hear of what was committed since he came.
      if (watchers.size > 0) return true;
      cursor = latest;
      return false;
    }
    const sight = await app.db.read(everything, (tx) => eventsBehind(tx, cursor, batchRows));
    const { rows } = sight;
    if (rows.length === 0) return false;
    cursor = advance(cursor, sight, rows.length < batchRows);
    await tell(app, topics, watchers, rows);
    return true;
  };

  const pump = async (): Promise<void> => {
    again = true;
    if (pumping) return;
    pumping = true;
    try {
      while (again && !stopping) {
        again = false;
        again = (await readOnce()) || again;
      }
    } catch (error) {
      if (!stopping) app.log.warn({ err: error }, 'live updates: reading failed');
    } finally {
      pumping = false;
    }
  };

  return {
    pump,
    stop() {
      stopping = true;
    },
  };
};

/** Watches committed events for the browsers of this process; `onEvent` wakes whoever else waits for them. */
export const startLive = async (app: App, topics: readonly LiveTopic[], onEvent: () => void): Promise<Live> => {
  const watchers = new Set<Watcher>();
  let closed = false;
  const { pump, stop } = await createPump(app, topics, watchers);
  const listener = listenTo(app.db.url, app.log, {
    onNotify(channel, payload) {
      if (channel === signalChannel) return void (watchers.size > 0 && tellSignal(app, topics, watchers, payload));
      onEvent();
      if (watchers.size > 0) void pump();
    },
    onConnect: () => void pump(),
  });
  // A notification may be lost while the listening connection is.
  const sweep = setInterval(() => void pump(), sweepMs);
  return {
    watch(actor, stream) {
      const watcher = { ...stream, actor };
      if (closed) stream.end();
      else watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    close() {
      closed = true;
      for (const watcher of watchers) watcher.end();
    },
    async stop() {
      stop();
      clearInterval(sweep);
      await listener.stop();
    },
  };
};
