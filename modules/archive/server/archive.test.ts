import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { answerCase, openCase, stateOf, surveyTokenOf } from '#modules/follow-up/server/cases.fixture.ts';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { fakeClock } from '#test/clock.ts';
import { eventually } from '#test/eventually.ts';
import { closingFile } from '../contract.ts';
import { archiveOld } from './archive-old.job.ts';

const clock = fakeClock('2026-09-19T16:40:00+08:00');
let app: TestApp;
let admin: Caller;
beforeAll(async () => {
  app = await startTestApp({ clock });
  admin = await app.as('admin');
});
afterAll(() => app.stop());

const closed = async () => {
  const one = await openCase(app, { phone: '13800002046' });
  clock.advance({ minutes: 10 });
  await answerCase(admin, one.number);
  clock.advance({ minutes: 10 });
  const token = await surveyTokenOf(app, one.path);
  expect((await app.anyone('POST', `/api/public/surveys/${token}`, { score: 5, solved: true })).status).toBe(201);
  return one;
};

test('archived after thirty days, not before, and not when it was opened again', async () => {
  const [one, reopened] = [await closed(), await closed()];
  expect((await app.anyone('POST', `${reopened.path}/messages`, { unsolved: true })).status).toBe(201);
  clock.advance({ days: 29 });
  admin = await app.as('admin');
  expect(await archiveOld(app.app)).toBe(0);
  clock.advance({ days: 1 });
  admin = await app.as('admin');
  await eventually(async () => {
    await archiveOld(app.app);
    expect(await stateOf(admin, one.number)).toBe('archived');
  });
  expect(await stateOf(admin, reopened.number)).toBe('resolving');
  const late = await app.anyone('POST', `${one.path}/messages`, { body: '又坏了' });
  expect([late.status, late.text]).toEqual([409, expect.stringContaining('follow-up.archived')]);
});

test('many at once: each for itself, a dry run changes nothing, agents may not', async () => {
  const [one, open] = [await closed(), await openCase(app)];
  const numbers = [one.number, open.number, '00000000'];
  const dry = await admin('POST', '/api/archive', { numbers, dryRun: true });
  expect(dry.body).toMatchObject({ done: 1, skipped: 2 });
  expect(await stateOf(admin, one.number)).toBe('closed');
  const real = await admin('POST', '/api/archive', { numbers });
  const codes = z.object({ results: z.array(z.object({ code: z.string().nullable() })) }).parse(real.body).results;
  expect(codes.map((result) => result.code)).toEqual([null, 'ticket.illegal_transition', 'not_found']);
  expect(await stateOf(admin, one.number)).toBe('archived');
  expect((await (await app.as('agent'))('POST', '/api/archive', { numbers })).status).toBe(404);
});

test('the closing file tells the whole story in order, to those who may see the case', async () => {
  const one = await closed();
  clock.advance({ minutes: 10 });
  const note = await admin('POST', `/api/tickets/${one.number}/messages`, {
    direction: 'note',
    body: '内部：已赔运费',
  });
  expect(note.status, note.text).toBe(201);
  const reply = await admin('GET', `/api/tickets/${one.number}/closing-file`);
  expect(reply.headers.get('content-disposition')).toBe(`attachment; filename="huiyin-${one.number}.json"`);
  const file = closingFile.parse(JSON.parse(reply.text));
  expect(file.ticket).toMatchObject({ number: one.number, state: 'closed', rating: 5 });
  const story = file.entries.map((entry) => (entry['type'] === 'message' ? entry['body'] : entry['name']));
  expect(story).toEqual(
    expect.arrayContaining(['ticket.opened', 'survey.answered', 'ticket.closed', '内部：已赔运费']),
  );
  expect(story[0]).toBe('除湿机三天没动，家里等着用。');
  expect(file.notices.map((notice) => notice['templateKey'])).toContain('answered');
  const west = await app.as('agent', app.departments.west);
  const east = await app.as('agent', app.departments.east);
  const seen = [
    await west('GET', `/api/tickets/${one.number}/closing-file`),
    await east('GET', `/api/tickets/${one.number}/closing-file`),
  ];
  expect(seen.map((each) => each.status).filter((status) => status === 404).length).toBeGreaterThan(0);
});
