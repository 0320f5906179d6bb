import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { openTestTickets } from '#test/ticket-factory.ts';
import { readFieldCounts } from '../contract/fields.ts';

let it: TestApp;
let admin: Caller;
beforeAll(async () => {
  it = await startTestApp({ role: 'web' });
  admin = await it.as('admin');
});
afterAll(() => it.stop());

const read = async (caller: Caller, query = '') =>
  readFieldCounts.reply.parse((await caller('GET', `/api/board/fields${query}`)).body);

test('counts options by reach and rights, a tree by its first level, and leads to the tickets', async () => {
  expect(await read(admin)).toEqual({ fields: [], field: null, items: [] });
  const options = [
    { key: 'zj', name: '浙江' },
    { key: 'hz', name: '杭州', parentKey: 'zj' },
    { key: 'sh', name: '上海' },
  ];
  await admin('POST', '/api/custom-fields', { key: 'area', kind: 'tree', name: '地区', options });
  const secret = [{ key: 'a', name: '甲' }];
  await admin('POST', '/api/custom-fields', {
    key: 'risk',
    kind: 'choice',
    name: '风险',
    options: secret,
    readRoles: ['supervisor'],
  });
  await openTestTickets(it, [
    { departmentId: it.departments.east, fields: { area: 'hz', risk: 'a' } },
    { departmentId: it.departments.east, fields: { area: 'zj' } },
    { departmentId: it.departments.west, fields: { area: 'sh' } },
    { departmentId: it.departments.west, fields: { area: 'zj' } },
  ]);
  const all = await read(admin, '?range=7d');
  expect(all.fields.map((field) => field.key)).toEqual(['area']);
  expect(all.items.map(({ key, count }) => [key, count])).toEqual([
    ['zj', 3],
    ['sh', 1],
  ]);
  const agent = await it.as('agent');
  expect((await read(agent)).items.map(({ key, count }) => [key, count])).toEqual([['zj', 2]]);
  expect((await agent('GET', '/api/board/fields?field=risk')).status).toBe(404);
  expect((await read(await it.as('supervisor'), '?field=risk')).items.map(({ count }) => count)).toEqual([1]);
  const list = await admin('GET', `/api/tickets?${new URLSearchParams(all.items[0]?.query).toString()}`);
  expect(list.body).toMatchObject({ items: [{}, {}, {}], nextCursor: null });
});
