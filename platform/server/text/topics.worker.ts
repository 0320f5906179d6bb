import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { findTopics } from './topics/index.ts';

const given = z
  .object({
    texts: z.array(
      z.object({
        id: z.string(),
        title: z.string().optional(),
        body: z.string(),
        at: z.number().optional(),
        weight: z.number().optional(),
      }),
    ),
    options: z.object({ minSize: z.number().optional(), limit: z.number().optional() }),
  })
  .parse(workerData);

const { minSize, limit } = given.options;
const topics = findTopics(
  given.texts.map(({ id, body, title, at, weight }) => ({
    id,
    body,
    ...(title === undefined ? {} : { title }),
    ...(at === undefined ? {} : { at }),
    ...(weight === undefined ? {} : { weight }),
  })),
  {
    ...(minSize === undefined ? {} : { minSize }),
    ...(limit === undefined ? {} : { limit }),
    onProgress: (part) => parentPort?.postMessage({ part }),
  },
);
parentPort?.postMessage({ topics });
