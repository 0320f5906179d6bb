import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { openTestTicket } from '#test/ticket-factory.ts';
import { macrosOf, tryMacro, writeMacro } from './macros.fixture.ts';

let it: TestApp;
let admin: Caller;
let east: Caller;
let west: Caller;
const steps = [{ type: 'note', body: '看过' }];

beforeAll(async () => {
  it = await startTestApp();
  admin = await it.as('admin');
  east = await it.as('agent', it.departments.eastTeam);
  west = await it.as('agent', it.departments.west);
  await admin('POST', '/api/categories', { key: 'goods', name: '商品' });
  await admin('POST', '/api/categories', { key: 'broken', name: '破损', parentKey: 'goods' });
  await admin('POST', '/api/categories', { key: 'money', name: '费用' });
});
afterAll(() => it.stop());

const names = async (by: Caller, query = '') => (await macrosOf(by, query)).map((one) => one.name);

describe('who sees and uses a macro', () => {
  test('one’s own is for nobody else', async () => {
    const mine = await writeMacro(east, { name: '自用', scope: 'mine', steps });
    expect(await names(east)).toContain('自用');
    expect(await names(west)).not.toContain('自用');
    expect(await names(admin, '?all=true')).not.toContain('自用');
    const ticket = await openTestTicket(it, { departmentId: it.departments.west });
    const tried = await west('POST', '/api/macros/preview', { number: ticket.number, macroId: mine.id });
    expect(tried.body).toMatchObject({ code: 'ticket.macro_gone' });
  });

  test('a department’s is for those in it and below it, and for who leads it', async () => {
    await writeMacro(admin, { name: '华东用', scope: 'department', departmentId: it.departments.east, steps });
    expect(await names(east)).toContain('华东用');
    expect(await names(west)).not.toContain('华东用');
    expect(await names(admin)).toContain('华东用');
  });

  test('a switched-off one stands in the settings only', async () => {
    const off = await writeMacro(admin, { name: '停了', enabled: false, steps });
    expect(await names(east)).not.toContain('停了');
    expect(await names(admin, '?all=true')).toContain('停了');
    const ticket = await openTestTicket(it, { departmentId: it.departments.eastTeam });
    const tried = await east('POST', '/api/macros/preview', { number: ticket.number, macroId: off.id });
    expect(tried.body).toMatchObject({ code: 'ticket.macro_gone' });
  });

  test('one for a category is for everything below it and refused elsewhere', async () => {
    const macro = await writeMacro(admin, { name: '商品类', categoryKeys: ['goods'], steps });
    const below = await openTestTicket(it, { departmentId: it.departments.eastTeam, categoryKey: 'broken' });
    expect((await tryMacro(east, below.number, { macroId: macro.id })).refused).toBe(0);
    const other = await openTestTicket(it, { departmentId: it.departments.eastTeam, categoryKey: 'money' });
    const refused = await east('POST', '/api/macros/preview', { number: other.number, macroId: macro.id });
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({ code: 'ticket.macro_other_category' });
  });
});

describe('who writes one', () => {
  test('an agent for himself, not for others', async () => {
    const forAll = await east('POST', '/api/macros', { name: '大家的', scope: 'all', steps });
    expect(forAll.status).toBe(404);
    const mine = await writeMacro(east, { name: '我的', scope: 'mine', steps });
    expect(mine).toMatchObject({ mayEdit: true });
    expect(mine.ownerName).toContain('agent');
    const lifted = await east('PUT', `/api/macros/${mine.id}`, { name: '我的', scope: 'all', steps });
    expect(lifted.status).toBe(404);
  });

  test('those of others are neither changed nor deleted', async () => {
    const mine = await writeMacro(east, { name: '别动', scope: 'mine', steps });
    expect((await west('PUT', `/api/macros/${mine.id}`, { name: 'x', scope: 'mine', steps })).status).toBe(404);
    expect((await west('DELETE', `/api/macros/${mine.id}`)).status).toBe(404);
    expect((await admin('DELETE', `/api/macros/${mine.id}`)).status).toBe(404);
    expect((await east('DELETE', `/api/macros/${mine.id}`)).status).toBe(204);
  });

  test('two editors: the second is told', async () => {
    const macro = await writeMacro(admin, { name: '两人改', steps });
    const one = { name: '甲改', scope: 'all', steps, version: macro.version };
    expect((await admin('PUT', `/api/macros/${macro.id}`, one)).status).toBe(200);
    const late = await admin('PUT', `/api/macros/${macro.id}`, { ...one, name: '乙改' });
    expect(late.body).toMatchObject({ code: 'knowledge.changed' });
    expect(await names(admin)).toContain('甲改');
  });

  test('who may not note may not write one', async () => {
    const auditor = await it.as('auditor');
    expect((await auditor('POST', '/api/macros', { name: 'x', scope: 'mine', steps })).status).toBe(404);
  });
});

describe('what cannot be saved', () => {
  const refusals: readonly [name: string, steps: readonly object[], code: string][] = [
    ['a reply without words', [{ type: 'reply' }], 'ticket.macro_no_words'],
    ['a note without words', [{ type: 'note', body: ' ' }], 'ticket.macro_no_words'],
    ['a change of nothing', [{ type: 'classify' }], 'ticket.macro_no_change'],
    ['a transfer to nowhere', [{ type: 'assign' }], 'ticket.macro_no_place'],
    [
      'a step after the transfer',
      [{ type: 'assign', departmentId: crypto.randomUUID() }, ...steps],
      'ticket.macro_assign_last',
    ],
    ['braces that mean nothing', [{ type: 'note', body: '{{password}}' }], 'knowledge.unknown_placeholder'],
    ['a survey link in a reply', [{ type: 'reply', body: '{{surveyUrl}}' }], 'knowledge.unknown_placeholder'],
    ['a step that does not exist', [{ type: 'step', action: 'fly' }], 'input.invalid_value'],
  ];
  test.each(refusals)('%s', async (_name, wrong, code) => {
    const answer = await admin('POST', '/api/macros', { name: 'x', scope: 'all', steps: wrong });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(code);
  });

  test('no steps, too many steps, an unknown category, an unknown department', async () => {
    const save = (macro: object) => admin('POST', '/api/macros', { name: 'x', scope: 'all', steps, ...macro });
    expect((await save({ steps: [] })).status).toBe(422);
    expect((await save({ steps: Array.from({ length: 13 }, () => steps[0]) })).status).toBe(422);
    expect((await save({ categoryKeys: ['nowhere'] })).body).toMatchObject({ code: 'ticket.unknown_category' });
    const nowhere = { scope: 'department', departmentId: crypto.randomUUID() };
    expect((await save(nowhere)).status).toBeGreaterThanOrEqual(400);
    expect((await save({ scope: 'department' })).status).toBeGreaterThanOrEqual(400);
  });
});
