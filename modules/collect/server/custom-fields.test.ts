import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ticketDetail } from '#modules/ticket/contract.ts';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { eventually } from '#test/eventually.ts';
import { formSchema, importPreviewSchema, receiptSchema } from '../contract.ts';

let it: TestApp;
let admin: Caller;
beforeAll(async () => {
  it = await startTestApp();
  admin = await it.as('admin');
});
afterAll(() => it.stop());

const problem = z.object({
  code: z.string(),
  fields: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })).default([]),
});
const define = async (wish: object): Promise<void> => {
  const answer = await admin('POST', '/api/custom-fields', { name: '字段', ...wish });
  expect(answer.status, answer.text).toBe(201);
};
const fieldsOf = async (number: string) =>
  ticketDetail.parse((await admin('GET', `/api/tickets/${number}`)).body).fields;
const send = (fields: object, more: object = {}) =>
  it.anyone('POST', '/api/public/feedback', { content: `水管漏水 ${JSON.stringify(fields)}`, fields, ...more });
const numberOf = (body: unknown): string => receiptSchema.parse(body).number;

describe('fields on the way in', () => {
  test('without any field defined everything is kept as it comes', async () => {
    const sent = await send({ model: 'A-1', likes: 3 });
    expect(await fieldsOf(numberOf(sent.body))).toEqual({ model: 'A-1', likes: 3 });
  });

  test('a known key is typed, an unknown one is kept as before', async () => {
    await define({ key: 'order_sum', kind: 'number', name: '订单金额', onForm: true, rule: { min: 0 } });
    await define({
      key: 'place',
      kind: 'tree',
      name: '地区',
      nameEn: 'Area',
      onForm: true,
      options: [
        { key: 'zj', name: '浙江' },
        { key: 'hz', name: '杭州', nameEn: 'Hangzhou', parentKey: 'zj' },
      ],
    });
    await define({
      key: 'parts',
      kind: 'choice',
      name: '部件',
      onForm: true,
      rule: { many: true },
      options: [
        { key: 'fan', name: '风扇' },
        { key: 'pump', name: '水泵' },
      ],
    });
    const sent = await send({ order_sum: '99.5', place: 'hz', parts: ['pump'], anything: 'else' });
    expect(sent.status, sent.text).toBe(201);
    expect(await fieldsOf(numberOf(sent.body))).toEqual({
      order_sum: 99.5,
      place: 'hz',
      parts: ['pump'],
      anything: 'else',
    });
  });

  test('the wrong type is told with the name of the field, and nothing is opened', async () => {
    const sent = await send({ order_sum: 'viel', place: 'mars' });
    expect(sent.status).toBe(422);
    const { fields } = problem.parse(sent.body);
    expect(fields.map((field) => [field.path, field.code])).toEqual([
      ['fields.order_sum', 'ticket.field_number'],
      ['fields.place', 'ticket.field_option'],
    ]);
    expect(fields[0]?.message).toContain('订单金额');
  });

  test('a stranger cannot fill what he is not asked', async () => {
    await define({ key: 'internal_note', kind: 'text', name: '内部' });
    const sent = await send({ internal_note: 'x' });
    expect([sent.status, problem.parse(sent.body).fields[0]?.code]).toEqual([422, 'ticket.field_unknown']);
  });

  test('the public form asks them, without people and without what depends on the category', async () => {
    await define({ key: 'who', kind: 'person', name: '专家', onForm: true });
    const form = formSchema.parse((await it.anyone('GET', '/api/public/forms/default')).body);
    const custom = form.fields.filter((field) => field.custom);
    expect(custom.map((field) => [field.key, field.type])).toEqual([
      ['order_sum', 'number'],
      ['place', 'choice'],
      ['parts', 'choices'],
    ]);
    expect(custom[1]?.options[1]).toEqual({ value: 'hz', label: '浙江 / 杭州', labelEn: '浙江 / Hangzhou' });
  });

  test('what has to be filled in is demanded of the form and of colleagues, not of other senders', async () => {
    await define({ key: 'must', kind: 'text', name: '必填项', onForm: true, rule: { requiredAt: ['open'] } });
    const byForm = await send({}, { form: 'default' });
    expect(
      problem
        .parse(byForm.body)
        .fields.some((field) => field.code === 'ticket.field_missing' && field.path === 'fields.must'),
    ).toBe(true);
    expect((await send({})).status).toBe(201);
    const agent = await it.as('agent');
    const entry = await agent('POST', '/api/tickets', { content: '来电：水管又漏了' });
    expect([entry.status, problem.parse(entry.body).fields[0]?.path]).toEqual([422, 'fields.must']);
    const filled = await agent('POST', '/api/tickets', {
      content: '来电：水管又漏了',
      fields: { must: '有', internal_note: '可写' },
    });
    expect(await fieldsOf(numberOf(filled.body))).toEqual({ must: '有', internal_note: '可写' });
    await admin('PUT', '/api/custom-fields/must', { name: '必填项', retired: true });
  });

  test('a colleague fills by his rights, and names only colleagues', async () => {
    await define({ key: 'boss_word', kind: 'text', name: '主管', writeRoles: ['supervisor'] });
    const agent = await it.as('agent');
    const refused = await agent('POST', '/api/tickets', { content: '客户说要找主管', fields: { boss_word: 'x' } });
    expect(problem.parse(refused.body).fields[0]?.code).toBe('ticket.field_unknown');
    const nobody = await agent('POST', '/api/tickets', {
      content: '客户说要找专家',
      fields: { who: '00000000-0000-4000-8000-000000000000' },
    });
    expect(problem.parse(nobody.body).fields[0]?.code).toBe('ticket.field_person');
    const fine = await agent('POST', '/api/tickets', { content: '客户说要找专家', fields: { who: agent.personId } });
    expect(fine.status, fine.text).toBe(201);
  });

  test('a file of the form belongs to the field, once', async () => {
    await define({ key: 'receipt', kind: 'file', name: '发票', onForm: true });
    const upload = async (): Promise<string> => {
      const form = new FormData();
      form.set('file', new Blob(['%PDF-1.4 receipt'], { type: 'application/pdf' }), '发票.pdf');
      return z.object({ id: z.string() }).parse((await it.anyone('POST', '/api/public/attachments', form)).body).id;
    };
    const id = await upload();
    const sent = await send({ receipt: [id] });
    expect(sent.status, sent.text).toBe(201);
    expect(await fieldsOf(numberOf(sent.body))).toEqual({ receipt: [id] });
    expect((await admin('GET', `/api/attachments/${id}`)).status).toBe(200);
    expect((await send({ receipt: [id] }, { content: '另一件事，借用别人的文件' })).status).toBe(422);
  });
});

