import { plantModel, retireModels } from '#modules/classify/server/index.ts';
import { ticketCategories } from '#modules/ticket/server/index.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import { everything, openDatabase, type Database } from '#platform/server/database/index.ts';
import { openLog } from '#platform/server/log/index.ts';
import { trainTextModel, type LabelledText, type TextModel } from '#platform/server/text/learn/index.ts';
import { openBenchInstance, startProduct, stopProduct } from './instance.ts';
import { drive, port } from './intake.ts';
import { percentile } from './percentile.ts';
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
const turns = 3;
/** Each part has senders of its own, so that nobody is a known customer. */
const senders = 1_000_000;
/** The first ten thousand requests cost up to half as much again until the compiler has seen the path. */
const warmUpSeconds = 12;
/** Running processes look for new models every five seconds. */
const hotSwapMs = 7000;

const labelled = (labels: readonly string[], part: (n: number) => number): LabelledText[] =>
  Array.from({ length: rows }, (_unused, n) => ({
    body: voice(n).content,
    label: labels[part(n) % labels.length] ?? '',
  }));

type Learned = { field: 'category' | 'kind' | 'level' | 'department'; model: TextModel };

/** Category, kind, level and department, learned from the bench's own voices. */
const learnAll = (keys: readonly string[]): Learned[] =>
  [
    { field: 'category' as const, set: labelled(keys, (n) => n >> 6) },
    { field: 'kind' as const, set: labelled(['complaint', 'inquiry'], (n) => n >> 3) },
    { field: 'level' as const, set: labelled(['2', '3'], (n) => n >> 6) },
    { field: 'department' as const, set: labelled([newId(new Date(0)), newId(new Date(1))], (n) => n) },
  ].map(({ field, set }) => ({ field, model: trainTextModel(set) }));

const plantAll = async (db: Database, learned: readonly Learned[]): Promise<void> => {
  const at = new Date();
  for (const { field, model } of learned) {
    const bytes = model.toBytes();
    const stored = { id: newId(at), field, bytes, probe: bytes, report: model.report, rows, asked: 0.95, at };
    await db.write(everything, (tx) => plantModel(tx, { ...stored, reason: 'first', compared: null, accepted: true }));
  }
};

const swapped = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, hotSwapMs));

/**
 * Without and with by turns, several times over, because the database grows and tidies up between: the medians are
 * compared. Each part is warmed up first, as the path with models is compiled only when it is walked.
 */
export const benchClassifyIntake = async (options: {
  seconds: number;
  say(line: string): void;
}): Promise<ClassifyIntakeRow> => {
  const { seconds, say } = options;
  const instance = await openBenchInstance(say);
  const product = await startProduct(instance, port, 'web');
  const db = openDatabase(instance.databaseUrl, openLog('silent'));
  let people = 0;
  const rate = async (what: string): Promise<number> => {
    await drive(clients, 2, (people += senders));
    const { perSecond } = await drive(clients, seconds, (people += senders));
    say(`${what}: ${Math.round(perSecond)} a second`);
    return perSecond;
  };
  try {
    say(`training four models on ${rows} texts`);
    const keys = await db.read(everything, async (tx) =>
      (await ticketCategories(tx)).map((one) => one.key).slice(0, 6),
    );
    const began = performance.now();
    const learned = learnAll(keys);
    const trainSeconds = (performance.now() - began) / 1000;
    say('warming up');
    await drive(clients, warmUpSeconds, people);
    const [without, withModels]: [number[], number[]] = [[], []];
    for (let turn = 0; turn < turns; turn += 1) {
      without.push(await rate('without models'));
      await plantAll(db, learned);
      await swapped();
      withModels.push(await rate('with four models'));
      await db.write(everything, retireModels);
      await swapped();
    }
    without.push(await rate('without models'));
    const [plain, learnt] = [percentile(without, 0.5), percentile(withModels, 0.5)];
    return {
      trainedOn: rows,
      trainSeconds: Math.round(trainSeconds * 100) / 100,
      withoutPerSecond: Math.round(plain),
      withPerSecond: Math.round(learnt),
      cost: Math.round((1 - learnt / plain) * 1000) / 1000,
    };
  } finally {
    await db.close();
    await stopProduct(product);
    await instance.stop();
  }
};
