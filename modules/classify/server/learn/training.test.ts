import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { everything } from '#platform/server/database/index.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import { trainTextModel } from '#platform/server/text/learn/index.ts';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { openTestTicket } from '#test/ticket-factory.ts';
import { ticketRoutes } from '#modules/ticket/contract.ts';
import { readAccuracy, readTraining } from '../../contract.ts';
import { classifyModule } from '../index.ts';
import { gatherLabels } from './gather-labels.ts';
import { addGarden, importGarden, matterText, train } from './learning.fixture.ts';
import { insertModel } from './model.queries.ts';
import { trainJob } from './train.job.ts';
import { trainNow } from './train-now.ts';
import { beginTraining, insertTraining, tryTrainingLock } from './training.queries.ts';

let it: TestApp;
let admin: Caller;
beforeAll(async () => {
  it = await startTestApp({ role: 'all' });
  admin = await it.as('admin');
  await addGarden(it.app);
  await classifyModule.refresh?.(it.app);
  await importGarden(it, 40);
});
afterAll(() => it.stop());

const current = async () => readTraining.reply.parse((await admin('GET', '/api/classify/train')).body).training;

describe('one training at a time', () => {
  test('while another process trains, the second is told so and changes nothing', async () => {
    await it.app.db.write(everything, async (tx) => {
      expect(await tryTrainingLock(tx)).toBe(true);
      expect(await trainNow(it.app, ['category'])).toBeNull();
    });
    expect((await current())?.state).toBe('interrupted');
  });

  test('of two who press at once one trains, the other is refused', async () => {
    const answers = await Promise.all([1, 2].map(() => admin('POST', '/api/classify/train', { fields: ['category'] })));
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([202, 409]);
    const refused = answers.find((answer) => answer.status === 409);
    expect(refused?.body).toMatchObject({ code: 'classify.training_runs' });
    await admin('DELETE', '/api/classify/train');
  });

  test('one that was killed leaves the model in use as it was, and the next may begin', async () => {
    const done = await train(admin);
    expect(done.outcome[0]?.state).toBe('active');
    const id = newId(it.app.clock.now());
    const at = it.app.clock.now();
    await it.app.db.write(everything, async (tx) => {
      await insertTraining(tx, { id, fields: ['category'], askedBy: null, at });
      await sql`update classify_training set state = 'running', started_at = ${at}, part = 0.4 where id = ${id}`.execute(
        tx,
      );
    });
    // Nobody holds the lock: its process is gone.
    expect(await current()).toMatchObject({ id, state: 'interrupted' });
    const overview = readAccuracy.reply.parse((await admin('GET', '/api/classify/accuracy')).body);
    const version = done.outcome[0]?.version ?? 0;
    const used = overview.fields.find((one) => one.field === 'category')?.model;
    expect(used).toMatchObject({ version, state: 'active' });
    // The same tickets again: as good, and so the newer one is used.
    expect((await train(admin)).outcome[0]).toMatchObject({ state: 'active', version: version + 1, reason: 'as_good' });
  });

  test('the nightly one leaves a training alone that a person asked for', async () => {
    const id = newId(it.app.clock.now());
    await it.app.db.write(everything, async (tx) => {
      await tryTrainingLock(tx);
      await it.app.db.write(everything, async (inner) => {
        await insertTraining(inner, { id, fields: ['category'], askedBy: null, at: it.app.clock.now() });
        await beginTraining(inner, id, it.app.clock.now());
      });
      await trainJob.run(it.app, {});
      expect(await current()).toMatchObject({ id, state: 'running' });
    });
  });

  test('a model that is worse on the same held-out tickets is refused with both figures, and the old one stays', async () => {
    // Texts of which nothing follows: only who has seen them knows where they were filed, and the model in use has.
    for (let n = 0; n < 60; n += 1)
      await openTestTicket(it, {
        departmentId: it.departments.east,
        subject: '',
        content: createHash('sha1').update(String(n)).digest('hex'),
        channel: 'import',
        fields: { category: n % 2 === 0 ? 'garden.pond' : 'garden.lawn' },
      });
    const { category } = await gatherLabels(it.app);
    const knowing = trainTextModel(category);
    const bytes = knowing.toBytes();
    const at = it.app.clock.now();
    const kept = { id: newId(at), field: 'category' as const, bytes, probe: bytes, report: knowing.report, at };
    const version = await it.app.db.write(everything, (tx) =>
      insertModel(tx, { ...kept, rows: category.length, asked: 0.95, reason: 'first', compared: null, accepted: true }),
    );
    const [outcome] = (await train(admin)).outcome;
    const { before, after } = outcome?.compared ?? {};
    expect(outcome).toMatchObject({ state: 'refused', reason: 'not_better' });
    expect(after).toBeLessThan(before ?? 0);
    const overview = readAccuracy.reply.parse((await admin('GET', '/api/classify/accuracy')).body);
    expect(overview.fields.find((one) => one.field === 'category')?.model).toMatchObject({ version, state: 'active' });
  });
});

describe('a model that cannot be read', () => {
  test.each([['newer'], ['damaged']] as const)('%s: the page says it and the rules go on alone', async (problem) => {
    await it.app.db.write(everything, async (tx) => {
      // The number of the format stands behind the eight letters of the file; damage may be anywhere.
      const bytes =
        problem === 'newer'
          ? sql`overlay(bytes placing ${Buffer.from([255])} from 9)`
          : sql`substring(bytes from 1 for 64)`;
      await sql`update classify_model set bytes = ${bytes}, id = ${newId(it.app.clock.now())} where state = 'active'`.execute(
        tx,
      );
    });
    await classifyModule.refresh?.(it.app);
    const overview = readAccuracy.reply.parse((await admin('GET', '/api/classify/accuracy')).body);
    expect(overview.fields.find((one) => one.field === 'category')?.problem).toBe(problem);
    const { number } = await openTestTicket(it, {
      departmentId: it.departments.east,
      subject: '水池',
      content: matterText('garden.pond', 77),
    });
    const ticket = ticketRoutes.read.reply.parse((await admin('GET', `/api/tickets/${number}`)).body);
    expect(ticket).toMatchObject({ unsure: true, categoryKey: null });
    expect((await train(admin)).outcome).toMatchObject([{ state: 'active', reason: 'unreadable' }]);
    const mended = readAccuracy.reply.parse((await admin('GET', '/api/classify/accuracy')).body);
    expect(mended.fields.find((one) => one.field === 'category')?.problem).toBeNull();
  });
});
