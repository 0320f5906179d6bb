import { expect, test } from 'vitest';
import { inventedRows } from './learn.fixture.ts';
import { loadTextModel, NotEnoughToLearn, trainInWorker, trainTextModel } from './index.ts';

const rows = inventedRows(120);

test('a worker gives the model that training here gives', async () => {
  const parts: number[] = [];
  const there = loadTextModel(await trainInWorker(rows, { seed: 5, onProgress: (part) => parts.push(part) }));
  const here = trainTextModel(rows, { seed: 5 });
  expect({ ...there.report, trainSeconds: 0 }).toEqual({ ...here.report, trainSeconds: 0 });
  for (const row of rows.slice(0, 20)) expect(there.predict(row)).toEqual(here.predict(row));
  expect(parts.at(-1)).toBe(1);
});

test('two trainings at once do not disturb each other', async () => {
  const [one, two] = await Promise.all([trainInWorker(rows), trainInWorker(inventedRows(80, 2))]);
  expect(loadTextModel(one).report.rows).toBe(120);
  expect(loadTextModel(two).report.rows).toBe(80);
});

test('what cannot be learned from is said as it is without a worker', async () => {
  await expect(trainInWorker(rows.slice(0, 2))).rejects.toThrow(NotEnoughToLearn);
});

test('stops when told to, before and while it runs', async () => {
  await expect(trainInWorker(rows, { signal: AbortSignal.abort() })).rejects.toThrow(/abort/);
  const stop = new AbortController();
  const running = trainInWorker(inventedRows(20_000), { signal: stop.signal, onProgress: () => stop.abort() });
  await expect(running).rejects.toThrow(/abort/);
});
