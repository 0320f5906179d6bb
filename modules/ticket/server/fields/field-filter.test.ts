import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { everything } from '#platform/server/database/index.ts';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { eventually } from '#test/eventually.ts';
import { openTestTickets } from '#test/ticket-factory.ts';
import { indexTickets } from '../index.ts';
import { fieldByKey, updateField } from './field.queries.ts';
import { indexFieldJob } from './index-field.job.ts';
import { readImportedFields } from './intake-fields.ts';

let it: TestApp;
let admin: Caller;
let agent: Caller;
const numbers: string[] = [];
const colours = ['red', 'blue', 'green'];

const define = async (wish: object): Promise<void> => {
  const answer = await admin('POST', '/api/custom-fields', { name: '字段', ...wish });
  expect(answer.status, answer.text).toBe(201);
};

beforeAll(async () => {
  it = await startTestApp();
  admin = await it.as('admin');
  agent = await it.as('agent');
  await define({
    key: 'colour',
    kind: 'choice',
    inList: true,
    rule: { many: true },
    options: colours.map((key) => ({ key, name: key })),
  });
  await define({
    key: 'area',
    kind: 'tree',
    options: [
      { key: 'zj', name: '浙江' },
      { key: 'hz', name: '杭州', parentKey: 'zj' },
      { key: 'nb', name: '宁波', parentKey: 'zj' },
      { key: 'sh', name: '上海' },
    ],
  });
  await define({ key: 'amount', kind: 'number', inList: true });
  await define({ key: 'bought', kind: 'date' });
  await define({ key: 'remark', kind: 'text', name: '备注' });
  await define({ key: 'hidden', kind: 'text', name: '内部判断', readRoles: ['supervisor'], inList: true });
  await define({ key: 'expert', kind: 'person' });
  const opened = await openTestTickets(
    it,
    Array.from({ length: 12 }, (_, at) => ({
      departmentId: at < 8 ? it.departments.east : it.departments.west,
      fields: {
        colour: at % 4 === 3 ? ['red', 'blue'] : [colours[at % 3]],
        area: ['hz', 'nb', 'sh'][at % 3],
        amount: at * 10,
        bought: `2026-01-${String(at + 1).padStart(2, '0')}`,
        remark: `第${at}号水泵 ＡＢ%${at}`,
        hidden: at === 2 ? '疑似职业打假' : '普通',
        ...(at === 4 && agent.personId !== null ? { expert: agent.personId } : {}),
      },
    })),
  );
  numbers.push(...opened.map((ticket) => ticket.number));
  await it.app.db.write(everything, (tx) =>
    indexTickets(
      tx,
      opened.map((ticket) => ticket.id),
    ),
  );
});
afterAll(() => it.stop());

const page = z.object({
  items: z.array(z.object({ number: z.string(), fields: z.record(z.string(), z.unknown()) })),
  nextCursor: z.string().nullable(),
});
const ask = async (caller: Caller, filter: unknown, more = ''): Promise<number[]> => {
  const answer = await caller('GET', `/api/tickets?fields=${encodeURIComponent(JSON.stringify(filter))}${more}`);
  expect(answer.status, answer.text).toBe(200);
  return page.parse(answer.body).items.map((row) => numbers.indexOf(row.number));
};
const sorted = (list: readonly number[]): number[] => [...list].sort((a, b) => a - b);

