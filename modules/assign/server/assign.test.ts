import { z } from 'zod';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { receiptSchema } from '#modules/collect/contract.ts';
import { assignRuleSchema, tryAssignRules, type AssignRule } from '../contract.ts';
import { refreshAssignCache } from './assign-cache.ts';

let app: TestApp;
let admin: Caller;
let agent: Caller;

beforeAll(async () => {
  app = await startTestApp();
  admin = await app.as('admin');
  agent = await app.as('agent', app.departments.east);
});
afterAll(() => app.stop());

const input = (more: Partial<AssignRule> = {}) => ({
  name: '规则',
  categoryPrefix: null,
  kind: null,
  level: null,
  region: null,
  channel: null,
  tier: null,
  departmentId: app.departments.west,
  personId: null,
  priority: 100,
  enabled: true,
  ...more,
});

const add = async (more: Partial<AssignRule>): Promise<AssignRule> => {
  const answer = await admin('POST', '/api/assign/rules', input(more));
  expect(answer.status, answer.text).toBe(201);
  return assignRuleSchema.parse(answer.body);
};
const remove = (id: string) => admin('DELETE', `/api/assign/rules/${id}`);

const be = async (who: Caller, presence: 'on' | 'busy' | 'off'): Promise<void> => {
  expect((await who('PATCH', '/api/session', { presence })).status).toBe(200);
};

const detail = z.object({
  department: z.object({ id: z.string() }),
  owner: z.object({ id: z.string() }).nullable(),
});

const arrive = async (content: string, channel = 'form'): Promise<z.infer<typeof detail>> => {
  const answer = await app.anyone('POST', '/api/public/feedback', { content, channel });
  const { number } = receiptSchema.parse(answer.body);
  return detail.parse((await admin('GET', `/api/tickets/${number}`)).body);
};

describe('assignment of what arrives', () => {
  test('follows the rule with the smallest number that fits', async () => {
    const later = await add({ channel: 'kiosk', priority: 20, departmentId: app.departments.east });
    const sooner = await add({ channel: 'kiosk', priority: 10, departmentId: app.departments.west });
    expect((await arrive('自助机吞了会员卡', 'kiosk')).department.id).toBe(app.departments.west);
    expect((await remove(sooner.id)).status).toBe(204);
    expect((await arrive('自助机又吞了会员卡', 'kiosk')).department.id).toBe(app.departments.east);
    await remove(later.id);
    expect((await arrive('自助机第三次吞卡', 'kiosk')).department.id).toBe(app.departments.root);
  });

  test('goes down to the unit of the region when the rule names the top', async () => {
    const outlet = await admin('POST', '/api/outlets', { name: '徐汇店', region: '华东' });
    expect(outlet.status, outlet.text).toBe(201);
    const { id: outletId } = z.object({ id: z.string() }).parse(outlet.body);
    const one = await add({ kind: null, departmentId: app.departments.root });
    const answer = await app.anyone('POST', '/api/public/feedback', { content: '门店排队太久', outletId });
    const { number } = receiptSchema.parse(answer.body);
    const ticket = detail.parse((await admin('GET', `/api/tickets/${number}`)).body);
    expect(ticket.department.id).toBe(app.departments.east);
    await remove(one.id);
  });

  test('goes to who is on duty, else into the pool of the department', async () => {
    const one = await add({ departmentId: app.departments.east });
    const handler = await app.as('handler', app.departments.east);
    await be(agent, 'on');
    await be(handler, 'on');
    await refreshAssignCache(app.app);
    // What earlier tests gave to the one makes the other come first.
    const first = await arrive('甲：空调不冷');
    expect(first.owner?.id).toBe(handler.personId);
    await be(handler, 'busy');
    await refreshAssignCache(app.app);
    expect((await arrive('乙：空调漏水')).owner?.id).toBe(agent.personId);
    await be(agent, 'off');
    await be(handler, 'off');
    await refreshAssignCache(app.app);
    expect(await arrive('丙：空调有异味')).toEqual({ department: { id: app.departments.east }, owner: null });
    await remove(one.id);
  });
});

describe('a trial', () => {
  test('says where the last hundred would go, and changes nothing', async () => {
    const before = (await admin('GET', '/api/assign/rules')).text;
    await arrive('试算要看的一件');
    const answer = await admin('POST', '/api/assign/rules/try', input({ priority: 1, enabled: false }));
    const trial = tryAssignRules.reply.parse(answer.body);
    expect(trial.moved.length).toBeGreaterThan(0);
    expect(new Set(trial.moved.map((move) => move.to))).toEqual(new Set(['华西客服组']));
    expect(trial.moved.every((move) => move.from !== move.to)).toBe(true);
    expect((await admin('GET', '/api/assign/rules')).text).toBe(before);
    const nothing = await admin('POST', '/api/assign/rules/try', input({ region: '没有的区域' }));
    expect(tryAssignRules.reply.parse(nothing.body).tried).toBe(trial.tried);
  });
});

describe('rules', () => {
  test('name a department that exists, and are found to be changed', async () => {
    const unknown = '01890000-0000-7000-8000-000000000000';
    expect((await admin('POST', '/api/assign/rules', input({ departmentId: unknown }))).status).toBe(422);
    const one = await add({ name: '金卡', tier: 'gold' });
    const renamed = await admin('PUT', `/api/assign/rules/${one.id}`, input({ name: '金卡专席', tier: 'gold' }));
    expect(assignRuleSchema.parse(renamed.body).name).toBe('金卡专席');
    expect((await remove(one.id)).status).toBe(204);
    expect((await remove(one.id)).status).toBe(404);
    expect((await admin('PUT', `/api/assign/rules/${one.id}`, input())).status).toBe(404);
  });

  test('are the business of who may manage rules', async () => {
    expect((await agent('GET', '/api/assign/rules')).status).toBe(404);
    expect((await agent('POST', '/api/assign/rules', input())).status).toBe(404);
    expect((await agent('POST', '/api/assign/rules/try', input())).status).toBe(404);
    expect((await app.anyone('GET', '/api/assign/rules')).status).toBe(401);
  });
});
