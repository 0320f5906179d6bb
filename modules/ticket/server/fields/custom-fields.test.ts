import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { everything } from '#platform/server/database/index.ts';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { openTestTicket } from '#test/ticket-factory.ts';
import { customFieldRoutes, customFieldSchema, type CustomField } from '../../contract/custom-fields.ts';
import { ticketDetail } from '../../contract/sent.ts';
import { listCustomFields, missingCustomFields, readCustomValues } from '../index.ts';

let it: TestApp;
let admin: Caller;
let agent: Caller;
beforeAll(async () => {
  it = await startTestApp({ role: 'web' });
  admin = await it.as('admin');
  agent = await it.as('agent');
});
afterAll(() => it.stop());

const problem = z.object({
  code: z.string(),
  detail: z.string(),
  fields: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })).default([]),
});
const codesOf = (body: unknown): string[] => problem.parse(body).fields.map((field) => field.code);

const define = async (wish: object): Promise<CustomField> => {
  const answer = await admin('POST', '/api/custom-fields', { name: '字段', ...wish });
  expect(answer.status, answer.text).toBe(201);
  return customFieldSchema.parse(answer.body);
};
const open = () => openTestTicket(it, { departmentId: it.departments.east });
const set = (caller: Caller, number: string, values: object, version?: number) =>
  caller('PUT', `/api/tickets/${number}/fields`, { values, ...(version === undefined ? {} : { version }) });
const fieldsOf = async (caller: Caller, number: string): Promise<Record<string, unknown>> =>
  ticketDetail.parse((await caller('GET', `/api/tickets/${number}`)).body).fields;
const options = (...keys: string[]) => keys.map((key) => ({ key, name: key.toUpperCase() }));