describe('a file of rows', () => {
  test('fills fields by name or by choice, and keeps what does not fit', async () => {
    const rows = [
      '内容,订单金额,place,部件,备注栏',
      '第一行说的话,12.5,浙江/杭州,风扇、水泵,甲',
      '第二行说的话,很多钱,火星,风扇,乙',
    ];
    const form = new FormData();
    form.set('file', new Blob([rows.join('\n')], { type: 'text/csv' }), '字段.csv');
    const preview = importPreviewSchema.parse((await admin('POST', '/api/imports', form)).body);
    expect(preview.mapping).toMatchObject({
      订单金额: 'field:order_sum',
      place: 'field:place',
      部件: 'field:parts',
      备注栏: 'extra',
    });
    const mapping = { ...preview.mapping, 备注栏: 'field:internal_note' };
    expect(
      (await admin('POST', `/api/imports/${preview.id}/start`, { mapping: { ...mapping, 备注栏: 'field:No Key' } }))
        .status,
    ).toBe(422);
    expect((await admin('POST', `/api/imports/${preview.id}/start`, { mapping })).status).toBe(202);
    await eventually(async () => {
      const run = importPreviewSchema.parse((await admin('GET', `/api/imports/${preview.id}`)).body);
      expect(run).toMatchObject({ state: 'done', created: 2 });
    });
    const list = z
      .object({ items: z.array(z.object({ number: z.string(), subject: z.string() })) })
      .parse((await admin('GET', '/api/tickets?limit=50')).body);
    const of = async (subject: string) =>
      fieldsOf(list.items.find((row) => row.subject.startsWith(subject))?.number ?? '');
    expect(await of('第一行')).toEqual({ order_sum: 12.5, place: 'hz', parts: ['fan', 'pump'], internal_note: '甲' });
    expect(await of('第二行')).toEqual({
      order_sum_raw: '很多钱',
      place_raw: '火星',
      parts: ['fan'],
      internal_note: '乙',
    });
  });
});
