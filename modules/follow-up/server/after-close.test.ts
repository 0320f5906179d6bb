import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { fakeClock } from '#test/clock.ts';
import { answerCase, openCase } from './cases.fixture.ts';

const clock = fakeClock('2026-09-19T16:40:00+08:00');
let app: TestApp;
let admin: Caller;
beforeAll(async () => {
  app = await startTestApp({ clock, role: 'web' });
  admin = await app.as('admin');
});
afterAll(() => app.stop());

const detail = z.object({
  state: z.string(),
  version: z.int(),
  needsAnswer: z.boolean(),
  tasks: z.array(z.object({ titleKey: z.string(), dueAt: z.string() })),
});
const read = async (number: string) => detail.parse((await admin('GET', `/api/tickets/${number}`)).body);
const close = (number: string, more: object = {}) =>
  admin('POST', `/api/tickets/${number}/transitions`, { action: 'close', reason: '客户电话确认', ...more });
const write = (path: string, body: string, more: object = {}) =>
  app.anyone('POST', `${path}/messages`, { body, ...more });

describe('a word on a closed ticket', () => {
  test('becomes a task once a day, and opens the ticket only when it says so', async () => {
    const one = await openCase(app);
    await answerCase(admin, one.number);
    expect((await close(one.number)).status).toBe(200);
    for (const word of ['对了，发票什么时候寄？', '补一句：抬头别写错'])
      expect((await write(one.path, word)).status).toBe(201);
    const dueAt = new Date(clock.now().getTime() + 24 * 3_600_000).toISOString();
    expect(await read(one.number)).toMatchObject({
      state: 'closed',
      needsAnswer: true,
      tasks: [{ titleKey: 'wrote_after_close', dueAt }],
    });
    clock.advance({ hours: 24 });
    admin = await app.as('admin');
    expect((await write(one.path, '还是没有收到')).status).toBe(201);
    expect((await read(one.number)).tasks).toHaveLength(2);
    expect((await write(one.path, '根本没解决', { unsolved: true })).status).toBe(201);
    expect(await read(one.number)).toMatchObject({ state: 'resolving' });
  });

  test('that comes in the moment of closing is seen, whichever was first', async () => {
    for (let round = 0; round < 8; round += 1) {
      const one = await openCase(app);
      await answerCase(admin, one.number);
      const { version } = await read(one.number);
      const [word, closed] = await Promise.all([
        write(one.path, '等一下，还有一件事'),
        close(one.number, round % 2 === 0 ? { version } : {}),
      ]);
      expect(word.status, word.text).toBe(201);
      expect([200, 409]).toContain(closed.status);
      const now = await read(one.number);
      expect(now.needsAnswer).toBe(true);
      if (now.state === 'closed' && round % 2 === 0)
        expect(now.tasks.map((task) => task.titleKey)).toEqual(['wrote_after_close']);
    }
  });
});
