import { Worker } from 'node:worker_threads';
import { type LabelledText, NotEnoughToLearn, type TrainOptions } from './types.ts';
import { workerAnswerSchema } from './worker-messages.ts';

export type WorkerOptions = Omit<TrainOptions, 'onProgress'> & {
  signal?: AbortSignal;
  onProgress?: (part: number) => void;
};

/** Trains in a thread of its own, so that requests are answered meanwhile; gives the bytes of the model. */
export const trainInWorker = (rows: readonly LabelledText[], options: WorkerOptions = {}): Promise<Uint8Array> => {
  const { signal, onProgress, ...plain } = options;
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const worker = new Worker(new URL('./train-worker.ts', import.meta.url), { workerData: { rows, options: plain } });
    const abort = (): void => settle(() => reject(abortReason(signal)));
    let settled = false;
    const settle = (how: () => void): void => {
      if (settled) return;
      settled = true;
      signal?.removeEventListener('abort', abort);
      how();
      void worker.terminate();
    };
    signal?.addEventListener('abort', abort);
    worker.on('message', (message: unknown) => {
      const answer = workerAnswerSchema.parse(message);
      if ('part' in answer) onProgress?.(answer.part);
      else if ('bytes' in answer) settle(() => resolve(answer.bytes));
      else settle(() => reject(new NotEnoughToLearn(answer.reason, answer.message)));
    });
    worker.on('error', (error) => settle(() => reject(error instanceof Error ? error : new Error(String(error)))));
    worker.on('exit', (code) => settle(() => reject(new Error(`The training thread ended with code ${code}.`))));
  });
};

function abortReason(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason;
  return reason instanceof Error ? reason : new Error('The training was stopped.');
}