describe('defining a field', () => {
  test('is an administrator’s work and counts at once, without a restart', async () => {
    for (const role of ['supervisor', 'agent', 'auditor'] as const)
      expect(
        (await (await it.as(role))('POST', '/api/custom-fields', { key: 'nope', kind: 'text', name: 'x' })).status,
      ).toBe(404);
    const field = await define({
      key: 'model',
      kind: 'choice',
      name: '型号',
      nameEn: 'Model',
      options: options('a', 'b'),
    });
    expect(field).toMatchObject({ key: 'model', retired: false, version: 1, options: [{ key: 'a' }, { key: 'b' }] });
    const { number } = await open();
    expect((await set(agent, number, { model: 'b' })).status).toBe(200);
    expect(await fieldsOf(agent, number)).toEqual({ model: 'b' });
  });

  test('a key never changes, is used once, and follows its form', async () => {
    await define({ key: 'once', kind: 'text' });
    const again = await admin('POST', '/api/custom-fields', { key: 'once', kind: 'number', name: '再来' });
    expect([again.status, problem.parse(again.body).code]).toEqual([409, 'ticket.field_exists']);
    for (const key of ['Once', '1a', 'with space', 'ключ', `a${'b'.repeat(40)}`])
      expect(codesOf((await admin('POST', '/api/custom-fields', { key, kind: 'text', name: 'x' })).body)).toEqual([
        'ticket.field_key',
      ]);
    expect(
      codesOf((await admin('POST', '/api/custom-fields', { key: 'category', kind: 'text', name: 'x' })).body),
    ).toEqual(['ticket.field_key_reserved']);
    const changed = await admin('PUT', '/api/custom-fields/once', { name: '新名', key: 'other', kind: 'date' });
    expect(changed.body).toMatchObject({ key: 'once', kind: 'text', name: '新名', version: 2 });
  });

  test('two at once with one key: one is told', async () => {
    const answers = await Promise.all(
      [1, 2, 3].map(() => admin('POST', '/api/custom-fields', { key: 'race', kind: 'text', name: '同时' })),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409, 409]);
  });

  test.each([
    [
      'a tree in a circle',
      {
        kind: 'tree',
        options: [
          { key: 'a', name: 'A', parentKey: 'b' },
          { key: 'b', name: 'B', parentKey: 'a' },
        ],
      },
      'ticket.field_option_circle',
    ],
    [
      'a node of its own',
      { kind: 'tree', options: [{ key: 'a', name: 'A', parentKey: 'a' }] },
      'ticket.field_option_circle',
    ],
    [
      'a parent that is not there',
      { kind: 'tree', options: [{ key: 'a', name: 'A', parentKey: 'z' }] },
      'ticket.field_option_parent',
    ],
    [
      'levels in a choice',
      {
        kind: 'choice',
        options: [
          { key: 'a', name: 'A' },
          { key: 'b', name: 'B', parentKey: 'a' },
        ],
      },
      'ticket.field_option_parent',
    ],
    ['an option twice', { kind: 'choice', options: options('a', 'a') }, 'ticket.field_option_twice'],
    ['a choice without options', { kind: 'choice' }, 'ticket.field_options_missing'],
    ['options of a number', { kind: 'number', options: options('a') }, 'ticket.field_options_unwanted'],
    ['a broken pattern', { kind: 'text', rule: { pattern: '([a-z' } }, 'ticket.field_pattern'],
    ['a catastrophic pattern', { kind: 'text', rule: { pattern: '(a+)+', length: 50 } }, 'ticket.field_pattern_slow'],
    ['a back reference', { kind: 'text', rule: { pattern: '(a)\\1', length: 50 } }, 'ticket.field_pattern_slow'],
    ['bounds the wrong way', { kind: 'number', rule: { min: 3, max: 1 } }, 'ticket.field_bounds_crossed'],
    ['a day as the bound of a number', { kind: 'number', rule: { min: '2026-01-01' } }, 'ticket.field_bound'],
    ['a pattern of a date', { kind: 'date', rule: { pattern: 'a' } }, 'ticket.field_bound'],
    ['a category that is not there', { kind: 'text', categoryKeys: ['no.such'] }, 'ticket.field_category'],
    ['a role that is not there', { kind: 'text', readRoles: ['king'] }, 'ticket.field_role'],
  ])('%s is refused with its path', async (_what, wish, code) => {
    const answer = await admin('POST', '/api/custom-fields', { key: 'bad', name: '坏', ...wish });
    expect(answer.status).toBe(422);
    expect(codesOf(answer.body)).toContain(code);
    expect(problem.parse(answer.body).fields.every((field) => field.message !== '')).toBe(true);
  });

  test('retired options stay readable where they stand, and are chosen no more', async () => {
    const field = await define({ key: 'colour', kind: 'choice', options: options('red', 'blue', 'green') });
    const { number } = await open();
    await set(agent, number, { colour: 'red' });
    const dropped = await admin('PUT', '/api/custom-fields/colour', {
      name: '颜色',
      options: options('blue', 'green'),
    });
    expect([dropped.status, problem.parse(dropped.body).code]).toEqual([409, 'ticket.field_option_in_use']);
    expect((await admin('GET', '/api/custom-fields/colour/use')).body).toEqual({
      tickets: { count: 1, capped: false },
      optionKeys: ['red'],
    });
    const unused = await admin('PUT', '/api/custom-fields/colour', { name: '颜色', options: options('red', 'blue') });
    expect(unused.status).toBe(200);
    const retired = await admin('PUT', '/api/custom-fields/colour', {
      name: '颜色',
      options: field.options.slice(0, 2).map((option) => ({ ...option, retired: option.key === 'red' })),
    });
    expect(retired.status).toBe(200);
    expect(await fieldsOf(agent, number)).toEqual({ colour: 'red' });
    expect((await set(agent, number, { colour: 'red' })).status).toBe(200);
    const other = await open();
    expect(codesOf((await set(agent, other.number, { colour: 'red' })).body)).toEqual(['ticket.field_option']);
  });

  test('a field with values is retired, not deleted; one without may go', async () => {
    await define({ key: 'kept', kind: 'number' });
    await define({ key: 'gone', kind: 'number' });
    const { number } = await open();
    await set(agent, number, { kept: 7 });
    const refused = await admin('DELETE', '/api/custom-fields/kept');
    expect([refused.status, problem.parse(refused.body).code]).toEqual([409, 'ticket.field_in_use']);
    expect((await admin('DELETE', '/api/custom-fields/gone')).status).toBe(204);
    expect((await admin('PUT', '/api/custom-fields/kept', { name: '留着', retired: true })).body).toMatchObject({
      retired: true,
    });
    expect(await fieldsOf(agent, number)).toEqual({ kept: 7 });
    expect(codesOf((await set(agent, number, { kept: 8 })).body)).toEqual(['ticket.field_retired']);
    expect((await admin('PUT', '/api/custom-fields/kept', { name: '留着', retired: false })).body).toMatchObject({
      retired: false,
    });
    expect((await set(agent, number, { kept: 8 })).status).toBe(200);
  });

  test('an older version of the definition is told so', async () => {
    const field = await define({ key: 'versioned', kind: 'text' });
    await admin('PUT', '/api/custom-fields/versioned', { name: '一', version: field.version });
    const late = await admin('PUT', '/api/custom-fields/versioned', { name: '二', version: field.version });
    expect([late.status, problem.parse(late.body).code]).toEqual([409, 'ticket.field_changed']);
  });

  test('keeps the order it was given', async () => {
    await define({ key: 'order_a', kind: 'text' });
    await define({ key: 'order_b', kind: 'text' });
    const reply = customFieldRoutes.reorder.reply.parse(
      (await admin('POST', '/api/custom-fields/reorder', { keys: ['order_b', 'order_a'] })).body,
    );
    expect(reply.items.slice(0, 2).map((field) => field.key)).toEqual(['order_b', 'order_a']);
  });
});

