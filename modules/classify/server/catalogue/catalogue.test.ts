import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ticketRoutes } from '#modules/ticket/contract.ts';
import { startTestApp, type Answer, type Caller, type TestApp } from '#test/app.ts';
import { fakeClock } from '#test/clock.ts';
import { eventually } from '#test/eventually.ts';
import { openTestTicket, type TicketWish } from '#test/ticket-factory.ts';
import { productSchema, readCatalogue } from '../../contract.ts';
import { catalogueNames, productsOf } from './note-products.ts';

/** 10:00 on a Wednesday in Shanghai. */
const clock = fakeClock('2026-09-23T02:00:00Z');
let it: TestApp;
let admin: Caller;
beforeAll(async () => {
  it = await startTestApp({ role: 'all', clock });
  admin = await it.as('admin');
});
afterAll(() => it.stop());

const path = '/api/classify/catalogue';
const catalogue = async () => readCatalogue.reply.parse((await admin('GET', path)).body);
const add = (body: object): Promise<Answer> => admin('POST', `${path}/products`, body);
const codeOf = (answer: Answer): string => z.object({ code: z.string() }).parse(answer.body).code;
const triage = z.object({
  classify: z.object({
    urgent: z.boolean(),
    entities: z.array(z.object({ kind: z.string(), text: z.string(), value: z.string().optional() })),
  }),
});
const opened = async (content: string, more: Partial<TicketWish> = {}) => {
  const wish = { departmentId: it.departments.east, subject: '', content, ...more };
  const { number } = await openTestTicket(it, wish);
  const ticket = ticketRoutes.read.reply.parse((await admin('GET', `/api/tickets/${number}`)).body);
  return triage.parse(ticket.triage).classify;
};
const valuesOf = (found: Awaited<ReturnType<typeof opened>>, kind: string) =>
  found.entities.filter((one) => one.kind === kind).map((one) => one.value);
const ticketsOf = async (name: string) => (await catalogue()).products.find((one) => one.name === name)?.tickets;

describe('the catalogue', () => {
  test('begins empty; a product is found in the very next text, by any of its names', async () => {
    expect((await catalogue()).products).toEqual([]);
    const added = await add({ name: '清风除湿机', nameEn: 'Breeze dryer', aliases: ['清风20', '小清风'] });
    expect(added.status, added.text).toBe(201);
    expect(valuesOf(await opened('我家小清风不转了'), 'product')).toEqual(['清风除湿机']);
    expect(valuesOf(await opened('My breeze dryer is broken'), 'product')).toEqual(['清风除湿机']);
    expect(valuesOf(await opened('风很大'), 'product')).toEqual([]);
    await eventually(async () => {
      if ((await ticketsOf('清风除湿机')) !== 2) throw new Error('not counted yet');
    });
  });

  test('a form that names it by an alias counts for it; what the catalogue does not know stays as written', async () => {
    await opened('不转了', { fields: { product: '清风20' } });
    await opened('不转了', { fields: { product: '别家的机器' } });
    await eventually(async () => {
      if ((await ticketsOf('清风除湿机')) !== 3) throw new Error('not counted yet');
    });
  });

  test('a name is there once, whatever the letters; a name of one letter is none', async () => {
    await add({ name: 'Breeze Two' });
    expect(codeOf(await add({ name: 'BREEZE TWO' }))).toBe('classify.product_exists');
    expect((await add({ name: '风' })).status).toBe(422);
    expect((await add({ name: '风机', aliases: ['机'] })).status).toBe(422);
  });

  test('a new name is followed by the tickets; a retired product is looked for no more', async () => {
    const one = (await catalogue()).products.find((each) => each.name === '清风除湿机');
    const { tickets: _tickets, id = '', ...rest } = one ?? {};
    const renamed = await admin('PUT', `${path}/products/${id}`, { ...rest, name: '清风Pro' });
    expect(productSchema.parse(renamed.body)).toMatchObject({ name: '清风Pro', tickets: 3 });
    expect(codeOf(await admin('PUT', `${path}/products/${id}`, { ...rest, name: 'breeze two' }))).toBe(
      'classify.product_exists',
    );
    await admin('PUT', `${path}/products/${id}`, { ...rest, name: '清风Pro', retired: true });
    expect(valuesOf(await opened('我家小清风又不转了'), 'product')).toEqual([]);
    expect((await admin('DELETE', `${path}/products/${id}`)).status).toBe(204);
    expect((await admin('DELETE', `${path}/products/${id}`)).status).toBe(404);
  });

  test("the company's own order numbers are found once an expression says how they look", async () => {
    expect(valuesOf(await opened('QW-77-XYZ 这单'), 'order')).toEqual([]);
    const patterns = { orderPatterns: ['qw-\\d{2}-[a-z]{3}'], trackingPatterns: ['bao\\d{6}'] };
    expect((await admin('PUT', `${path}/patterns`, patterns)).status).toBe(200);
    expect(await catalogue()).toMatchObject(patterns);
    const found = await opened('QW-77-XYZ 这单，包裹BAO123456');
    expect([valuesOf(found, 'order'), valuesOf(found, 'tracking')]).toEqual([['QW-77-XYZ'], ['BAO123456']]);
  });

  test.each(['(a+)+$', '(', '(a|a)*b', '\\1'])(
    'an expression that could run for ever or is none is refused: %s',
    async (pattern) => {
      const answer = await admin('PUT', `${path}/patterns`, { orderPatterns: [pattern], trackingPatterns: [] });
      expect([answer.status, codeOf(answer)]).toEqual([422, 'classify.pattern']);
    },
  );

  test('is for those who manage rules', async () => {
    const agent = await it.as('agent');
    expect((await agent('GET', path)).status).toBe(404);
    expect((await agent('POST', `${path}/products`, { name: '别的' })).status).toBe(404);
    expect((await it.anyone('GET', path)).status).toBe(401);
  });
});