describe.each(['&sort=new', '&sort=updated', '&state=open', '&state=open&sort=new'])(
  'a list filtered by a field %s',
  (more) => {
    test('holds a chosen option, or any of several, each ticket once', async () => {
      expect(sorted(await ask(admin, [{ key: 'colour', any: ['green'] }], more))).toEqual([2, 5, 8]);
      expect(sorted(await ask(admin, [{ key: 'colour', any: ['red', 'blue'] }], more))).toEqual([
        0, 1, 3, 4, 6, 7, 9, 10, 11,
      ]);
      expect(await ask(admin, [{ key: 'colour', any: ['purple'] }], more)).toEqual([]);
    });

    test('a node of a tree stands for what lies below it', async () => {
      expect(sorted(await ask(admin, [{ key: 'area', any: ['zj'] }], more))).toEqual([0, 1, 3, 4, 6, 7, 9, 10]);
      expect(sorted(await ask(admin, [{ key: 'area', any: ['sh'] }], more))).toEqual([2, 5, 8, 11]);
    });

    test('numbers and days between bounds that are included', async () => {
      expect(sorted(await ask(admin, [{ key: 'amount', min: 20, max: 40 }], more))).toEqual([2, 3, 4]);
      expect(sorted(await ask(admin, [{ key: 'amount', min: 100 }], more))).toEqual([10, 11]);
      expect(sorted(await ask(admin, [{ key: 'bought', max: '2026-01-02' }], more))).toEqual([0, 1]);
    });

    test('several conditions together, and people', async () => {
      expect(
        sorted(
          await ask(
            admin,
            [
              { key: 'area', any: ['zj'] },
              { key: 'amount', min: 40 },
              { key: 'colour', any: ['red'] },
            ],
            more,
          ),
        ),
      ).toEqual([6, 7, 9]);
      expect(await ask(admin, [{ key: 'expert', any: [agent.personId] }], more)).toEqual([4]);
    });

    test('within the reader’s reach only', async () => {
      expect(sorted(await ask(agent, [{ key: 'amount', min: 60 }], more))).toEqual([6, 7]);
      expect(sorted(await ask(agent, [{ key: 'colour', any: ['green'] }], more))).toEqual([2, 5]);
    });
  },
);

describe('paging and moving', () => {
  test('goes on where the page ended, without a gap or a repeat', async () => {
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const url = `/api/tickets?sort=new&limit=2&fields=${encodeURIComponent(JSON.stringify([{ key: 'colour', any: ['red', 'blue'] }]))}${cursor === '' ? '' : `&cursor=${cursor}`}`;
      const read: z.infer<typeof page> = page.parse((await admin('GET', url)).body);
      seen.push(...read.items.map((row) => row.number));
      cursor = read.nextCursor;
    }
    expect(seen.map((number) => numbers.indexOf(number))).toEqual([11, 10, 9, 7, 6, 4, 3, 1, 0]);
  });

  test('a ticket handed to another department is found there, by its values', async () => {
    const [number] = numbers;
    const west = await it.as('agent', it.departments.west);
    expect(await ask(west, [{ key: 'amount', max: 5 }])).toEqual([]);
    expect(
      (await admin('POST', `/api/tickets/${number}/assign`, { departmentId: it.departments.west, reason: '转到华西' }))
        .status,
    ).toBe(200);
    expect(
      await ask(west, [
        { key: 'colour', any: ['red'] },
        { key: 'amount', max: 5 },
      ]),
    ).toEqual([0]);
    expect(await ask(agent, [{ key: 'amount', max: 5 }])).toEqual([]);
  });

  test('a changed value is found by the new one only', async () => {
    await admin('PUT', `/api/tickets/${numbers[5]}/fields`, { values: { colour: ['blue'], amount: 5000, area: 'nb' } });
    expect(await ask(admin, [{ key: 'amount', min: 5000 }])).toEqual([5]);
    expect(sorted(await ask(admin, [{ key: 'colour', any: ['green'] }], '&sort=new'))).toEqual([2, 8]);
    expect(await ask(admin, [{ key: 'area', any: ['sh'] }], '&sort=new')).not.toContain(5);
  });
});