describe('the values of a ticket', () => {
  beforeAll(async () => {
    await define({ key: 'note_text', kind: 'text', name: '备注', rule: { length: 10 } });
    await define({ key: 'plate', kind: 'text', name: '车牌', rule: { pattern: '[A-Z]{2}-\\d{4}', length: 20 } });
    await define({ key: 'amount', kind: 'number', name: '金额', rule: { min: 0, max: 1000 } });
    await define({ key: 'bought', kind: 'date', name: '购买日', rule: { min: '2020-01-01' } });
    await define({
      key: 'parts',
      kind: 'choice',
      name: '部件',
      rule: { many: true },
      options: options('fan', 'pump', 'lid'),
    });
    await define({
      key: 'area',
      kind: 'tree',
      name: '地区',
      options: [
        { key: 'zj', name: '浙江' },
        { key: 'hz', name: '杭州', parentKey: 'zj' },
        { key: 'xh', name: '西湖区', parentKey: 'hz' },
      ],
    });
    await define({ key: 'expert', kind: 'person', name: '专家' });
    await define({ key: 'proof', kind: 'file', name: '凭证', rule: { max: 2 } });
  });

  test('are typed, kept beside each other, and taken away by null', async () => {
    const { number, id } = await open();
    const values = {
      note_text: ' 六点后打电话 ',
      plate: 'AB-1234',
      amount: '12.5',
      bought: '2026-02-28',
      parts: ['pump', 'fan', 'fan'],
      area: 'xh',
      expert: agent.personId,
    };
    const answer = await set(agent, number, values);
    expect(answer.status, answer.text).toBe(200);
    const typed = {
      note_text: '六点后打电话',
      plate: 'AB-1234',
      amount: 12.5,
      bought: '2026-02-28',
      parts: ['fan', 'pump'],
      area: 'xh',
      expert: agent.personId,
    };
    expect(await fieldsOf(agent, number)).toEqual(typed);
    await set(agent, number, { amount: null, parts: [] });
    const { amount: _amount, parts: _parts, ...left } = typed;
    expect(await fieldsOf(agent, number)).toEqual(left);
    const [fields, read] = await it.app.db.read(
      everything,
      async (tx) => [await listCustomFields(tx), await readCustomValues(tx, id)] as const,
    );
    expect(read).toEqual(left);
    expect(missingCustomFields(fields, read, ['amount', 'area', 'no_such'])).toEqual(['amount']);
  });

  test.each([
    [{ note_text: 5 }, 'ticket.field_text'],
    [{ note_text: '一二三四五六七八九十一' }, 'ticket.field_long'],
    [{ plate: 'ab-1' }, 'ticket.field_form'],
    [{ amount: 'much' }, 'ticket.field_number'],
    [{ amount: true }, 'ticket.field_number'],
    [{ amount: -1 }, 'ticket.field_small'],
    [{ amount: 1000.01 }, 'ticket.field_big'],
    [{ bought: '2026-02-30' }, 'ticket.field_date'],
    [{ bought: '2019-12-31' }, 'ticket.field_small'],
    [{ parts: ['fan', 'wheel'] }, 'ticket.field_option'],
    [{ parts: { fan: true } }, 'ticket.field_option'],
    [{ area: ['zj', 'hz'] }, 'ticket.field_many'],
    [{ area: 'bj' }, 'ticket.field_option'],
    [{ expert: '00000000-0000-4000-8000-000000000000' }, 'ticket.field_person'],
    [{ expert: 'Li' }, 'ticket.field_person'],
    [{ proof: ['x'] }, 'ticket.field_file'],
    [{ no_such_field: 1 }, 'ticket.field_unknown'],
  ])('%j is refused and names the field', async (values, code) => {
    const { number } = await open();
    const answer = await set(agent, number, values);
    expect(answer.status).toBe(422);
    const [field] = problem.parse(answer.body).fields;
    expect(field).toMatchObject({ path: `values.${Object.keys(values)[0]}`, code });
    expect(field?.message).not.toContain('{{');
    expect(await fieldsOf(agent, number)).toEqual({});
  });

  test('one fault refuses the whole, and every fault is told at once', async () => {
    const { number } = await open();
    const answer = await set(agent, number, { amount: 'x', bought: 'y', note_text: '好' });
    expect(codesOf(answer.body)).toEqual(['ticket.field_number', 'ticket.field_date']);
    expect(await fieldsOf(agent, number)).toEqual({});
  });

  test('a version that was passed by is refused; nothing changed makes no event', async () => {
    const { number } = await open();
    const first = ticketDetail.parse((await set(agent, number, { amount: 1 })).body);
    const late = await set(agent, number, { amount: 2 }, first.version - 1);
    expect([late.status, problem.parse(late.body).code]).toEqual([409, 'ticket.changed']);
    const same = ticketDetail.parse((await set(agent, number, { amount: 1 }, first.version)).body);
    expect(same.version).toBe(first.version);
  });

  test('the timeline says who changed what from what to what, texts too', async () => {
    const { number } = await open();
    await set(agent, number, { amount: 1, note_text: '旧话' });
    await set(agent, number, { amount: 2, note_text: '新话' });
    const thread = z
      .object({
        items: z.array(
          z.object({
            type: z.string(),
            name: z.string().optional(),
            actorName: z.string().optional(),
            data: z.unknown().optional(),
          }),
        ),
      })
      .parse((await agent('GET', `/api/tickets/${number}/thread`)).body);
    const changes = thread.items.filter((entry) => entry.name === 'ticket.fields_changed');
    expect(changes).toHaveLength(2);
    expect(changes[1]?.actorName).toMatch(/^agent/);
    expect(changes[1]?.data).toEqual({
      changes: [
        { key: 'amount', from: 1, to: 2 },
        { key: 'note_text', from: '旧话', to: '新话' },
      ],
    });
  });

  test('words of people do not stand in the event itself', async () => {
    const { number, id } = await open();
    await set(agent, number, { note_text: '不进事件' });
    const { eventsOf } = await import('#platform/server/events/events.queries.ts');
    const events = await it.app.db.read(everything, (tx) => eventsOf(tx, id, 0, 50));
    expect(JSON.stringify(events)).not.toContain('不进事件');
  });

  test('who only looks, or sits elsewhere, finds nothing to write', async () => {
    const { number } = await open();
    const [auditor, west] = [await it.as('auditor'), await it.as('agent', it.departments.west)];
    for (const caller of [auditor, west]) expect((await set(caller, number, { amount: 1 })).status).toBe(404);
  });
});

