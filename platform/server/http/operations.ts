import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { watchLive } from '#platform/contract/live.ts';
import {
  healthz,
  listDeadJobs,
  readApiPage,
  readMetrics,
  readOpenApi,
  readyz,
  retryDeadJob,
} from '#platform/contract/operations.ts';
import type { App } from '../app.ts';
import { everything } from '../database/index.ts';
import { readDispatchLag } from '../events/dispatcher.ts';
import { failedJobs, queueCounts } from '../jobs/jobs.queries.ts';
import type { Live } from '../live/index.ts';
import { writeOrLetGo } from '../live/write-stream.ts';
import { apiPage } from './api-page.ts';
import { deadLetterGauge, dispatchLagGauge, metrics } from './metrics.ts';
import { openApiDocument } from './openapi.ts';
import { notFound, Problem } from './problem.ts';
import { serve, type ServedRoute } from './serve.ts';

/** Above this age of the oldest waiting event, something is wrong with the dispatcher and people must know. */
const lateSeconds = 60;
const heartbeatMs = 20_000;

const failure = z.object({ message: z.string() });

const startStream = (reply: FastifyReply): void => {
  reply.hijack();
  reply.raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
    connection: 'keep-alive',
  });
  reply.raw.write('retry: 2000\n\n');
};

const refreshGauges = async (app: App): Promise<number> => {
  const lag = await readDispatchLag(app);
  const queues = await app.db.read(everything, queueCounts);
  dispatchLagGauge.set(lag);
  deadLetterGauge.set(queues.reduce((sum, queue) => sum + queue.failed, 0));
  return lag;
};

/** The routes of a process never change, and describing them took 180 ms each time: nobody shall ask for it in a loop. */
const once = <Given extends readonly unknown[], T>(make: (...given: Given) => T): ((...given: Given) => T) => {
  let made: { value: T } | null = null;
  return (...given) => (made ??= { value: make(...given) }).value;
};

/** Calls a minute and sender of what asks the database and needs no login. */
const watched = { perMinute: () => 60 };

/** Routes that are about the process itself. `all` gives the finished list, this one included, for the OpenAPI document. */
export const operationRoutes = (
  live: () => Live,
  version: string,
  all: () => readonly ServedRoute[],
): ServedRoute[] => {
  const document = once(() => openApiDocument(all(), version));
  const page = once((app: App) => apiPage(all(), version, app.texts.errors('en')));
  return [
    serve(healthz, 'public', () => Promise.resolve({ status: 'ok' as const })),
    serve(
      readyz,
      'public',
      async ({ app }) => {
        const lag = await readDispatchLag(app);
        return { status: lag > lateSeconds ? ('late' as const) : ('ok' as const), dispatchLagSeconds: Math.round(lag) };
      },
      watched,
    ),
    serve(
      readMetrics,
      'public',
      async ({ app, reply }) => {
        await refreshGauges(app);
        await reply.type(metrics.contentType).send(await metrics.metrics());
        return '';
      },
      watched,
    ),
    serve(readOpenApi, 'public', () => Promise.resolve(document())),
    serve(readApiPage, 'public', async ({ app, reply }) => {
      await reply
        .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'")
        .type('text/html; charset=utf-8')
        .send(page(app));
      return '';
    }),
    serve(watchLive, 'signed-in', ({ actor, reply }) => {
      startStream(reply);
      const say = (text: string): void => writeOrLetGo(reply.raw, text);
      const stop = live().watch(actor, {
        send: (message) => say(`data: ${JSON.stringify(message)}\n\n`),
        end: () => void reply.raw.end(() => reply.raw.destroy()),
      });
      const beat = setInterval(() => say(': beat\n\n'), heartbeatMs);
      const end = (): void => {
        clearInterval(beat);
        stop();
      };
      reply.raw.once('close', end);
      // Who asks takes a moment to find out; a browser that left meanwhile sends no close event any more.
      if (reply.raw.destroyed) end();
      return Promise.resolve({ topic: '', ids: [] });
    }),
    serve(listDeadJobs, 'job.manage', async ({ app, query }) => {
      const lag = await refreshGauges(app);
      return app.db.read(everything, async (tx) => ({
        items: (await failedJobs(tx, query.limit)).map(({ failedAt, output, ...job }) => {
          const read = failure.safeParse(output);
          return { ...job, failedAt: failedAt?.toISOString() ?? null, problem: read.success ? read.data.message : '' };
        }),
        queues: await queueCounts(tx),
        dispatchLagSeconds: Math.round(lag),
      }));
    }),
    serve(retryDeadJob, 'job.manage', async ({ app, params }) => {
      if ((await app.jobs.boss.getQueue(params.queue)) === null) throw notFound('job');
      const [job] = await app.jobs.boss.findJobs(params.queue, { id: params.id });
      if (!job) throw notFound('job');
      if (job.state !== 'failed') throw new Problem('job.not_failed', 409);
      await app.jobs.boss.retry(params.queue, params.id);
      return undefined;
    }),
  ];
};
