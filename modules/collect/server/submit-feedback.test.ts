import { sql } from 'kysely';
import { z } from 'zod';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { everything } from '#platform/server/database/index.ts';
import { startTestApp, type TestApp, type Caller } from '#test/app.ts';
import { receiptSchema } from '../contract.ts';

let app: TestApp;
let admin: Caller;

beforeAll(async () => {
  app = await startTestApp();
  await app.as('agent');
  admin = await app.as('admin');
});

afterAll(() => app.stop());

const detail = z.object({
  number: z.string(),
  kind: z.string(),
  level: z.number(),
  state: z.string(),
  department: z.object({ id: z.string() }),
  nextDueAt: z.string().nullable(),
});
const problem = z.object({
  code: z.string(),
  detail: z.string(),
  fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

const post = (body: unknown, headers: Record<string, string> = {}) =>
  app.anyone('POST', '/api/public/feedback', body, headers);
const feedback = {
  content: '快递三天没动，打电话没人接，家里等着用',
  contact: { name: '王女士', phone: '13800002046' },
};

describe('public feedback', () => {
  test('becomes a ticket with number, kind, level, department and a running clock', async () => {
    const answer = await post(feedback);
    expect(answer.status).toBe(201);
    const receipt = receiptSchema.parse(answer.body);
    expect(receipt.number).toMatch(/^\d{8}$/);
    expect(receipt.trackingUrl).toContain('/t/');
    const ticket = detail.parse((await admin('GET', `/api/tickets/${receipt.number}`)).body);
    expect(ticket).toMatchObject({ number: receipt.number, kind: 'complaint', state: 'new' });
    expect(ticket.nextDueAt).not.toBeNull();
  });

  test('the same idempotency key gets the same answer and no second ticket, even when both race', async () => {
    const key = { 'Idempotency-Key': 'phone-1' };
    const answers = await Promise.all([post(feedback, key), post(feedback, key), post(feedback, key)]);
    answers.push(await post(feedback, key));
    const numbers = new Set(answers.map((answer) => receiptSchema.parse(answer.body).number));
    expect(answers.map((answer) => answer.status)).toEqual([201, 201, 201, 201]);
    expect(numbers.size).toBe(1);
  });

  test('a key that is used again for something else is refused', async () => {
    const key = { 'Idempotency-Key': 'phone-2' };
    await post(feedback, key);
    const answer = await post({ ...feedback, content: '另一件事，发票抬头开错了' }, key);
    expect(answer.status).toBe(422);
    expect(problem.parse(answer.body).code).toBe('collect.key_reused');
  });

  test('switched to the other language and sent again, it is still the same request', async () => {
    const key = { 'Idempotency-Key': 'phone-3' };
    const first = await post(feedback, { ...key, 'accept-language': 'zh-CN' });
    const second = await post(feedback, { ...key, 'accept-language': 'en' });
    expect(second.status).toBe(201);
    expect(second.body).toEqual(first.body);
  });

  test('1,000 parallel posts get 1,000 different numbers', async () => {
    const answers = await Promise.all(
      Array.from({ length: 1000 }, (_, n) => post({ content: `第 ${n} 位客户：洗衣机第 ${n * 7} 次报错` })),
    );
    expect(new Set(answers.map((answer) => receiptSchema.parse(answer.body).number)).size).toBe(1000);
  });

  test('nearly the same words from the same sender are linked to the first ticket', async () => {
    const contact = { phone: '13900007788' };
    const text = '你们的师傅约了周二上午来装空调，结果一直没来，打电话也不接，我请了半天假在家白等';
    const first = receiptSchema.parse((await post({ content: text, contact })).body);
    const second = receiptSchema.parse((await post({ content: `${text}！！`, contact })).body);
    expect(second.number).not.toBe(first.number);
    const shown = await admin('GET', `/api/tickets/${second.number}`);
    expect(shown.text).toContain(first.number);
  });

  test('a new sender who presses the button many times at once is one customer with one matter', async () => {
    const text = '扫地机第二次返修回来还是不认路，撞坏了两把椅子，我要求退货退款';
    const spellings = ['13700004455', '137 0000 4455', '+86 137-0000-4455', '13700004455'];
    const answers = await Promise.all(
      spellings.map((phone) => post({ content: text, contact: { name: '赵', phone } })),
    );
    const numbers = answers.map((answer) => receiptSchema.parse(answer.body).number);
    expect(new Set(numbers).size).toBe(4);
    const opened = await app.app.db.read(everything, (tx) =>
      sql<{ number: string; customer: string; linked: string | null }>`
        select t.number, t.customer_id as customer, o.number as linked
        from ticket t left join ticket o on o.id = t.linked_to where t.number = any (${numbers})`.execute(tx),
    );
    expect(new Set(opened.rows.map((row) => row.customer)).size).toBe(1);
    const first = opened.rows.filter((row) => row.linked === null);
    expect(first).toHaveLength(1);
    expect(opened.rows.filter((row) => row.linked === first[0]?.number)).toHaveLength(3);
  });

  test('many new senders at once, each twice, become one customer each', async () => {
    const phones = Array.from({ length: 60 }, (_, n) => `136${String(20_000_000 + n)}`);
    const said = (phone: string, word: string) => post({ content: `${word}：${phone} 的门锁`, contact: { phone } });
    const answers = await Promise.all(phones.flatMap((phone) => [said(phone, '打不开了'), said(phone, '要换电池')]));
    expect(answers.every((answer) => answer.status === 201)).toBe(true);
    const numbers = answers.map((answer) => receiptSchema.parse(answer.body).number);
    const found = await app.app.db.read(everything, (tx) =>
      sql<{ customers: number }>`
        select count(distinct customer_id)::int as customers from ticket where number = any (${numbers})`.execute(tx),
    );
    expect(found.rows[0]?.customers).toBe(60);
  });

  test.each([
    ['zh-CN', { content: '' }, 'content', '内容'],
    ['en', { content: 'Broken', contact: { email: 'not-an-address' } }, 'contact.email', 'e-mail'],
    ['en', { content: 'Broken', contact: { phone: 'call me' } }, 'contact.phone', 'phone'],
  ])('says what is wrong, where, in the caller’s language (%s)', async (language, body, path, word) => {
    const answer = await post(body, { 'accept-language': language });
    expect(answer.status).toBe(422);
    const field = problem.parse(answer.body).fields?.find((one) => one.path.startsWith(path));
    expect(field?.message).toContain(word);
  });

  test('broken JSON, 10 MB of text and control characters harm nobody', async () => {
    const broken = await post('{"content": "unfinished');
    expect(broken.status).toBe(400);
    const huge = await post({ content: '很'.repeat(3_500_000) });
    expect(huge.status).toBe(413);
    const odd = await post({
      content: 'a\u0000b\u202Egnp.exe 👨‍👩‍👧 <script>alert(1)</script>',
      subject: '<img src=x onerror=alert(1)>',
    });
    expect(odd.status).toBe(201);
    const ticket = await admin('GET', `/api/tickets/${receiptSchema.parse(odd.body).number}`);
    expect(ticket.text).not.toContain('\u202E');
    expect((await app.anyone('GET', '/healthz')).status).toBe(200);
  });

  test('half a character, sent or made by a limit of ours, costs nobody his feedback', async () => {
    const half = '👍'.slice(0, 1);
    const longContent = `${'这台除湿机又坏了，'.repeat(67).slice(0, 599)}👍${'还没有人来修'.repeat(30)}`;
    const said = [
      { content: longContent, contact: { phone: '13500001234' } },
      { content: '订单还没到', contact: { name: `李${half}`, phone: '13500001235' } },
      { content: '订单还没到，问卷也填了', fields: { order_number: `YL${half}` } },
      { content: '👨‍👩‍👧 一家人都在等 👍👍', subject: '👍' },
    ];
    for (const body of said) expect((await post(body)).status).toBe(201);
  });

  test('advertising is put into quarantine, with a number all the same', async () => {
    const answer = await post({ content: '代开发票加微信 fapiao888，低息贷款秒到账 http://bit.ly/xxxx 点击领取' });
    const ticket = detail.parse((await admin('GET', `/api/tickets/${receiptSchema.parse(answer.body).number}`)).body);
    expect(ticket.state).toBe('spam');
  });

  test('a danger to people is level 1', async () => {
    const answer = await post({ content: '取暖器通电十分钟就冒烟起火，孩子的手被烫伤了' });
    const ticket = detail.parse((await admin('GET', `/api/tickets/${receiptSchema.parse(answer.body).number}`)).body);
    expect(ticket).toMatchObject({ level: 1, kind: 'complaint' });
  });
});
