import pg from 'pg';
import type { Log } from '../log/index.ts';

const retryMs = 1000;

/** Rows were written; or a word for whoever looks right now, which nobody needs later. */
export type Channel = 'huiyin_event' | 'huiyin_signal';
const channels: readonly Channel[] = ['huiyin_event', 'huiyin_signal'];

/** LISTENs on a connection of its own and comes back by itself; `onConnect` says that something may have been missed. */
export const listenTo = (
  url: string,
  log: Log,
  handlers: { onNotify(channel: string, payload: string): void; onConnect(): void },
): { stop(): Promise<void> } => {
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | null = null;
  let stopping = false;

  const connect = async (): Promise<void> => {
    const next = new pg.Client({ connectionString: url, application_name: 'huiyin-live', keepAlive: true });
    let retried = false;
    const retry = (): void => {
      if (client === next) client = null;
      if (!stopping && !retried) timer = setTimeout(() => void connect(), retryMs);
      retried = true;
    };
    next.on('error', () => undefined);
    next.on('end', retry);
    next.on('notification', ({ channel, payload }) => handlers.onNotify(channel, payload ?? ''));
    try {
      await next.connect();
      // Stopped while it was being connected: nobody else would ever close it.
      if (stopping) {
        await next.end();
        return;
      }
      for (const channel of channels) await next.query(`listen ${channel}`);
      client = next;
      handlers.onConnect();
    } catch (error) {
      if (!stopping) log.warn({ err: error }, 'live updates: cannot listen; trying again');
      retry();
    }
  };

  void connect();
  return {
    async stop() {
      stopping = true;
      if (timer) clearTimeout(timer);
      await client?.end();
    },
  };
};
