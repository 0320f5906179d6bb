import { plantModel, retireModels } from '#modules/classify/server/index.ts';
import { ticketCategories } from '#modules/ticket/server/index.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import { everything, openDatabase, type Database } from '#platform/server/database/index.ts';
import { openLog } from '#platform/server/log/index.ts';
import { trainTextModel, type LabelledText } from '#platform/server/text/learn/index.ts';
import { openBenchInstance, startProduct, stopProduct } from './instance.ts';
import { drive, port } from './intake.ts';
import { voice } from './voices.ts';

export type ClassifyIntakeRow = {
  trainedOn: number;
  trainSeconds: number;
  withoutPerSecond: number;
  withPerSecond: number;
  /** Share of the rate that the models cost. */
  cost: number;
};

const rows = 3000;
const clients = 16;
/** Running processes look for new models every five seconds. */
const hotSwapMs = 7000;

const labelled = (labels: readonly string[], part: (n: number) => number): LabelledText[] =>
  Array.from({ length: rows }, (_unused, n) => ({
    body: voice(n).content,
    label: labels[part(n) % labels.length] ?? '',
  }));

/** Category, kind, level and department, learned from the bench's own voices. */
const plantAll = async (db: Database): Promise<number> => {
  const keys = await db.read(everything, async (tx) => (await ticketCategories(tx)).map((one) => one.key).slice(0, 6));
  const learned = [
    { field: 'category' as const, set: labelled(keys, (n) => n >> 6) },
    { field: 'kind' as const, set: labelled(['complaint', 'inquiry'], (n) => n >> 3) },
    { field: 'level' as const, set: labelled(['2', '3'], (n) => n >> 6) },
    { field: 'department' as const, set: labelled([newId(new Date(0)), newId(new Date(1))], (n) => n) },
  ];
  let seconds = 0;
  for (const { field, set } of learned) {
    const began = performance.now();
    const model = trainTextModel(set);
    seconds += (performance.now() - began) / 1000;
    const at = new Date();
    const bytes = model.toBytes();
    const stored = { id: newId(at), field, bytes, probe: bytes, report: model.report, rows, asked: 0.95, at };
    await db.write(everything, (tx) => plantModel(tx, { ...stored, reason: 'first', compared: null, accepted: true }));
  }
  return seconds;
};

const swapped = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, hotSwapMs));

/** Without, with, without: the mean of the two outer parts stands for a database that has grown meanwhile. */
export const benchClassifyIntake = async (options: {
  seconds: number;
  say(line: string): void;
}): Promise<ClassifyIntakeRow> => {
  const { seconds, say } = options;
  const instance = await openBenchInstance(say);
  const product = await startProduct(instance, port, 'web');
  const db = openDatabase(instance.databaseUrl, openLog('silent'));
  try {
    say('warming up');
    await drive(clients, 3, 0);
    say(`without models, ${clients} clients`);
    const before = await drive(clients, seconds / 2, 1_000_000);
    say(`training four models on ${rows} texts`);
    const trainSeconds = await plantAll(db);
    await swapped();
    say('with models');
    const learned = await drive(clients, seconds, 2_000_000);
    await db.write(everything, retireModels);
    await swapped();
    say('without models again');
    const after = await drive(clients, seconds / 2, 3_000_000);
    const without = (before.perSecond + after.perSecond) / 2;
    return {
      trainedOn: rows,
      trainSeconds: Math.round(trainSeconds * 100) / 100,
      withoutPerSecond: Math.round(without),
      withPerSecond: Math.round(learned.perSecond),
      cost: Math.round((1 - learned.perSecond / without) * 1000) / 1000,
    };
  } finally {
    await db.close();
    await stopProduct(product);
    await instance.stop();
  }
};
