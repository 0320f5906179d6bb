import type { FastifyInstance } from 'fastify';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { App } from '#platform/server/app.ts';
import type { Clock } from '#platform/server/clock/index.ts';
import type { Config } from '#platform/server/config.ts';
import { everything, openDatabase } from '#platform/server/database/index.ts';
import { readInstance } from '#platform/server/database/instance.queries.ts';
import { startDispatcher, subscriberJob, type Dispatcher } from '#platform/server/events/dispatcher.ts';
import { operationRoutes } from '#platform/server/http/operations.ts';
import { createServer, type Authenticate } from '#platform/server/http/server.ts';
import type { ServedRoute } from '#platform/server/http/serve.ts';
import { openTexts } from '#platform/server/http/texts.ts';
import { serveWebFiles } from '#platform/server/http/web-files.ts';
import { openJobs, startWorkers, stopJobs } from '#platform/server/jobs/index.ts';
import { startLive, type Live } from '#platform/server/live/index.ts';
import type { Log } from '#platform/server/log/index.ts';
import type { ServerModule } from '#platform/server/module.ts';

export type Running = {
  readonly app: App;
  readonly routes: readonly ServedRoute[];
  /** Address it listens on; null for a worker without web. */
  readonly url: string | null;
  /** Answers what is under way, finishes running jobs, then lets go. */
  stop(): Promise<void>;
};

type Parts = {
  config: Config;
  databaseUrl: string;
  clock: Clock;
  log: Log;
  modules: readonly ServerModule[];
  authenticate: Authenticate;
  /** Neither listens nor takes jobs: for a command that uses the operations and ends. */
  idle?: boolean;
};

const packageFile = path.resolve(import.meta.dirname, '../../package.json');

export const readVersion = async (): Promise<string> =>
  z.object({ version: z.string() }).parse(JSON.parse(await readFile(packageFile, 'utf8'))).version;

const buildApp = async (parts: Parts): Promise<App> => {
  const { config, modules, log } = parts;
  const db = openDatabase(parts.databaseUrl, log);
  const instance = await db.write(everything, readInstance);
  const subscribers = modules.flatMap((module) => module.subscribers ?? []);
  const definitions = [...subscribers.map(subscriberJob), ...modules.flatMap((module) => module.jobs ?? [])];
  const jobs = await openJobs(parts.databaseUrl, log, config.role !== 'web' && parts.idle !== true, definitions);
  return {
    config,
    clock: parts.clock,
    log,
    db,
    jobs,
    texts: await openTexts(),
    secret: instance.secret,
    publicUrl: () => config.publicUrl ?? `http://${config.host}:${config.port}`,
  };
};

/** Every route of the product: the modules' and the process's own. */
export const collectRoutes = (modules: readonly ServerModule[], version: string, live: () => Live): ServedRoute[] => {
  const routes: ServedRoute[] = modules.flatMap((module) => [...(module.routes ?? [])]);
  routes.push(...operationRoutes(live, version, () => routes));
  return routes;
};

const listen = async (server: FastifyInstance, config: Config): Promise<string> => {
  const url = await server.listen({ port: config.port, host: config.host, backlog: 4096 });
  if (config.port === 0) config.port = Number(new URL(url).port);
  return `http://${config.host}:${config.port}`;
};

/**
 * Puts one process together: `web` answers requests and streams live updates, `worker` dispatches events and runs jobs,
 * `all` does both. The database is expected to be migrated.
 */
export const startProcess = async (parts: Parts): Promise<Running> => {
  const { config, modules, log } = parts;
  const app = await buildApp(parts);
  const version = await readVersion();
  for (const module of modules) await module.start?.(app);

  const works = config.role !== 'web' && parts.idle !== true;
  const subscribers = modules.flatMap((module) => module.subscribers ?? []);
  let dispatcher: Dispatcher | null = null;
  const live = await startLive(
    app,
    modules.flatMap((module) => module.live ?? []),
    () => dispatcher?.wake(),
  );
  if (works) {
    const jobs = modules.flatMap((module) => module.jobs ?? []);
    await startWorkers(app, [...subscribers.map(subscriberJob), ...jobs]);
    dispatcher = startDispatcher(app, subscribers);
  }

  const routes = collectRoutes(modules, version, () => live);
  let server: FastifyInstance | null = null;
  const stop = async (): Promise<void> => {
    await server?.close();
    await dispatcher?.stop();
    await stopJobs(app.jobs);
    await live.stop();
    for (const module of [...modules].reverse()) await module.stop?.(app);
    await app.db.close();
  };
  if (config.role === 'worker' || parts.idle === true) return { app, routes, url: null, stop };

  try {
    server = await createServer(app, routes, parts.authenticate);
    server.addHook('preClose', () => Promise.resolve(live.close()));
    await serveWebFiles(server, app);
    const url = await listen(server, config);
    log.info({ url, role: config.role }, 'listening');
    return { app, routes, url, stop };
  } catch (error) {
    // A port that is taken must end the process, not leave its workers running without a door.
    await stop();
    throw error;
  }
};
