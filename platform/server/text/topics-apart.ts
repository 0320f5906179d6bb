import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import type { FoundTopic, TopicText } from './topics/index.ts';

export type TopicOptions = { minSize?: number; limit?: number };

const found = z.array(
  z.object({
    label: z.string(),
    ids: z.array(z.string()),
    words: z.array(z.string()),
    places: z.array(z.string()),
    firstAt: z.number().optional(),
    lastAt: z.number().optional(),
    centre: z.array(z.object({ term: z.string(), weight: z.number() })),
  }),
);
const message = z.union([z.object({ part: z.number() }), z.object({ topics: found })]);

/** An index of so few texts is made sooner than a thread starts. */
const fewTexts = 60;

/**
 * `findTopics` in a thread of its own: some seconds of arithmetic in which the process goes on answering. Ends with the
 * thread's error, and at once when `signal` says so.
 */
export const findTopicsApart = async (
  texts: readonly TopicText[],
  options: TopicOptions & { signal?: AbortSignal; onProgress?: (part: number) => void } = {},
): Promise<FoundTopic[]> => {
  const { signal, onProgress, ...plain } = options;
  signal?.throwIfAborted();
  if (texts.length <= fewTexts) return (await import('./topics/index.ts')).findTopics(texts, plain);
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./topics.worker.ts', import.meta.url), {
      workerData: { texts, options: plain },
    });
    const stop = (): void => void worker.terminate();
    signal?.addEventListener('abort', stop, { once: true });
    worker.on('message', (raw) => {
      const told = message.parse(raw);
      if ('part' in told) onProgress?.(told.part);
      else
        resolve(
          told.topics.map(({ firstAt, lastAt, ...topic }) => ({
            ...topic,
            ...(firstAt === undefined ? {} : { firstAt }),
            ...(lastAt === undefined ? {} : { lastAt }),
          })),
        );
    });
    worker.on('error', reject);
    worker.on('exit', (code) => {
      signal?.removeEventListener('abort', stop);
      reject(new Error(`the thread that finds topics ended with ${code}`));
    });
  });
};
