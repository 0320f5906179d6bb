import { afterAll, beforeAll, expect, test } from 'vitest';
import { everything } from '#platform/server/database/index.ts';
import { openFile, storeFile } from '#platform/server/files/index.ts';
import { startTestApp, type TestApp } from '#test/app.ts';
import { fakeClock } from '#test/clock.ts';
import { openTestTicket } from '#test/ticket-factory.ts';
import { attachmentById } from './attachment.queries.ts';
import { keepAttachment } from './keep-attachment.ts';
import { sweepAttachments } from './sweep-attachments.job.ts';

const clock = fakeClock('2026-09-23T02:00:00Z');
let it: TestApp;
beforeAll(async () => {
  it = await startTestApp({ clock, role: 'web' });
});
afterAll(() => it.stop());

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

const upload = async (tail: string) => {
  const { dataDir } = it.app.config;
  const source = (async function* () {
    yield await Promise.resolve(Buffer.concat([png, Buffer.from(tail)]));
  })();
  const stored = await storeFile(source, {
    dataDir,
    maxBytes: 10_000,
    declaredName: 'a.png',
    declaredType: 'image/png',
    allow: ['image'],
  });
  return { stored, kept: await keepAttachment(it.app, stored) };
};

const rowOf = (id: string) => it.app.db.read(everything, (tx) => attachmentById(tx, id));
const isStored = async (sha256: string): Promise<boolean> =>
  openFile(it.app.config.dataDir, sha256).then(
    ({ stream }) => {
      stream.destroy();
      return true;
    },
    () => false,
  );

test('what nobody sent within a day goes; what was sent, is young, or is the same content elsewhere stays', async () => {
  const forgotten = await upload('1');
  const sent = await upload('2');
  const alike = await upload('3');
  const alikeSent = await upload('3');
  await openTestTicket(it, { departmentId: it.departments.east, attachmentIds: [sent.kept.id, alikeSent.kept.id] });
  clock.advance({ hours: 25 });
  const young = await upload('4');
  await sweepAttachments.run(it.app, {});
  expect(await rowOf(forgotten.kept.id)).toBeNull();
  expect(await rowOf(alike.kept.id)).toBeNull();
  for (const one of [sent, alikeSent, young]) expect(await rowOf(one.kept.id)).not.toBeNull();
  const left = await Promise.all([forgotten, sent, alike, young].map((one) => isStored(one.stored.sha256)));
  expect(left).toEqual([false, true, true, true]);
});
