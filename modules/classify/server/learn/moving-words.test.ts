import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#platform/server/crypto/ids.ts';
import { everything } from '#platform/server/database/index.ts';
import { trainTextModel } from '#platform/server/text/learn/index.ts';
import { startTestApp, type TestApp } from '#test/app.ts';
import { classifyModule } from '../index.ts';
import { matterText } from './learning.fixture.ts';
import { insertModel, modelOfVersion, retireModels } from './model.queries.ts';
import { wordsThatMoved } from './moving-words.ts';

let it: TestApp;
beforeAll(async () => {
  it = await startTestApp({ role: 'web' });
});
afterAll(() => it.stop());

const content = matterText('garden.pond', 700);

const plant = async (keys: readonly string[]): Promise<number> => {
  const rows = keys.flatMap((label) =>
    Array.from({ length: 60 }, (_unused, n) => ({ body: matterText(label, n), label })),
  );
  const model = trainTextModel(rows);
  const bytes = model.toBytes();
  const at = it.app.clock.now();
  const kept = { id: newId(at), field: 'category' as const, bytes, probe: bytes, report: model.report, at };
  const version = await it.app.db.write(everything, (tx) =>
    insertModel(tx, { ...kept, rows: rows.length, asked: 0.95, reason: 'first', compared: null, accepted: true }),
  );
  await classifyModule.refresh?.(it.app);
  return version;
};

type Decided = { version: number; by?: string; unsure?: boolean; words?: string[] };

const wordsOf = ({ version, by = 'model', unsure = false, words }: Decided): Promise<readonly string[]> => {
  const verdict = { version, label: 'garden.pond', confidence: 0.97, sure: !unsure };
  const kept = {
    by: { category: by },
    unsure,
    models: { category: verdict },
    ...(words === undefined ? {} : { words }),
  };
  return it.app.db.read(everything, (tx) =>
    wordsThatMoved(tx, it.app, { subject: '', triage: { classify: kept } }, content),
  );
};

test('the words are those of the version that decided, as long as its file is there', async () => {
  const first = await plant(['garden.pond', 'garden.hedge']);
  const said = await wordsOf({ version: first });
  expect(said.length).toBeGreaterThan(0);
  for (const word of said) expect(content).toContain(word);

  const second = await plant(['garden.pond', 'garden.lawn']);
  expect(second).toBe(first + 1);
  expect(await wordsOf({ version: first })).toEqual(said);
  expect((await it.app.db.read(everything, (tx) => modelOfVersion(tx, 'category', first)))?.length).toBeGreaterThan(0);

  // A version of which nothing is left: what the one in use would show is better than nothing.
  expect(await wordsOf({ version: 99 })).toEqual(await wordsOf({ version: second }));
});

test('a file of a newer release or a damaged one keeps nobody from reading the ticket', async () => {
  const second = await plant(['garden.pond', 'garden.lawn']);
  const expected = await wordsOf({ version: second });
  for (const bytes of [sql`overlay(bytes placing ${Buffer.from([255])} from 9)`, sql`substring(bytes from 1 for 64)`]) {
    const third = await plant(['garden.pond', 'garden.hedge']);
    await it.app.db.write(everything, (tx) =>
      sql`update classify_model set bytes = ${bytes} where field = 'category' and version = ${third}`.execute(tx),
    );
    await plant(['garden.pond', 'garden.lawn']);
    expect(await wordsOf({ version: third })).toEqual(expected);
  }
});

test('what a rule decided has words of its own, unless it is disputed', async () => {
  expect(await wordsOf({ version: 1, by: 'rules' })).toEqual([]);
  expect((await wordsOf({ version: 1, by: 'rules', unsure: true })).length).toBeGreaterThan(0);
});

test('older tickets keep the words they were stored with', async () => {
  expect(await wordsOf({ version: 1, words: ['快递'] })).toEqual(['快递']);
});

test('without any model nothing is shown, and nothing fails', async () => {
  await it.app.db.write(everything, retireModels);
  await classifyModule.refresh?.(it.app);
  expect(await wordsOf({ version: 77 })).toEqual([]);
  const bare = { subject: '', triage: {} };
  expect(await it.app.db.read(everything, (tx) => wordsThatMoved(tx, it.app, bare, content))).toEqual([]);
});
