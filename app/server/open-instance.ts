import { mkdir } from 'node:fs/promises';
import { systemClock, type Clock } from '#platform/server/clock/index.ts';
import type { Config } from '#platform/server/config.ts';
import { startEmbedded } from '#platform/server/database/embedded/index.ts';
import { migrate } from '#platform/server/database/migrate.ts';
import { openLog } from '#platform/server/log/index.ts';
import { startProcess, type Running } from './assemble.ts';
import { authenticate, serverModules } from './modules.ts';

export type Database = { readonly url: string; readonly version: string; stop(): Promise<void> };

/** The database of this instance: the one that DATABASE_URL names, else the embedded one under HUIYIN_DATA; migrated. */
export const openInstanceDatabase = async (config: Config, say: (line: string) => void): Promise<Database> => {
  if (config.databaseUrl !== undefined) {
    await migrate(config.databaseUrl, { say });
    return { url: config.databaseUrl, version: 'external', stop: () => Promise.resolve() };
  }
  await mkdir(config.dataDir, { recursive: true });
  const embedded = await startEmbedded({ dataDir: config.dataDir, durable: true, say });
  try {
    await migrate(embedded.url, { say });
  } catch (error) {
    await embedded.stop();
    throw error;
  }
  return { url: embedded.url, version: embedded.version, stop: () => embedded.stop() };
};

export type Instance = Running & { readonly database: Database };

/** Database, then process; stopped in the reverse order. An idle one neither listens nor works: for commands. */
export const openInstance = async (
  config: Config,
  say: (line: string) => void,
  options: { idle?: boolean; clock?: Clock } = {},
): Promise<Instance> => {
  const database = await openInstanceDatabase(config, say);
  try {
    const running = await startProcess({
      config,
      databaseUrl: database.url,
      clock: options.clock ?? systemClock,
      idle: options.idle ?? false,
      log: openLog(config.logLevel),
      modules: serverModules,
      authenticate,
    });
    return {
      ...running,
      database,
      async stop() {
        await running.stop();
        await database.stop();
      },
    };
  } catch (error) {
    await database.stop();
    throw error;
  }
};
