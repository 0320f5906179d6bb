import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { openTestTicket } from '#test/ticket-factory.ts';
import { customFieldRoutes, mostFields, mostOptions } from '../../contract/custom-fields.ts';

let it: TestApp;
let admin: Caller;
beforeAll(async () => {
  it = await startTestApp({ role: 'web' });
  admin = await it.as('admin');
});
afterAll(() => it.stop());

const codeOf = (body: unknown): string => z.object({ code: z.string() }).parse(body).code;
const define = (key: string, more: object = {}) =>
  admin('POST', '/api/custom-fields', { key, kind: 'text', name: key, ...more });

test('five hundred options are taken, one more is not', async () => {
  const options = Array.from({ length: mostOptions + 1 }, (_, at) => ({ key: `o${at}`, name: `选项 ${at}` }));
  expect((await define('many', { kind: 'choice', options })).status).toBe(422);
  expect((await define('many', { kind: 'choice', options: options.slice(1) })).status).toBe(201);
  const { number } = await openTestTicket(it, { departmentId: it.departments.east });
  expect((await admin('PUT', `/api/tickets/${number}/fields`, { values: { many: 'o500' } })).status).toBe(200);
});

test('a tree may be deep, but not bottomless', async () => {
  const chain = (depth: number) =>
    Array.from({ length: depth }, (_, at) => ({
      key: `n${at}`,
      name: `${at}`,
      parentKey: at === 0 ? null : `n${at - 1}`,
    }));
  expect((await define('deep', { kind: 'tree', options: chain(8) })).status).toBe(201);
  const refused = await define('deeper', { kind: 'tree', options: chain(9) });
  expect([refused.status, refused.text.includes('field_option_deep')]).toEqual([422, true]);
});

test('three hundred fields stay usable, the next is refused, and a retired one makes room', async () => {
  for (let at = 2; at < mostFields; at += 1) expect((await define(`f${at}`, { inList: at < 22 })).status).toBe(201);
  const full = await define('one_more');
  expect([full.status, codeOf(full.body)]).toEqual([409, 'ticket.field_limit']);
  expect((await admin('PUT', '/api/custom-fields/f2', { name: 'f2', retired: true })).status).toBe(200);
  const column = await define('one_more', { inList: true });
  expect(column.status).toBe(201);
  const tooMany = await admin('PUT', '/api/custom-fields/f200', { name: 'f200', inList: true });
  expect([tooMany.status, codeOf(tooMany.body)]).toEqual([409, 'ticket.field_list_limit']);
  const listed = customFieldRoutes.list.reply.parse((await admin('GET', '/api/custom-fields')).body);
  expect(listed.items).toHaveLength(mostFields + 1);
  const values = Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`f${at + 3}`, `值 ${at}`]));
  const { number } = await openTestTicket(it, { departmentId: it.departments.east });
  expect((await admin('PUT', `/api/tickets/${number}/fields`, { values })).status).toBe(200);
  const read = z
    .object({ fields: z.record(z.string(), z.unknown()) })
    .parse((await admin('GET', `/api/tickets/${number}`)).body);
  expect(Object.keys(read.fields)).toHaveLength(200);
}, 120_000);
