import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { eventually } from '#test/eventually.ts';
import { everything } from '../database/index.ts';
import type { Subscriber } from '../module.ts';
import { systemActor } from '../session/actor.ts';
import { dispatchInline, dispatchOnce, readDispatchLag, startDispatcher, subscriberJob } from './dispatcher.ts';
import { emit } from './emit.ts';
import { startWorkers } from '../jobs/index.ts';

const jobs = z.object({
  items: z.array(z.object({ id: z.string(), queue: z.string(), state: z.string(), problem: z.string() })),
});

let app: TestApp;
let admin: Caller;
const heard: number[] = [];
let broken = true;

/** Writes down what it hears in the order it hears it. */
const listener: Subscriber = {
  name: 'probe.listen',
  events: ['probe.happened'],
  handle(_app, _tx, events) {
    for (const event of events) heard.push(z.object({ n: z.number() }).parse(event.data).n);
    return Promise.resolve();
  },
};

const failing: Subscriber = {
  name: 'probe.fail',
  events: ['probe.failed'],
  handle() {
    return broken ? Promise.reject(new Error('the other side is away')) : Promise.resolve();
  },
};

const aSecondAgo = (): Date => new Date(app.app.clock.now().getTime() - 1000);

const send = (name: `${string}.${string}`, numbers: readonly number[]): Promise<void> =>
  app.app.db.write(everything, (tx) =>
    emit(
      tx,
      numbers.map((n) => ({ name, subjectId: randomUUID(), actor: systemActor, at: aSecondAgo(), data: { n } })),
    ),
  );

beforeAll(async () => {
  app = await startTestApp({ role: 'web' });
  admin = await app.as('admin');
  await dispatchInline(app.app, []);
  expect(await readDispatchLag(app.app)).toBe(0);
});

afterAll(() => app.stop());

describe('dispatching without workers', () => {
  test('hands events over in order and once', async () => {
    await send('probe.happened', [1, 2, 3]);
    await send('probe.happened', [4]);
    expect(await dispatchInline(app.app, [listener])).toBe(4);
    expect(await dispatchInline(app.app, [listener])).toBe(0);
    expect(heard).toEqual([1, 2, 3, 4]);
  });

  test('a subscriber that fails leaves the cursor where it was', async () => {
    await send('probe.failed', [5]);
    await expect(dispatchInline(app.app, [failing])).rejects.toThrow('away');
    broken = false;
    expect(await dispatchInline(app.app, [failing])).toBe(1);
    broken = true;
  });

  test('what a subscriber tells while he handles is handed over next, although his transaction is the older one', async () => {
    const told: number[] = [];
    const telling: Subscriber = {
      name: 'probe.tell',
      events: ['probe.asked', 'probe.told'],
      async handle(given, tx, events) {
        for (const one of events) {
          if (one.name === 'probe.told') told.push(z.object({ n: z.number() }).parse(one.data).n);
          else
            await emit(tx, [
              {
                name: 'probe.told',
                subjectId: one.subjectId,
                actor: systemActor,
                at: given.clock.now(),
                data: { n: 7 },
              },
            ]);
        }
      },
    };
    await send('probe.asked', [1]);
    expect(await dispatchInline(app.app, [telling])).toBe(2);
    expect(told).toEqual([7]);
  });

  test('says how late it is', async () => {
    expect(await readDispatchLag(app.app)).toBe(0);
    await send('probe.happened', [6]);
    expect(await readDispatchLag(app.app)).toBeGreaterThanOrEqual(1);
    expect(await dispatchInline(app.app, [])).toBe(1);
    expect(await readDispatchLag(app.app)).toBe(0);
  });
});

describe('dispatching through jobs', () => {
  test('stores a job per subscriber in the transaction that moves the cursor', async () => {
    const definition = subscriberJob(listener);
    await app.app.jobs.boss.createQueue(definition.name);
    heard.length = 0;
    await send('probe.happened', [10, 11]);
    expect(await dispatchOnce(app.app, [listener])).toBe(2);
    await startWorkers(app.app, [definition]);
    await eventually(() => {
      expect(heard).toEqual([10, 11]);
    });
  });

  test('wakes when told to, and stops cleanly', async () => {
    heard.length = 0;
    const dispatcher = startDispatcher(app.app, [listener]);
    await send('probe.happened', [20]);
    dispatcher.wake();
    await eventually(() => {
      expect(heard).toEqual([20]);
    });
    await dispatcher.stop();
  });

  test('a job that fails for good stands on the page of dead letters and can be tried again', async () => {
    const definition = { ...subscriberJob(failing), retry: { limit: 0, delaySeconds: 1, maxDelaySeconds: 1 } };
    await app.app.jobs.boss.createQueue(definition.name, { retryLimit: 0 });
    await send('probe.failed', [30]);
    expect(await dispatchOnce(app.app, [failing])).toBe(1);
    await startWorkers(app.app, [definition]);
    const dead = await eventually(async () => {
      const found = jobs
        .parse((await admin('GET', '/api/jobs')).body)
        .items.find((job) => job.queue === definition.name && job.state === 'failed');
      if (!found) throw new Error(`not dead yet: ${JSON.stringify((await admin('GET', '/api/jobs')).body)}`);
      return found;
    });
    expect(dead.problem).toContain('away');
    broken = false;
    expect((await admin('POST', `/api/jobs/${dead.queue}/${dead.id}/retry`)).status).toBe(204);
    await eventually(async () => {
      const { items } = jobs.parse((await admin('GET', '/api/jobs')).body);
      expect(items.some((job) => job.id === dead.id)).toBe(false);
    });
    expect((await admin('POST', `/api/jobs/${dead.queue}/${dead.id}/retry`)).status).toBe(409);
  });
});
