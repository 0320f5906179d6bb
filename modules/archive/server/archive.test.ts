import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { answerCase, openCase, stateOf, surveyTokenOf } from '#modules/follow-up/server/cases.fixture.ts';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { fakeClock } from '#test/clock.ts';
import { runSql } from '#test/database.queries.ts';
import { eventually } from '#test/eventually.ts';
import { closingFile, listRetention, retentionViews, type RetentionView } from '../contract.ts';
import { archiveOld } from './archive-old.job.ts';
import { keepTime } from './retention/retention.job.ts';

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

describe('retention', () => {
  const listed = async (
    view: RetentionView,
  ): Promise<Map<string, z.output<typeof listRetention.reply>['items'][number]>> => {
    const answer = await admin('GET', `/api/retention?view=${view}&limit=200`);
    expect(answer.status, answer.text).toBe(200);
    return new Map(listRetention.reply.parse(answer.body).items.map((row) => [row.number, row]));
  };
  const erase = (numbers: readonly string[], more: object = {}) =>
    admin('POST', '/api/retention/erase', { numbers, reason: '保存期满', ...more });
  const archived = async () => {
    const one = await closed();
    await admin('POST', '/api/archive', { numbers: [one.number] });
    await eventually(async () => expect((await listed('kept')).has(one.number)).toBe(true));
    return one;
  };
  const later = async (years: number): Promise<void> => {
    clock.advance({ days: 366 * years });
    admin = await app.as('admin');
  };
  const sql = (statement: string) => runSql(app.databaseUrl, statement, ['huiyin.reach=all']);
  /** Every table that still holds these words somewhere; the customer is his own record and not the ticket's. */
  const tablesWith = async (words: string): Promise<string[]> => {
    const rows = await sql(
      `select table_name as name from information_schema.tables
       where table_type = 'BASE TABLE' and table_schema = 'public' and table_name not like 'customer%'
         and query_to_xml(format('select 1 from %I t where t::text like %L limit 1', table_name, '%${words}%'),
           false, false, '')::text like '%<row%'`,
    );
    return rows.map((row) => String(row['name']));
  };

  test('three years at least: erased too soon is refused, over it is listed, without the right nothing is there', async () => {
    const { number } = await archived();
    const row = (await listed('kept')).get(number);
    expect(row).toMatchObject({ months: 36, rule: null, hold: null, erased: null });
    expect((await erase([number])).body).toMatchObject({
      done: 0,
      results: [{ code: 'archive.retention_not_over', message: '还没到保存期限，不能删除' }],
    });
    const supervisor = await app.as('supervisor');
    expect((await supervisor('GET', '/api/retention')).status).toBe(404);
    expect((await supervisor('POST', '/api/retention/erase', { numbers: [number], reason: 'x' })).status).toBe(404);
    clock.advance({ days: 1090 });
    admin = await app.as('admin');
    expect((await listed('over')).has(number)).toBe(false);
    clock.advance({ days: 10 });
    admin = await app.as('admin');
    expect((await listed('over')).has(number)).toBe(true);
    expect((await erase([number], { dryRun: true })).body).toMatchObject({ done: 1 });
    expect((await listed('over')).has(number)).toBe(true);
  });

  const ids = z.object({ items: z.array(z.object({ id: z.string() })) });
  const secret = '蓝鲸暗号七七';
  /** Every panel of a case, filled in by those who work on it. */
  const tellEverywhere = async (number: string): Promise<void> => {
    const words = secret;
    const say = async (path: string, body: object) => {
      const answer = await admin('POST', path, body);
      expect(answer.status, `${path} ${answer.text}`).toBeLessThan(300);
      return answer.body;
    };
    const about = `/api/tickets/${number}`;
    const asked = { title: words, question: words, departmentIds: [app.departments.west] };
    const dueAt = new Date(clock.now().getTime() + 3_600_000).toISOString();
    const [help] = ids.parse(await say(`${about}/help`, { ...asked, dueAt })).items;
    await say(`/api/help/${help?.id}/result`, { result: words });
    const marks = { risk: 1, effect: 2, satisfaction: 3 };
    const [option] = ids.parse(await say(`${about}/options`, { title: words, note: words, ...marks })).items;
    await say(`/api/solution-options/${option?.id}/choose`, { reason: words });
    const head = await app.as('supervisor');
    const paid = { kind: 'refund', amountCents: 30_000, payee: words, note: words };
    const [line] = ids.parse(await say(`${about}/compensation`, paid)).items;
    await say(`/api/compensation/${line?.id}/submit`, { reason: words });
    const [request] = ids.parse((await head('GET', '/api/approvals?box=waiting')).body).items;
    const signed = await head('POST', `/api/approvals/${request?.id}/approve`, { comment: words });
    expect(signed.status, signed.text).toBe(200);
    await say(`${about}/verdicts`, { party: 'supplier', supplier: words, reason: words });
    const team = z.object({ id: z.string() }).parse(await say(`${about}/emergency`, {}));
    await say(`/api/emergencies/${team.id}/log`, { body: words });
    await say(`/api/emergencies/${team.id}/stand-down`, { reason: words });
    await say(`${about}/messages`, { direction: 'note', body: words });
    const task = z.object({ id: z.string() }).parse(await say(`${about}/tasks`, { title: words, dueAt }));
    await say(`/api/tasks/${task.id}/done`, {});
    await say(`${about}/assign`, { departmentId: app.departments.west, reason: words });
    await say(`${about}/assign`, { departmentId: app.departments.east, reason: words });
    expect((await admin('PUT', `${about}/draft`, { mode: 'note', body: words })).status).toBe(200);
  };

  /** What a language model answered and what a batch was told, as their modules would have kept it. */
  const keepBesides = async (number: string): Promise<void> => {
    const ticket = `(select id from ticket where number = '${number}')`;
    await sql(`insert into classify_llm_ask (id, person_id, ticket_id, purpose, state, answer, asked_at)
      select gen_random_uuid(), gen_random_uuid(), ${ticket}, 'summary', 'done', '{"text":"${secret}"}', now()`);
    await sql(`insert into batch_event (id, ticket_id, label, words, places, state, opened_at)
      select gen_random_uuid(), ${ticket}, '${secret}', '{${secret}}', '{${secret}}', 'closed', now()`);
    await sql(`insert into batch_run (id, event_id, kind, body, reason, state, started_by, started_at)
      select gen_random_uuid(), id, 'notice', '${secret}', '${secret}', 'done', gen_random_uuid(), now()
      from batch_event where label = '${secret}'`);
  };

  test('what was written in any panel of a case is erased with it', async () => {
    const one = await openCase(app, { phone: '13800002047' });
    await tellEverywhere(one.number);
    await keepBesides(one.number);
    await answerCase(admin, one.number, secret);
    const token = await surveyTokenOf(app, one.path);
    const rated = { score: 5, solved: true, comment: secret };
    expect((await app.anyone('POST', `/api/public/surveys/${token}`, rated)).status).toBe(201);
    await admin('POST', '/api/archive', { numbers: [one.number] });
    await eventually(async () => expect((await listed('kept')).has(one.number)).toBe(true));
    expect(await tablesWith(secret)).toEqual(
      expect.arrayContaining([
        'approval_act',
        'approval_request',
        'assign_move',
        'batch_event',
        'batch_run',
        'classify_llm_ask',
        'event',
        'resolve_compensation',
        'resolve_emergency',
        'resolve_emergency_log',
        'resolve_help',
        'resolve_option',
        'resolve_verdict',
        'survey',
        'ticket_message',
        'ticket_search',
        'ticket_task',
      ]),
    );
    await later(4);
    expect((await erase([one.number])).body).toMatchObject({ done: 1 });
    expect(await tablesWith(secret)).toEqual([]);
  });

  test('erased, not a word of it is left in any table, and what it was stays on record', async () => {
    const words = secret;
    const one = await archived();
    await admin('POST', `/api/tickets/${one.number}/messages`, { direction: 'note', body: `内部：${words}` });
    const [{ id } = { id: '' }] = z
      .array(z.object({ id: z.string() }))
      .parse(await sql(`select id from ticket where number = '${one.number}'`));
    await sql(`update ticket set subject = '${words}', customer_name = '${words}' where id = '${id}'`);
    await sql(`update survey set comment = '${words}' where ticket_id = '${id}'`);
    await sql(`update outbox_message set body = '${words}', address = '${words}' where ticket_id = '${id}'`);
    expect((await tablesWith(words)).length).toBeGreaterThan(3);
    await later(4);
    expect((await erase([one.number])).body).toMatchObject({ done: 1, skipped: 0 });
    expect(await tablesWith(words)).toEqual([]);
    expect((await listed('erased')).get(one.number)).toMatchObject({ erased: { reason: '保存期满' } });
    const left = await admin('GET', `/api/tickets/${one.number}`);
    expect(left.body).toMatchObject({ number: one.number, state: 'archived', subject: '—' });
    const file = closingFile.parse(JSON.parse((await admin('GET', `/api/tickets/${one.number}/closing-file`)).text));
    expect(file.entries.map((entry) => entry['name'])).toContain('archive.erased');
    expect((await erase([one.number])).body).toMatchObject({ results: [{ code: 'archive.retention_erased' }] });
  });

  test('a hold is stronger than the calendar and than the job, which is off until somebody switches it on', async () => {
    const [free, held] = [await archived(), await archived()];
    const hold = await admin('PUT', `/api/retention/${held.number}/hold`, { reason: '客户起诉' });
    expect(hold.body).toMatchObject({ hold: { reason: '客户起诉' } });
    await later(4);
    expect((await erase([held.number])).body).toMatchObject({ results: [{ code: 'archive.retention_held' }] });
    expect(await keepTime(app.app)).toBe(0);
    expect((await listed('over')).has(free.number)).toBe(true);
    expect((await admin('PUT', '/api/retention-setting', { eraseByJob: true })).body).toEqual({ eraseByJob: true });
    expect(await keepTime(app.app)).toBeGreaterThan(0);
    await admin('PUT', '/api/retention-setting', { eraseByJob: false });
    expect((await listed('erased')).get(free.number)?.erased).toMatchObject({ by: null });
    expect((await listed('held')).has(held.number)).toBe(true);
    const released = await admin('DELETE', `/api/retention/${held.number}/hold`);
    expect(released.body).toMatchObject({ hold: null, erased: null });
    expect((await listed('over')).has(held.number)).toBe(true);
  });

  test('a profile that demands more keeps it longer, also when it demands that only now', async () => {
    const one = await archived();
    await sql(
      `update sla_clock set profile_key = 'iso-10002', profile_version = 1
       where ticket_id = (select id from ticket where number = '${one.number}')`,
    );
    const profiles = z
      .object({
        items: z.array(
          z.object({ key: z.string(), version: z.int(), spec: z.looseObject({ retention: z.looseObject({}) }) }),
        ),
      })
      .parse((await admin('GET', '/api/sla/profiles')).body);
    const iso = profiles.items.find((each) => each.key === 'iso-10002');
    const spec = { ...iso?.spec, retention: { ...iso?.spec.retention, months: 120 } };
    const saved = await admin('PUT', '/api/sla/profiles/iso-10002', { version: iso?.version, spec });
    expect(saved.status, saved.text).toBe(200);
    await later(4);
    expect((await erase([one.number])).body).toMatchObject({ results: [{ code: 'archive.retention_not_over' }] });
    await later(7);
    expect((await erase([one.number])).body).toMatchObject({ done: 1 });
  });

  test('pages of every view go by key and end', async () => {
    for (const view of retentionViews) {
      const all = [...(await listed(view)).keys()];
      const seen: string[] = [];
      let cursor = '';
      do {
        const page = listRetention.reply.parse(
          (await admin('GET', `/api/retention?view=${view}&limit=1${cursor}`)).body,
        );
        seen.push(...page.items.map((row) => row.number));
        cursor = page.nextCursor === null ? '' : `&cursor=${encodeURIComponent(page.nextCursor)}`;
      } while (cursor !== '');
      expect(seen).toEqual(all);
    }
  });
});