describe('a file field', () => {
  const upload = async (number: string, name: string): Promise<string> => {
    const form = new FormData();
    form.set('file', new Blob(['%PDF-1.4 sample'], { type: 'application/pdf' }), name);
    const answer = await agent('POST', `/api/tickets/${number}/attachments`, form);
    const read = z.object({ attachments: z.array(z.object({ id: z.string() })) }).safeParse(answer.body);
    return read.data?.attachments[0]?.id ?? answer.text;
  };

  test('holds files of its own ticket only, and gives them out by the field’s rights', async () => {
    const [one, other] = [await open(), await open()];
    const [mine, foreign] = [await upload(one.number, '发票.pdf'), await upload(other.number, '别人.pdf')];
    const refused = await set(agent, one.number, { proof: [mine, foreign] });
    expect(codesOf(refused.body)).toEqual(['ticket.field_file']);
    expect((await set(agent, one.number, { proof: [mine] })).status).toBe(200);
    expect((await agent('GET', `/api/attachments/${mine}`)).status).toBe(200);
    const taken = await agent('POST', `/api/tickets/${one.number}/messages`, {
      direction: 'note',
      body: '再用',
      attachmentIds: [mine],
    });
    expect(taken.status).toBe(422);
    await admin('PUT', '/api/custom-fields/proof', { name: '凭证', rule: { max: 2 }, readRoles: ['supervisor'] });
    expect((await agent('GET', `/api/attachments/${mine}`)).status).toBe(404);
    expect((await (await it.as('supervisor'))('GET', `/api/attachments/${mine}`)).status).toBe(200);
    await admin('PUT', '/api/custom-fields/proof', { name: '凭证', rule: { max: 2 } });
    const many = await set(agent, one.number, {
      proof: [mine, await upload(one.number, 'b.pdf'), await upload(one.number, 'c.pdf')],
    });
    expect(codesOf(many.body)).toEqual(['ticket.field_big']);
  });
});

