import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { everything } from '#platform/server/database/index.ts';
import { openFile } from '#platform/server/files/index.ts';
import { startTestApp, type Answer, type Caller, type TestApp } from '#test/app.ts';
import { fakeClock } from '#test/clock.ts';
import { uploadApprovalFiles } from '../contract.ts';
import { look, openRequest, person, readable } from './approvals.fixture.ts';
import { fileById } from './file.queries.ts';
import { filesDir } from './files.ts';
import { sweepFilesJob } from './sweep-files.job.ts';

const clock = fakeClock('2026-09-21T10:00:00+08:00');
let it: TestApp;
let admin: Caller;
let requester: Caller;
let ann: Caller;
let ben: Caller;
beforeAll(async () => {
  it = await startTestApp({ role: 'web', clock });
  admin = await it.as('admin');
  requester = await it.as('agent');
  [ann, ben] = [await it.as('agent'), await it.as('handler')];
});
afterAll(() => it.stop());

const ask = () => openRequest(it, admin, requester, [{ signers: [person(ann)] }]);

const send = (caller: Caller, text: string, name = '赔付说明.txt'): Promise<Answer> => {
  const form = new FormData();
  form.set('file', new Blob([text], { type: 'text/plain' }), name);
  return caller('POST', '/api/approval-files', form);
};
const uploaded = async (caller: Caller, text = '赔付明细：运费 12 元'): Promise<string> => {
  const answer = await send(caller, text);
  expect(answer.status, answer.text).toBe(201);
  return uploadApprovalFiles.reply.parse(answer.body).items[0]?.id ?? '';
};
const rowOf = (id: string) => it.app.db.read(everything, (tx) => fileById(tx, id));

describe('a file of an act', () => {
  test('stands in the record with its name and size, and is read by whoever reads the request', async () => {
    const { id, url } = await ask();
    const file = await uploaded(ann);
    const signed = await ann('POST', `${url}/approve`, { comment: '见附件', attachmentIds: [file] });
    expect(signed.status, signed.text).toBe(200);
    const [shown] = (await look(requester, id)).acts.at(-1)?.files ?? [];
    expect(shown).toMatchObject({ id: file, name: '赔付说明.txt', kind: 'document' });
    const read = await requester('GET', `${url}/files/${file}`);
    expect(read).toMatchObject({ status: 200, text: '赔付明细：运费 12 元' });
    expect(read.headers.get('content-security-policy')).toContain('sandbox');
  });

  test.each(['reject', 'comments', 'resubmit'] as const)('goes along with %s too', async (act) => {
    const { id, url } = await ask();
    const who = act === 'resubmit' ? requester : ann;
    if (act === 'resubmit') await ann('POST', `${url}/reject`, { reason: '缺凭证', to: { kind: 'start' } });
    const attachmentIds = [await uploaded(who)];
    const body = act === 'reject' ? { reason: '金额不符', to: { kind: 'end' } } : { comment: '补充' };
    const done = await who('POST', `${url}/${act}`, { ...body, attachmentIds });
    expect(done.status, done.text).toBe(200);
    expect((await look(requester, id)).acts.at(-1)?.files.map((one) => one.id)).toEqual(attachmentIds);
  });

  test('is nobody else’s to read: no stranger, not by another request, not before it hangs anywhere', async () => {
    const { url } = await ask();
    const other = await ask();
    const file = await uploaded(ann);
    expect((await ann('GET', `${url}/files/${file}`)).status).toBe(404);
    await ann('POST', `${url}/comments`, { comment: '见附件', attachmentIds: [file] });
    expect((await ben('GET', `${url}/files/${file}`)).status).toBe(404);
    expect((await ann('GET', `${other.url}/files/${file}`)).status).toBe(404);
    expect((await it.anyone('GET', `${url}/files/${file}`)).status).toBe(401);
    expect((await admin('GET', `${url}/files/${file}`)).status).toBe(200);
  });

  test('follows the reading of its subject', async () => {
    const { url, subjectId } = await ask();
    const file = await uploaded(ann);
    await ann('POST', `${url}/comments`, { comment: '见附件', attachmentIds: [file] });
    expect((await ben('GET', `${url}/files/${file}`)).status).toBe(404);
    readable.add(subjectId);
    expect((await ben('GET', `${url}/files/${file}`)).status).toBe(200);
  });

  test('cannot be named by another, nor twice; then nothing of the act is done', async () => {
    const first = await ask();
    const second = await ask();
    const file = await uploaded(requester);
    const stolen = await ann('POST', `${first.url}/approve`, { attachmentIds: [file] });
    expect(stolen).toMatchObject({ status: 422, body: { code: 'approval.file_unknown' } });
    expect((await look(requester, first.id)).status).toBe('open');
    const own = await uploaded(ann);
    expect((await ann('POST', `${first.url}/comments`, { comment: '一', attachmentIds: [own] })).status).toBe(200);
    const again = await ann('POST', `${second.url}/approve`, { attachmentIds: [own] });
    expect(again).toMatchObject({ status: 422, body: { code: 'approval.file_unknown' } });
    expect((await look(requester, second.id)).acts).toHaveLength(1);
  });

  test('of two acts that name it at once one has it', async () => {
    const [first, second] = [await ask(), await ask()];
    const attachmentIds = [await uploaded(ann)];
    const both = await Promise.all(
      [first, second].map(({ url }) => ann('POST', `${url}/comments`, { comment: '同一份', attachmentIds })),
    );
    expect(both.map((one) => one.status).sort()).toEqual([200, 422]);
  });

  test.each([
    ['nothing in it', '', 422],
    ['a program', 'MZ\u0000\u0001', 415],
  ])('is refused with %s', async (_what, text, status) => {
    const answer = await send(ann, text, 'a.exe');
    expect([status, 422]).toContain(answer.status);
  });

  test('an upload without a file says so', async () => {
    const answer = await ann('POST', '/api/approval-files', new FormData());
    expect([400, 422]).toContain(answer.status);
  });

  test('that no act named goes after a day, content and all; what hangs on a request stays', async () => {
    const { url } = await ask();
    const text = '没有用上的附件';
    const lost = await uploaded(ann, text);
    const kept = await uploaded(ann, '用上的附件');
    await ann('POST', `${url}/comments`, { comment: '见附件', attachmentIds: [kept] });
    const sha = (await rowOf(lost))?.sha256 ?? '';
    const there = (): Promise<boolean> =>
      openFile(filesDir(it.app), sha).then(
        ({ stream }) => stream.destroy().destroyed,
        () => false,
      );
    const was = await there();
    clock.set(new Date(clock.now().getTime() + 25 * 3_600_000).toISOString());
    await sweepFilesJob.run(it.app, {});
    expect(await rowOf(lost)).toBeNull();
    expect((await rowOf(kept))?.requestId).not.toBeNull();
    expect([was, await there()]).toEqual([true, false]);
  });
});
