import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { everything } from '#platform/server/database/index.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import { startMailCatcher, type MailCatcher } from '#sim/mail-catcher.ts';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { eventually } from '#test/eventually.ts';
import { outboxEntry } from '../contract.ts';
import { deliver } from './deliver.job.ts';
import { queueNotices, type NewNotice } from './queue-notices.ts';

let mail: MailCatcher;
let app: TestApp;
let supervisor: Caller;
let count = 0;

beforeAll(async () => {
  mail = await startMailCatcher();
  app = await startTestApp({ env: { SMTP_URL: mail.url, MAIL_FROM: '榆里家居 <care@yuli.example>' } });
  supervisor = await app.as('supervisor', app.departments.east);
});
beforeEach(() => {
  mail.fail('none');
  mail.clear();
});
afterAll(async () => {
  await app.stop();
  await mail.stop();
});

const ticketId = newId(new Date());
const notice = (over: Partial<NewNotice> = {}): NewNotice => {
  count += 1;
  return {
    ticketId,
    number: '38274165',
    customerId: null,
    departmentId: app.departments.east,
    templateKey: 'received',
    address: 'min@example.com',
    subject: `已收到 ${count}`,
    body: '您好：\n\n第一行 <b>不是标签</b> 🙂\n.单独一个点',
    onceKey: `test:${count}`,
    ...over,
  };
};
const queue = (...many: NewNotice[]) => app.app.db.write(everything, (tx) => queueNotices(tx, app.app, many));

const page = z.object({ items: z.array(outboxEntry), nextCursor: z.string().nullable(), sendsMail: z.boolean() });
const outbox = async (query = '', who = supervisor) => page.parse((await who('GET', `/api/outbox${query}`)).body);
const find = async (subject: string) => {
  const found = (await outbox('?limit=200')).items.find((item) => item.subject === subject);
  if (!found) throw new Error(`${subject} is not in the outbox`);
  return found;
};

test('mails go out whole, and those of one ticket hang together', async () => {
  const many = [notice(), notice(), notice()];
  for (const one of many) {
    expect(await queue(one)).toBe(1);
    await eventually(async () => expect((await find(one.subject)).state).toBe('sent'));
  }
  const [first, second, third] = mail.mails('min@example.com');
  expect(first).toMatchObject({ from: 'care@yuli.example', subject: many[0]?.subject, text: many[0]?.body });
  expect(first?.messageId).toMatch(/^<ticket\.38274165\.[0-9a-f-]{36}@yuli\.example>$/);
  const root = '<ticket.38274165@yuli.example>';
  expect(first).toMatchObject({ inReplyTo: root, references: root });
  expect(second).toMatchObject({ inReplyTo: first?.messageId, references: `${root} ${first?.messageId}` });
  expect(third).toMatchObject({
    inReplyTo: second?.messageId,
    references: `${root} ${first?.messageId} ${second?.messageId}`,
  });
});

test('the same occasion is told once; without an address it is only shown', async () => {
  const one = notice();
  expect(await queue(one, notice({ address: undefined, subject: '没有邮箱' }))).toBe(2);
  expect(await queue(one)).toBe(0);
  await eventually(() => expect(mail.mails()).toHaveLength(1));
  expect(await find('没有邮箱')).toMatchObject({ state: 'shown', wire: 'none', address: '' });
});

test('a busy server is asked again; a refusal is final, seen on the page and retried by a person', async () => {
  mail.fail('busy');
  const busy = notice();
  await queue(busy);
  await eventually(async () => expect((await find(busy.subject)).lastError).toContain('451'));
  expect(await find(busy.subject)).toMatchObject({ state: 'waiting' });

  mail.fail('refuse');
  const refused = notice({ address: 'gone@example.com' });
  await queue(refused);
  await eventually(async () => expect((await find(refused.subject)).state).toBe('failed'));
  const failed = await find(refused.subject);
  expect(failed).toMatchObject({ attempts: 1, address: 'g***@example.com', abilities: { retry: true } });
  expect(failed.lastError).toContain('550');

  mail.fail('none');
  expect((await supervisor('POST', `/api/outbox/${failed.id}/retry`)).status).toBe(200);
  await eventually(async () => expect((await find(refused.subject)).state).toBe('sent'));
  expect((await supervisor('POST', `/api/outbox/${failed.id}/retry`)).status).toBe(409);
});

test('after the last try it is given up, and two workers never send the same mail', async () => {
  mail.fail('busy');
  const one = notice();
  await queue(one);
  await eventually(async () => expect((await find(one.subject)).lastError).toContain('451'));
  expect((await find(one.subject)).attempts).toBe(1);
  const { id } = await find(one.subject);
  for (let more = 0; more < 5; more += 1) await expect(deliver(app.app, id)).rejects.toThrow('451');
  await deliver(app.app, id);
  expect(await find(one.subject)).toMatchObject({ state: 'failed', attempts: 7 });
  mail.fail('none');
  await Promise.all(Array.from({ length: 5 }, () => deliver(app.app, id)));
  expect(mail.mails().filter((each) => each.subject === one.subject)).toHaveLength(1);
});

test('the page goes on by cursor, filters by state, and stays within the reach of the reader', async () => {
  await queue(notice({ departmentId: app.departments.west, subject: '西边的', address: undefined }));
  const all: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const { items, nextCursor } = await outbox(`?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
    all.push(...items.map((item) => item.id));
    cursor = nextCursor;
  }
  expect(new Set(all).size).toBe(all.length);
  expect(all).toHaveLength((await outbox('?limit=200')).items.length);
  const shown = await outbox('?state=shown&limit=200');
  expect(new Set(shown.items.map((item) => item.state))).toEqual(new Set(['shown']));
  expect(shown.items.some((item) => item.subject === '西边的')).toBe(false);
  const admin = await app.as('admin');
  expect((await outbox('?number=3827-4165&limit=200', admin)).items.some((item) => item.subject === '西边的')).toBe(
    true,
  );
  expect((await supervisor('GET', '/api/outbox?cursor=abc')).status).toBe(422);
  expect((await (await app.as('handler'))('GET', '/api/outbox')).status).toBe(404);
});
