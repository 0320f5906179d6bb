import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { everything } from '#platform/server/database/index.ts';
import { startTestApp, type Answer, type Caller, type TestApp } from '#test/app.ts';
import { accessCustomer, findOrCreateCustomers } from './index.ts';

let test: TestApp;
let agent: Caller;
let handler: Caller;
let id = '';
const at = new Date('2026-03-02T01:00:00Z');

beforeAll(async () => {
  test = await startTestApp({ role: 'web' });
  [agent, handler] = [await test.as('agent'), await test.as('handler')];
  const many = Array.from({ length: 7 }, (_none, index) => ({ name: `客户${index}`, phone: `1390000000${index}`, at }));
  const known = { name: '王小明', phone: '13800138000', email: 'wang@example.com', externalId: 'crm-9', at };
  const refs = await test.app.db.write(everything, (tx) => findOrCreateCustomers(tx, [...many, known]));
  id = refs.at(-1)?.id ?? '';
});
afterAll(() => test.stop());

const refusal = (answer: Answer): [number, string] => [
  answer.status,
  z.object({ code: z.string() }).parse(answer.body).code,
];
const customerBody = z.object({
  id: z.string(),
  name: z.string(),
  tier: z.string(),
  version: z.number(),
  abilities: z.object({ edit: z.boolean(), reveal: z.boolean() }),
});
const listBody = z.object({ items: z.array(customerBody), nextCursor: z.string().nullable() });
const list = async (query: string): Promise<z.infer<typeof listBody>> =>
  listBody.parse((await agent('GET', `/api/customers?${query}`)).body);

describe('customers over HTTP', () => {
  it.each(['小明', '13800138000', '%2B86 138-0013-8000', 'WANG@example.com', 'crm-9'])(
    'are found by %s',
    async (query) => {
      expect((await list(`query=${query}`)).items.map((each) => each.id)).toEqual([id]);
    },
  );

  it.each(['%25', '_', '0013', 'wang', "'"])('are not found by %s', async (query) => {
    expect((await list(`query=${query}`)).items).toEqual([]);
  });

  it('come page after page, each once', async () => {
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: z.infer<typeof listBody> = await list(`limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`);
      seen.push(...page.items.map((each) => each.id));
      cursor = page.nextCursor;
    }
    expect(seen).toHaveLength(8);
    expect(new Set(seen).size).toBe(8);
  });

  it('are shown masked', async () => {
    const answer = await agent('GET', `/api/customers/${id}`);
    expect(answer.text).toContain('"138****8000"');
    expect(answer.text).toContain('w***@example.com');
    expect(answer.text).not.toContain('13800138000');
    expect(answer.text).not.toContain('wang@');
  });

  it('are revealed for a reason, which is kept with who asked', async () => {
    expect(refusal(await agent('POST', `/api/customers/${id}/reveal`, { reason: ' ' }))).toEqual([
      422,
      'input.invalid',
    ]);
    const shown = await agent('POST', `/api/customers/${id}/reveal`, { reason: '回电核实地址' });
    expect(shown.body).toEqual({ phones: ['+8613800138000'], emails: ['wang@example.com'], externalIds: ['crm-9'] });
    const { eventsOf } = await import('#platform/server/events/events.queries.ts');
    const events = await test.app.db.read(everything, (tx) => eventsOf(tx, id, 0, 10));
    const revealed = events.filter((event) => event.name === 'customer.revealed');
    expect(revealed.map((event) => [event.actorId, event.data['reason']])).toEqual([[agent.personId, '回电核实地址']]);
    expect(JSON.stringify(revealed)).not.toContain('13800138000');
  });

  it('are neither revealed nor changed by those who may only read', async () => {
    const seen = customerBody.parse((await handler('GET', `/api/customers/${id}`)).body);
    expect(seen.abilities).toEqual({ edit: false, reveal: false });
    expect(refusal(await handler('POST', `/api/customers/${id}/reveal`, { reason: '好奇' }))).toEqual([
      404,
      'not_found',
    ]);
    expect(refusal(await handler('PATCH', `/api/customers/${id}`, { name: '改', version: 1 }))).toEqual([
      404,
      'not_found',
    ]);
    expect(refusal(await test.anyone('GET', `/api/customers/${id}`))).toEqual([401, 'session.required']);
  });

  it('keep their version: of two changes of the same one, the second is told', async () => {
    const { version } = customerBody.parse((await agent('GET', `/api/customers/${id}`)).body);
    const first = await agent('PATCH', `/api/customers/${id}`, { tier: 'gold', version });
    expect(customerBody.parse(first.body)).toMatchObject({ tier: 'gold', name: '王小明', version: version + 1 });
    const second = await agent('PATCH', `/api/customers/${id}`, { tier: 'silver', version });
    expect(refusal(second)).toEqual([409, 'customer.changed']);
    expect((await agent('PATCH', `/api/customers/${id}`, { tier: 'platinum', version: version + 1 })).status).toBe(422);
  });

  it('absent, unreachable and ill-formed ids look alike or are refused', async () => {
    const absent = '00000000-0000-7000-8000-000000000000';
    expect(refusal(await agent('GET', `/api/customers/${absent}`))).toEqual([404, 'not_found']);
    expect((await agent('GET', '/api/customers/1')).status).toBe(422);
    const own = {
      kind: 'user' as const,
      id: absent,
      name: '',
      permissions: new Set(['customer.read']),
      reach: { kind: 'own' as const, person: absent },
      locale: 'zh-CN' as const,
    };
    await expect(test.app.db.read(everything, (tx) => accessCustomer(tx, own, id))).rejects.toMatchObject({
      status: 404,
    });
  });
});