describe('columns and rights', () => {
  test('a list carries the fields it shows, as far as the reader may see them', async () => {
    const rowOf = async (caller: Caller) =>
      page.parse((await caller('GET', '/api/tickets?limit=50')).body).items.find((row) => row.number === numbers[2])
        ?.fields;
    expect(await rowOf(agent)).toEqual({ colour: ['green'], amount: 20 });
    expect(await rowOf(await it.as('supervisor'))).toEqual({ colour: ['green'], amount: 20, hidden: '疑似职业打假' });
  });

  test('nobody filters, saves or searches by what he may not read', async () => {
    const boss = await it.as('supervisor');
    const filter = [{ key: 'hidden', contains: '职业打假' }];
    const refused = await agent('GET', `/api/tickets?fields=${encodeURIComponent(JSON.stringify(filter))}`);
    expect([refused.status, z.object({ code: z.string() }).parse(refused.body).code]).toEqual([
      422,
      'ticket.field_unknown',
    ]);
    expect(await ask(boss, filter)).toEqual([2]);
    expect(page.parse((await agent('GET', `/api/tickets?query=${encodeURIComponent('职业打假')}`)).body).items).toEqual(
      [],
    );
    expect(page.parse((await boss('GET', `/api/tickets?query=${encodeURIComponent('职业打假')}`)).body).items).toEqual(
      [],
    );
    const saved = await boss('POST', '/api/views', { name: '可疑', shared: true, query: { fields: filter } });
    const id = z.object({ id: z.string() }).parse(saved.body).id;
    expect(page.parse((await boss('GET', `/api/tickets?view=${id}`)).body).items).toHaveLength(1);
    expect((await agent('GET', `/api/tickets?view=${id}`)).status).toBe(200);
  });

  test('a saved view keeps its conditions', async () => {
    const saved = await agent('POST', '/api/views', {
      name: '大额',
      query: { fields: [{ key: 'amount', min: 30, max: 60 }] },
    });
    const { id, query } = z.object({ id: z.string(), query: z.unknown() }).parse(saved.body);
    expect(query).toEqual({ fields: [{ key: 'amount', min: 30, max: 60 }] });
    const rows = page.parse((await agent('GET', `/api/tickets?view=${id}`)).body).items;
    expect(sorted(rows.map((row) => numbers.indexOf(row.number)))).toEqual([3, 4, 6]);
  });

  test.each([
    ['no JSON', 'xx'],
    ['an unknown key', JSON.stringify([{ key: 'no_such', any: ['a'] }])],
    ['too many', JSON.stringify(Array.from({ length: 11 }, () => ({ key: 'amount', min: 1 })))],
    ['contains of a number', JSON.stringify([{ key: 'remark', any: ['a'] }])],
  ])('%s is refused', async (_what, text) => {
    expect((await admin('GET', `/api/tickets?fields=${encodeURIComponent(text)}`)).status).toBe(422);
  });
});

describe('search', () => {
  test('finds the words of a text field, its own filter finds them too', async () => {
    const found = async (query: string) =>
      page
        .parse((await agent('GET', `/api/tickets?query=${encodeURIComponent(query)}`)).body)
        .items.map((row) => numbers.indexOf(row.number));
    expect(await found('第3号水泵')).toEqual([3]);
    expect(await ask(agent, [{ key: 'remark', contains: '3号水' }])).toEqual([3]);
    expect(await ask(agent, [{ key: 'remark', contains: 'ab%3' }])).toEqual([3]);
    expect(
      await ask(agent, [
        { key: 'remark', contains: '水泵' },
        { key: 'amount', max: 20 },
      ]),
    ).toEqual([2, 1]);
    expect(await ask(agent, [{ key: 'remark', contains: '没有这话' }])).toEqual([]);
  });

  test('a change is found by a job right after', async () => {
    await agent('PUT', `/api/tickets/${numbers[3]}/fields`, { values: { remark: '改成冷凝器' } });
    await eventually(async () => {
      expect(await ask(agent, [{ key: 'remark', contains: '冷凝器' }])).toEqual([3]);
      expect(
        page.parse((await agent('GET', `/api/tickets?query=${encodeURIComponent('冷凝器')}`)).body).items,
      ).toHaveLength(1);
    });
    expect(await ask(agent, [{ key: 'remark', contains: '3号水' }])).toEqual([]);
  });
});

