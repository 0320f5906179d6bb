import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { openTestTicket } from '#test/ticket-factory.ts';
import { fieldFacts } from './field-facts.ts';

let it: TestApp;
let admin: Caller;
let number = '';

beforeAll(async () => {
  it = await startTestApp({ role: 'web' });
  admin = await it.as('admin');
  const define = (field: object) => admin('POST', '/api/custom-fields', field);
  await define({
    key: 'area',
    kind: 'tree',
    name: '地区',
    nameEn: 'Area',
    options: [
      { key: 'zj', name: '浙江', nameEn: 'Zhejiang' },
      { key: 'hz', name: '杭州', parentKey: 'zj' },
    ],
  });
  await define({ key: 'expert', kind: 'person', name: '专家' });
  await define({ key: 'amount', kind: 'number', name: '金额' });
  await define({ key: 'secret', kind: 'text', name: '内部判断', readRoles: ['supervisor'] });
  const fields = { area: 'hz', expert: admin.personId, amount: '十二', secret: '疑似职业打假', seen: '在表单上' };
  ({ number } = await openTestTicket(it, { departmentId: it.departments.east, fields }));
});
afterAll(() => it.stop());

const heldBy = async (caller: Caller): Promise<Record<string, unknown>> => {
  const file = await caller('GET', `/api/tickets/${number}/closing-file`);
  return z
    .object({ ticket: z.object({ fields: z.record(z.string(), z.unknown()) }) })
    .parse(file.body ?? JSON.parse(file.text)).ticket.fields;
};

describe('custom fields in the case file', () => {
  test('stand there in words of the language; what came before the field was defined as it came', async () => {
    const held = await heldBy(admin);
    const zh = await fieldFacts(it.app, { locale: 'zh-CN' }, held, []);
    expect(Object.fromEntries(zh)).toMatchObject({ 地区: '浙江 / 杭州', 金额: '十二' });
    expect(zh.find(([label]) => label === '专家')?.[1]).toMatch(/^admin/);
    expect((await fieldFacts(it.app, { locale: 'en' }, held, []))[0]).toEqual(['Area', 'Zhejiang / 杭州']);
  });

  test('leave out what the reader may not see', async () => {
    expect(await heldBy(admin)).not.toHaveProperty('secret');
    expect(await heldBy(admin)).toHaveProperty('seen', '在表单上');
    expect(await heldBy(await it.as('supervisor'))).toHaveProperty('secret', '疑似职业打假');
    expect((await admin('GET', `/api/tickets/${number}/case-file.pdf`)).status).toBe(200);
  });
});