describe('rights of a field', () => {
  beforeAll(async () => {
    await define({ key: 'secret', kind: 'text', name: '内部判断', readRoles: ['supervisor'] });
    await define({ key: 'boss_only', kind: 'text', name: '主管结论', writeRoles: ['supervisor'] });
  });

  test('what may not be read is absent: definition, detail, thread; and writing it is as if it were not there', async () => {
    const { number } = await open();
    const boss = await it.as('supervisor');
    await set(boss, number, { secret: '疑似职业打假', boss_only: '退款' });
    expect(await fieldsOf(agent, number)).toEqual({ boss_only: '退款' });
    expect(await fieldsOf(boss, number)).toEqual({ secret: '疑似职业打假', boss_only: '退款' });
    const listed = async (caller: Caller) =>
      customFieldRoutes.list.reply.parse((await caller('GET', '/api/custom-fields?all=true')).body).items;
    expect((await listed(agent)).some((field) => field.key === 'secret')).toBe(false);
    expect((await listed(agent)).find((field) => field.key === 'boss_only')?.writable).toBe(false);
    expect((await listed(admin)).some((field) => field.key === 'secret')).toBe(true);
    expect((await agent('GET', `/api/tickets/${number}/thread`)).text).not.toContain('secret');
    expect((await agent('GET', `/api/tickets/${number}/thread`)).text).toContain('boss_only');
    expect((await boss('GET', `/api/tickets/${number}/thread`)).text).toContain('疑似职业打假');
    expect(codesOf((await set(agent, number, { secret: 'x' })).body)).toEqual(['ticket.field_unknown']);
    expect(codesOf((await set(agent, number, { boss_only: 'x' })).body)).toEqual(['ticket.field_forbidden']);
  });
});

describe('where and when a field is asked', () => {
  test('only in its categories and below them', async () => {
    await admin('POST', '/api/categories', { key: 'pond', name: '水池' });
    await admin('POST', '/api/categories', { key: 'pond.fish', name: '鱼', parentKey: 'pond' });
    await define({ key: 'depth', kind: 'number', name: '水深', categoryKeys: ['pond'] });
    const inside = await openTestTicket(it, { departmentId: it.departments.east, categoryKey: 'pond.fish' });
    const outside = await open();
    expect((await set(agent, inside.number, { depth: 2 })).status).toBe(200);
    expect(codesOf((await set(agent, outside.number, { depth: 2 })).body)).toEqual(['ticket.field_elsewhere']);
  });

  test('a step waits for what it needs, and says what', async () => {
    await define({
      key: 'verdict',
      kind: 'choice',
      name: '责任',
      nameEn: 'Verdict',
      options: options('us', 'them'),
      rule: { requiredAt: ['verify'] },
    });
    const { number } = await open();
    expect((await agent('POST', `/api/tickets/${number}/transitions`, { action: 'accept' })).status).toBe(200);
    const refused = await agent('POST', `/api/tickets/${number}/transitions`, { action: 'verify' });
    expect([refused.status, problem.parse(refused.body).code]).toEqual([422, 'ticket.fields_missing']);
    expect(problem.parse(refused.body).detail).toContain('责任');
    await set(agent, number, { verdict: 'us' });
    expect((await agent('POST', `/api/tickets/${number}/transitions`, { action: 'verify' })).status).toBe(200);
    await admin('PUT', '/api/custom-fields/verdict', {
      name: '责任',
      options: options('us', 'them'),
      retired: true,
      rule: { requiredAt: ['verify'] },
    });
  });
});
