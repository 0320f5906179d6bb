import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { everything } from '#platform/server/database/index.ts';
import { eventually } from '#test/eventually.ts';
import { startTestApp, type Answer, type Caller, type TestApp } from '#test/app.ts';
import { openTestTicket } from '#test/ticket-factory.ts';
import { departmentDirectory, personActor, unitsBelow } from './index.ts';

let test: TestApp;
let admin: Caller;

beforeAll(async () => {
  test = await startTestApp({ role: 'web' });
  admin = await test.as('admin');
});
afterAll(() => test.stop());

const refusal = (answer: Answer): [number, string] => [
  answer.status,
  z.object({ code: z.string() }).parse(answer.body).code,
];
const idBody = z.object({ id: z.string() });
const itemsBody = z.object({
  items: z.array(z.object({ id: z.string(), name: z.string(), closed: z.boolean(), people: z.int() })),
});

const add = async (name: string, parentId: string | null = null): Promise<string> =>
  idBody.parse((await admin('POST', '/api/departments', { name, parentId })).body).id;

describe('departments', () => {
  it('widen the reach of whoever stands above, in this process at once', async () => {
    const agent = await test.as('agent', test.departments.east);
    const id = await add('华东二组', test.departments.east);
    expect(departmentDirectory(test.app).unitsBelow(test.departments.east)).toContain(id);
    expect(await test.app.db.read(everything, (tx) => unitsBelow(tx, test.departments.east))).toContain(id);
    const actor = await test.app.db.read(everything, (tx) => personActor(tx, agent.personId ?? ''));
    expect(actor?.reach).toMatchObject({ kind: 'units', person: agent.personId });
    expect(actor?.reach.kind === 'units' && [...actor.reach.units].sort()).toEqual(
      [test.departments.east, test.departments.eastTeam, id].sort(),
    );
  });

  it('are known to another process within seconds', async () => {
    const other = await startTestApp({ role: 'web', databaseUrl: test.databaseUrl });
    try {
      const id = await add('新部门');
      await eventually(() => expect(departmentDirectory(other.app).department(id)?.name).toBe('新部门'));
    } finally {
      await other.stop();
    }
  });

  it('never lie below themselves', async () => {
    const { root, east, eastTeam } = test.departments;
    for (const parentId of [east, eastTeam]) {
      expect(refusal(await admin('PATCH', `/api/departments/${east}`, { parentId }))).toEqual([
        409,
        'staff.department_circle',
      ]);
    }
    const both = await Promise.all([add('甲', root), add('乙', root)]);
    const [one = '', two = ''] = both;
    const moves = await Promise.all([
      admin('PATCH', `/api/departments/${one}`, { parentId: two }),
      admin('PATCH', `/api/departments/${two}`, { parentId: one }),
    ]);
    expect(moves.map((answer) => answer.status).sort()).toEqual([200, 409]);
  });

  it('close only when nobody and nothing is in them, and stay on old records', async () => {
    await test.as('handler', test.departments.west);
    const inUse = await admin('PATCH', `/api/departments/${test.departments.west}`, { closed: true });
    expect(refusal(inUse)).toEqual([409, 'staff.department_in_use']);
    const busy = await add('还有事的部门');
    const ticket = await openTestTicket(test, { departmentId: busy });
    const refused = await admin('PATCH', `/api/departments/${busy}`, { closed: true });
    expect(refused.body).toMatchObject({
      code: 'staff.department_in_use',
      data: { people: 0, parts: 0, tickets: 1 },
    });
    const over = { action: 'close', reason: '客户电话确认' };
    await admin('POST', `/api/tickets/${ticket.number}/messages`, { direction: 'out', body: '已补发' });
    await admin('POST', `/api/tickets/${ticket.number}/transitions`, { action: 'answer' });
    expect((await admin('POST', `/api/tickets/${ticket.number}/transitions`, over)).status).toBe(200);
    expect((await admin('PATCH', `/api/departments/${busy}`, { closed: true })).status).toBe(200);
    const empty = await add('空部门');
    expect((await admin('PATCH', `/api/departments/${empty}`, { closed: true })).status).toBe(200);
    const listed = itemsBody.parse((await admin('GET', '/api/departments')).body).items;
    expect(listed.find((each) => each.id === empty)?.closed).toBe(true);
    expect(refusal(await admin('POST', '/api/departments', { name: '下级', parentId: empty }))).toEqual([
      404,
      'not_found',
    ]);
  });

  it('are listed parents first', async () => {
    const listed = itemsBody.parse((await admin('GET', '/api/departments')).body).items.map((each) => each.id);
    expect(listed.indexOf(test.departments.root)).toBeLessThan(listed.indexOf(test.departments.east));
    expect(listed.indexOf(test.departments.east)).toBeLessThan(listed.indexOf(test.departments.eastTeam));
  });
});

describe('outlets', () => {
  it('have a name of their own', async () => {
    const outlet = { name: '上海宝山店', region: '华东', departmentId: test.departments.east };
    const added = await admin('POST', '/api/outlets', outlet);
    expect(added.status).toBe(201);
    expect(refusal(await admin('POST', '/api/outlets', outlet))).toEqual([409, 'staff.outlet_taken']);
    const second = idBody.parse((await admin('POST', '/api/outlets', { name: '苏州园区店' })).body).id;
    expect(refusal(await admin('PATCH', `/api/outlets/${second}`, { name: outlet.name }))).toEqual([
      409,
      'staff.outlet_taken',
    ]);
    expect((await admin('PATCH', `/api/outlets/${second}`, { region: '华东' })).status).toBe(200);
    const auditor = await test.as('auditor');
    expect((await auditor('GET', '/api/outlets')).text).toContain('苏州园区店');
    expect(refusal(await auditor('POST', '/api/outlets', outlet))).toEqual([404, 'not_found']);
  });
});
