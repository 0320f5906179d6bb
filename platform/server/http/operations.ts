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

/** Routes that are about the process itself. `all` gives the finished list, this one included, for the OpenAPI document. */
export const operationRoutes = (
  live: () => Live,
  version: string,
  all: () => readonly ServedRoute[],
): ServedRoute[] => [
  serve(healthz, 'public', () => Promise.resolve({ status: 'ok' as const })),
  serve(readyz, 'public', async ({ app }) => {
    const lag = await readDispatchLag(app);
    return { status: lag > lateSeconds ? ('late' as const) : ('ok' as const), dispatchLagSeconds: Math.round(lag) };
  }),
  serve(readMetrics, 'public', async ({ app, reply }) => {
    await refreshGauges(app);
    await reply.type(metrics.contentType).send(await metrics.metrics());
    return '';
  }),
  serve(readOpenApi, 'public', () => Promise.resolve(openApiDocument(all(), version))),
  serve(readApiPage, 'public', async ({ reply }) => {
    await reply.type('text/html; charset=utf-8').send(apiPage(all(), version));
    return '';
  }),
  serve(watchLive, 'signed-in', ({ actor, reply }) => {
    startStream(reply);
    const stop = live().watch(actor, {
      send: (message) => void reply.raw.write(`data: ${JSON.stringify(message)}\n\n`),
      end: () => void reply.raw.end(() => reply.raw.destroy()),
    });
    const beat = setInterval(() => reply.raw.write(': beat\n\n'), heartbeatMs);
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