describe('what is kept of a text', () => {
  test('days that people say are days of the calendar in the zone of the company', async () => {
    expect(valuesOf(await opened('昨天买的，上周三就坏了'), 'date')).toEqual(['2026-09-22', '2026-09-16']);
  });

  test('of a row of history they are counted from the day it speaks of', async () => {
    const old = { channel: 'import' as const, occurredAt: new Date('2025-03-02T02:00:00Z') };
    expect(valuesOf(await opened('昨天买的', old), 'date')).toEqual(['2025-03-01']);
    const form = { channel: 'form' as const, occurredAt: new Date('2025-03-02T02:00:00Z') };
    expect(valuesOf(await opened('昨天买的', form), 'date')).toEqual(['2026-09-22']);
  });

  test('addresses and urgency stay with the ticket, numbers of identity do not', async () => {
    const found = await opened(
      '厨房冒烟了，现在不敢进去！杭州市西湖区文三路478号，身份证11010519491231002X，电话13800138000',
    );
    expect(found.entities.map((one) => one.kind)).toContain('address');
    expect(JSON.stringify(found.entities)).not.toMatch(/11010519491231002X|13800138000/);
    expect(found.urgent).toBe(true);
    expect((await opened('谢谢你们，服务很好')).urgent).toBe(false);
  });
});

describe('products of a ticket, pure', () => {
  const products = [{ id: '1', name: '清风', nameEn: 'Breeze', aliases: ['小清'], retired: false }];
  const nameOf = catalogueNames(products);

  test('the form and the words are one list without repeats', () => {
    const kept = {
      classify: {
        entities: [
          { kind: 'product', value: '清风' },
          { kind: 'order', value: 'A1' },
        ],
      },
    };
    expect(productsOf({ fields: { product: ' breeze ' }, triage: kept }, nameOf)).toEqual(['清风']);
    expect(productsOf({ fields: {}, triage: kept }, nameOf)).toEqual(['清风']);
    expect(productsOf({ fields: { product: 7 }, triage: {} }, nameOf)).toEqual([]);
  });

  test('an endless name is cut', () => {
    expect(nameOf('x'.repeat(500))).toHaveLength(60);
  });
});
