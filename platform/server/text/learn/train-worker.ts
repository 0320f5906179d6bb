/** Runs in a worker thread: trains and posts the bytes of the model. */
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { trainTextModel } from './train.ts';
import { workerJobSchema } from './worker-messages.ts';
import { NotEnoughToLearn } from './types.ts';

if (!isMainThread && parentPort !== null) {
  const port = parentPort;
  const { rows, options } = workerJobSchema.parse(workerData);
  try {
    const model = trainTextModel(rows, { ...options, onProgress: (part) => port.postMessage({ part }) });
    port.postMessage({ bytes: model.toBytes() });
  } catch (error) {
    if (!(error instanceof NotEnoughToLearn)) throw error;
    port.postMessage({ reason: error.reason, message: error.message });
  }
}
