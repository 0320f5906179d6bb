import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { fromBuffer, type Entry, type ZipFile } from 'yauzl';
import { listApprovals, uploadApprovalFiles } from '#modules/approval/contract.ts';
import { withoutLinks } from '../closing-file.ts';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';

let it: TestApp;
let boss: Caller;
let number = '';

/** The smallest PNG: one grey point. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
  'base64',
);

beforeAll(async () => {
  it = await startTestApp();
  boss = await it.as('supervisor');
  const sent = await it.anyone('POST', '/api/public/feedback', {
    content: '门锁半夜报警，邻居都来敲门了 😀 𠮷先生',
    kind: 'complaint',
  });
  ({ number } = z.object({ number: z.string() }).parse(sent.body));
  const form = new FormData();
  form.set('file', new Blob([png], { type: 'image/png' }), '门锁.png');
  const kept = await boss('POST', `/api/tickets/${number}/attachments`, form);
  const [file] = z.object({ attachments: z.array(z.object({ id: z.string() })) }).parse(kept.body).attachments;
  await boss('POST', `/api/tickets/${number}/messages`, {
    direction: 'note',
    body: '已联系售后',
    attachmentIds: [file?.id],
  });
  await agreeToRefund();
});
afterAll(() => it.stop());

/** A refund of ¥3,800 that a head agreed to, with a picture of the receipt. */
const agreeToRefund = async (): Promise<void> => {
  const agent = await it.as('agent', it.departments.root);
  const body = { kind: 'refund', amountCents: 380_000, payee: '王女士' };
  const added = await agent('POST', `/api/tickets/${number}/compensation`, body);
  const [line] = z.object({ items: z.array(z.object({ id: z.string() })) }).parse(added.body).items;
  const asked = await agent('POST', `/api/compensation/${line?.id}/submit`, { reason: '锁坏了三次' });
  expect(asked.status, asked.text).toBe(200);
  const { items } = listApprovals.reply.parse((await boss('GET', '/api/approvals')).body);
  const form = new FormData();
  form.set('file', new Blob([png], { type: 'image/png' }), '收据.png');
  const kept = uploadApprovalFiles.reply.parse((await boss('POST', '/api/approval-files', form)).body);
  const attachmentIds = kept.items.map((file) => file.id);
  const signed = await boss('POST', `/api/approvals/${items[0]?.id}/approve`, { comment: '票据齐', attachmentIds });
  expect(signed.status, signed.text).toBe(200);
};

const bytesOf = async (caller: Caller, suffix: string): Promise<{ status: number; type: string; bytes: Buffer }> => {
  const reply = await fetch(`${it.url}/api/tickets/${number}/case-file.${suffix}`, {
    headers: { authorization: `Bearer ${caller.token}` },
  });
  const type = reply.headers.get('content-type') ?? '';
  return { status: reply.status, type, bytes: Buffer.from(await reply.arrayBuffer()) };
};

const unzip = async (bytes: Buffer): Promise<Map<string, Buffer>> => {
  const zip = await promisify<Buffer, { lazyEntries: boolean }, ZipFile>(fromBuffer)(bytes, { lazyEntries: true });
  const found = new Map<string, Buffer>();
  return new Promise((resolve, reject) => {
    zip.on('entry', (entry: Entry) => {
      zip.openReadStream(entry, (error, stream) => {
        if (error) return reject(error);
        const parts: Buffer[] = [];
        stream.on('data', (part: Buffer) => parts.push(part));
        stream.on('end', () => {
          found.set(entry.fileName, Buffer.concat(parts));
          zip.readEntry();
        });
      });
    });
    zip.on('end', () => resolve(found));
    zip.on('error', reject);
    zip.readEntry();
  });
};

describe('the case file', () => {
  test('is a PDF that brings its Chinese type along', async () => {
    const { status, type, bytes } = await bytesOf(boss, 'pdf?locale=en');
    expect([status, type]).toEqual([200, 'application/pdf']);
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
    const text = bytes.toString('latin1');
    expect(text).toMatch(/NotoSansHans-Regular/);
    expect(text).toMatch(/\/FontFile3/);
  });

  test('as a ZIP holds PDF, facts, each file as it came, and hashes that are true', async () => {
    const files = await unzip((await bytesOf(boss, 'zip')).bytes);
    expect([...files.keys()]).toEqual([
      `case-${number}.pdf`,
      `case-${number}.json`,
      'files/001-门锁.png',
      'approvals/001-收据.png',
      'SHA256SUMS',
    ]);
    expect(files.get('files/001-门锁.png')).toEqual(png);
    expect(files.get('approvals/001-收据.png')).toEqual(png);
    const lines = files.get('SHA256SUMS')?.toString().trimEnd().split('\n') ?? [];
    expect(lines).toHaveLength(4);
    for (const line of lines) {
      const [hash, name] = line.split('  ');
      expect(
        createHash('sha256')
          .update(files.get(name ?? '') ?? '')
          .digest('hex'),
      ).toBe(hash);
    }
    const facts = z
      .object({
        ticket: z.object({ number: z.string() }),
        entries: z.array(z.unknown()),
        approvals: z.array(z.looseObject({ title: z.string() })),
      })
      .parse(JSON.parse(files.get(`case-${number}.json`)?.toString() ?? ''));
    expect(facts.ticket.number).toBe(number);
    expect(facts.entries.length).toBeGreaterThan(1);
    expect(facts.approvals[0]?.title).toMatch(/^¥3,800\.00 · /);
    expect(facts.approvals).toMatchObject([
      {
        facts: { amount: 3800, kind: 'refund' },
        acts: [{ kind: 'requested' }, { kind: 'approved', comment: '票据齐', files: [{ name: '收据.png' }] }],
      },
    ]);
  });

  test('is not there for whoever may not see the ticket', async () => {
    const far = await it.as('handler', it.departments.west);
    const seen = [await bytesOf(far, 'pdf'), await bytesOf(far, 'zip')];
    expect(seen.map((each) => each.status)).toEqual([404, 404]);
    expect((await bytesOf(await it.as('auditor'), 'pdf')).status).toBe(200);
  });
});

test('links that open the case for whoever has them stay out of the file', () => {
  const body =
    '进度：https://huiyin.example/t/AaIF8hGAcCemfawIEid337Qz8gO3iYzc9 评价：https://huiyin.example/s/AaIF8hGAcCemfawIEid337Q。';
  expect(withoutLinks({ body, wire: 'email' })).toEqual({
    body: '进度：https://huiyin.example/t/… 评价：https://huiyin.example/s/…。',
    wire: 'email',
  });
});