describe('a right that is taken away', () => {
  const found = async (caller: Caller, query: string) =>
    page
      .parse((await caller('GET', `/api/tickets?query=${encodeURIComponent(query)}`)).body)
      .items.map((row) => numbers.indexOf(row.number));
  const guard = async (key: string, readRoles: string[]): Promise<void> => {
    const definition = await it.app.db.read(everything, (tx) => fieldByKey(tx, key));
    const answer = await admin('PUT', `/api/custom-fields/${key}`, { ...definition, readRoles, version: undefined });
    expect(answer.status, answer.text).toBe(200);
  };

  test('ends searches at once, before the search rows follow', async () => {
    expect(await found(agent, '第6号水泵')).toEqual([6]);
    await guard('remark', ['supervisor']);
    expect(await found(agent, '第6号水泵')).toEqual([]);
    expect(await found(agent, '水泵')).toEqual([]);
    expect(await found(agent, numbers[6] ?? '')).toEqual([6]);
    expect(await ask(await it.as('supervisor'), [{ key: 'remark', contains: '6号水' }])).toEqual([6]);
    await indexFieldJob.run(it.app, { key: 'remark' });
    expect(await found(agent, '第6号水泵')).toEqual([]);
    expect(await found(await it.as('supervisor'), '第6号水泵')).toEqual([]);
  });

  test('and given back counts once the rows have followed', async () => {
    await guard('remark', []);
    await indexFieldJob.run(it.app, { key: 'remark' });
    expect(await found(agent, '第6号水泵')).toEqual([6]);
  });

  test('leaves a ticket to those who find it by other words', async () => {
    await guard('colour', ['supervisor']);
    expect(await found(agent, '第7号水泵')).toEqual([7]);
    await guard('colour', []);
  });

  test('empties the column of a list, also where another process took it', async () => {
    const columns = async () =>
      page.parse((await agent('GET', '/api/tickets?limit=50')).body).items.map((row) => Object.keys(row.fields));
    expect((await columns()).flat()).toContain('amount');
    const take = (readRoles: string[]) =>
      it.app.db.write(everything, async (tx) => {
        const field = await fieldByKey(tx, 'amount');
        if (field) await updateField(tx, { ...field, readRoles }, it.app.clock.now());
      });
    await take(['supervisor']);
    expect((await columns()).flat()).not.toContain('amount');
    await take([]);
  });

  test('a new name of an option is found, the old one no more', async () => {
    const definition = await it.app.db.read(everything, (tx) => fieldByKey(tx, 'area'));
    const options = definition?.options.map((one) => (one.key === 'sh' ? { ...one, name: '沪上' } : one));
    expect((await admin('PUT', '/api/custom-fields/area', { ...definition, options, version: undefined })).status).toBe(
      200,
    );
    await indexFieldJob.run(it.app, { key: 'area' });
    expect(await found(agent, '沪上')).toEqual([2]);
    expect(await found(agent, '上海')).toEqual([]);
  });

  test('a cell of a file that does not fit a guarded field is read by who may read the field', async () => {
    await define({ key: 'cost', kind: 'number', name: '成本', readRoles: ['supervisor'] });
    const fields = readImportedFields(it.app, { 成本: '约三百元', amount: '约五百元' });
    expect(fields).toEqual({ cost_raw: '约三百元', amount_raw: '约五百元' });
    const [opened] = await openTestTickets(it, [{ departmentId: it.departments.east, fields }]);
    const shown = async (caller: Caller) =>
      z.object({ fields: z.unknown() }).parse((await caller('GET', `/api/tickets/${opened?.number}`)).body).fields;
    expect(await shown(agent)).toEqual({ amount_raw: '约五百元' });
    expect(await shown(await it.as('supervisor'))).toEqual(fields);
    numbers.push(opened?.number ?? '');
  });
});

test('what came before its field was defined is found once the job has gone over it', async () => {
  const [before] = await openTestTickets(it, [
    { departmentId: it.departments.east, fields: { later: 'b', later_sum: '12' } },
  ]);
  numbers.push(before?.number ?? '');
  await define({
    key: 'later',
    kind: 'choice',
    options: [
      { key: 'a', name: 'A' },
      { key: 'b', name: 'B' },
    ],
  });
  await define({ key: 'later_sum', kind: 'number' });
  await indexFieldJob.run(it.app, { key: 'later' });
  await indexFieldJob.run(it.app, { key: 'later_sum' });
  expect(await ask(agent, [{ key: 'later', any: ['b'] }])).toEqual([13]);
  expect(await ask(agent, [{ key: 'later_sum', min: 1 }])).toEqual([]);
  const { fields } = z
    .object({ fields: z.unknown() })
    .parse((await agent('GET', `/api/tickets/${before?.number}`)).body);
  expect(fields).toEqual({ later: 'b', later_sum: '12' });
});
