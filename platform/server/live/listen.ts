import pg from 'pg';
import type { Log } from '../log/index.ts';

const retryMs = 1000;

/** LISTENs on a connection of its own and comes back by itself; `onConnect` says that something may have been missed. */
export const listenTo = (
  url: string,
  channel: 'huiyin_event',
  log: Log,
  handlers: { onNotify(): void; onConnect(): void },
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
    next.on('notification', handlers.onNotify);
    try {
      await next.connect();
      await next.query(`listen ${channel}`);
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
