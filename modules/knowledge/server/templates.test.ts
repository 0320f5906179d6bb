import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { everything } from '#platform/server/database/index.ts';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { fillTemplate, noticeKeys, templateSchema, unknownPlaceholders } from '../contract.ts';
import { noticeText } from './notice-text.ts';

let app: TestApp;
let supervisor: Caller;
beforeAll(async () => {
  app = await startTestApp();
  supervisor = await app.as('supervisor');
});
afterAll(() => app.stop());

const list = async (query = '') =>
  z.object({ items: z.array(templateSchema) }).parse((await supervisor('GET', `/api/templates${query}`)).body).items;
const text = (key: (typeof noticeKeys)[number], locale: 'zh-CN' | 'en') =>
  app.app.db.read(everything, (tx) => noticeText(tx, key, locale, { number: '3827-4165', reply: '已退款 $& $1' }));

test('every notice is there in both languages, and leaves no braces behind', async () => {
  const notices = await list('?purpose=notice');
  expect(notices.map((notice) => notice.key).toSorted()).toEqual([...noticeKeys].toSorted());
  for (const key of noticeKeys) {
    const [zh, en] = [await text(key, 'zh-CN'), await text(key, 'en')];
    expect(zh?.subject).toContain('3827-4165');
    expect(en?.subject).toContain('3827-4165');
    expect(en?.body).not.toBe(zh?.body);
    expect(`${zh?.subject}${zh?.body}${en?.subject}${en?.body}`).not.toMatch(/[{}]/);
  }
  expect((await text('replied', 'zh-CN'))?.body).toContain('已退款 $& $1');
});

test('a notice that is switched off is not sent, and cannot be deleted', async () => {
  const accepted = (await list('?purpose=notice')).find((notice) => notice.key === 'accepted');
  if (!accepted) throw new Error('no such notice');
  const { id, key: _key, purpose: _purpose, updatedAt: _at, ...input } = accepted;
  const off = await supervisor('PUT', `/api/templates/${id}`, { ...input, enabled: false });
  expect(off.status, off.text).toBe(200);
  expect(await text('accepted', 'zh-CN')).toBeNull();
  expect((await supervisor('PUT', `/api/templates/${id}`, input)).body).toMatchObject({ code: 'knowledge.changed' });
  expect((await supervisor('DELETE', `/api/templates/${id}`)).body).toMatchObject({ code: 'knowledge.notice_stays' });
});

test('replies are added, changed and deleted; agents only read', async () => {
  const made = await supervisor('POST', '/api/templates', {
    title: '催物流',
    body: '{{customerName}}，已催促承运商。',
  });
  expect(made.status, made.text).toBe(201);
  const { id } = templateSchema.parse(made.body);
  expect((await list('?purpose=reply')).some((one) => one.id === id)).toBe(true);
  const agent = await app.as('agent');
  expect((await agent('GET', '/api/templates')).status).toBe(200);
  expect((await agent('DELETE', `/api/templates/${id}`)).status).toBe(404);
  expect((await supervisor('DELETE', `/api/templates/${id}`)).status).toBe(204);
  expect((await supervisor('DELETE', `/api/templates/${id}`)).status).toBe(404);
});

test('an unknown placeholder is refused in the words of the caller', async () => {
  const refused = await supervisor(
    'POST',
    '/api/templates',
    { title: 'x', body: '{{password}}' },
    { 'accept-language': 'en' },
  );
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('Braces may hold only');
  expect(unknownPlaceholders('{{ number }} {{x}} {{}}')).toEqual(['x', '']);
  expect(fillTemplate('{{ number }}{{reply}}', { number: '1' })).toBe('1');
});
