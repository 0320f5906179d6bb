import { z } from 'zod';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { eventually as eventuallyWithin } from '#test/eventually.ts';
import { everything } from '#platform/server/database/index.ts';
import { importPreviewSchema, importRunSchema, type ImportPreview, type ImportRun } from '../contract.ts';
import { setRunState } from './import.queries.ts';
import { buildWorkbook, textRow } from './import/xlsx/workbook.fixture.ts';

let app: TestApp;
let admin: Caller;

beforeAll(async () => {
  app = await startTestApp();
  admin = await app.as('admin');
});
afterAll(() => app.stop());

// Other tests share the machine.
const eventually = <T>(attempt: () => T | Promise<T>): Promise<T> => eventuallyWithin(attempt, { timeoutMs: 25_000 });

const problem = z.object({ code: z.string() });
const codeOf = (body: unknown): string => problem.parse(body).code;

const uploadAs = (who: Caller, content: string | Buffer, name: string) => {
  const form = new FormData();
  form.append('file', new Blob([Uint8Array.from(Buffer.from(content))]), name);
  return who('POST', '/api/imports', form);
};

const upload = async (content: string | Buffer, name = 'feedback.csv'): Promise<ImportPreview> => {
  const answer = await uploadAs(admin, content, name);
  expect(answer.status, answer.text).toBe(201);
  return importPreviewSchema.parse(answer.body);
};

const start = (id: string, mapping?: Record<string, string>) =>
  admin('POST', `/api/imports/${id}/start`, mapping ? { mapping } : {});

const settled = (id: string): Promise<ImportRun> =>
  eventually(async () => {
    const run = importRunSchema.parse((await admin('GET', `/api/imports/${id}`)).body);
    expect(['done', 'failed', 'cancelled']).toContain(run.state);
    return run;
  });

const runWhole = async (content: string | Buffer, name?: string): Promise<ImportRun> => {
  const { id } = await upload(content, name);
  expect((await start(id)).status).toBe(202);
  return settled(id);
};

const table = (rows: readonly string[]): string => ['编号,内容,姓名,心情', ...rows].join('\n');
const rows = (topic: string, count: number): string[] =>
  Array.from({ length: count }, (_, n) => `${topic}-${n},${topic}第 ${n} 次没人接电话,王女士,难过`);

const detail = z.object({ content: z.string().optional(), fields: z.record(z.string(), z.unknown()) });
const found = z.object({ items: z.array(z.object({ number: z.string() })) });

describe('an import', () => {
  test('is looked at first, then started, then done', async () => {
    const preview = await upload(table(rows('空调', 3)));
    expect(preview).toMatchObject({ state: 'ready', format: 'csv', created: 0 });
    expect(preview.columns).toEqual(['编号', '内容', '姓名', '心情']);
    expect(preview.mapping).toEqual({ 编号: 'externalId', 内容: 'content', 姓名: 'customerName', 心情: 'extra' });
    expect(preview.sample[0]?.[1]).toContain('空调第 0 次');
    expect((await start(preview.id)).status).toBe(202);
    expect(await settled(preview.id)).toMatchObject({ state: 'done', rowsDone: 3, created: 3, linked: 0, failed: 0 });
    const again = await start(preview.id);
    expect([again.status, codeOf(again.body)]).toEqual([409, 'collect.import_not_startable']);
  });

  test('of the same file a second time opens nothing new', async () => {
    const content = table(rows('冰箱', 5));
    expect(await runWhole(content)).toMatchObject({ created: 5, linked: 0 });
    expect(await runWhole(content, 'again.csv')).toMatchObject({ created: 0, linked: 5, failed: 0 });
  });

  test('keeps the columns that it does not know as fields of the ticket', async () => {
    await runWhole(table(['k-1,独一无二的洗碗机漏水,李先生,难过']));
    const list = await eventually(async () => {
      const answer = found.parse(
        (await admin('GET', `/api/tickets?query=${encodeURIComponent('独一无二的洗碗机')}`)).body,
      );
      expect(answer.items).toHaveLength(1);
      return answer.items;
    });
    const ticket = detail.parse((await admin('GET', `/api/tickets/${list[0]?.number}`)).body);
    expect(ticket.fields).toMatchObject({ 心情: '难过', external_id: 'k-1' });
  });

  test('gives the rows that it could not take back with the reason', async () => {
    const run = await runWhole(table([...rows('烤箱', 2), 'x-1,,赵女士,空', `x-2,${'长'.repeat(20_001)},赵女士,长`]));
    expect(run).toMatchObject({ state: 'done', created: 2, failed: 2 });
    const file = await admin('GET', `/api/imports/${run.id}/problems.csv`);
    expect(file.headers.get('content-type')).toContain('text/csv');
    expect(file.text).toContain('x-1');
    expect(file.text).toContain('没有内容');
    expect(file.text).toContain('x-2');
    expect(file.text).not.toContain('烤箱-0');
  });

  test('takes the mapping that a person chose, and keeps it when it goes on', async () => {
    const nothing = await uploadAs(admin, '谁,何时\n孙先生,昨天\n', 'names.csv');
    expect(codeOf(nothing.body)).toBe('import.no_content_column');
    const preview = await upload('标题,说的话,内容\n水壶,水壶烧不开了,备注一\n');
    const mapping = { 标题: 'subject', 说的话: 'content', 内容: 'extra' };
    const twice = await start(preview.id, { 标题: 'content', 说的话: 'content' });
    expect([twice.status, codeOf(twice.body)]).toEqual([422, 'import.mapping_duplicate_target']);
    expect((await start(preview.id, { ...mapping, 标题: 'nonsense' })).status).toBe(422);
    expect((await start(preview.id, mapping)).status).toBe(202);
    await settled(preview.id);
    const after = importPreviewSchema.parse((await admin('GET', `/api/imports/${preview.id}`)).body);
    expect(after).toMatchObject({ created: 1, mapping });
  });
});

describe('files of other kinds', () => {
  test('XLSX', async () => {
    const cells = [
      textRow(1, ['编号', '内容']),
      textRow(2, ['e-1', '洗衣机甩干时跳']),
      textRow(3, ['e-2', '遥控器失灵']),
    ];
    const run = await runWhole(buildWorkbook({ sheets: { 一月: cells.join('') } }), 'old.xlsx');
    expect(run).toMatchObject({ state: 'done', created: 2, failed: 0 });
  });

  test('GB18030', async () => {
    // "编号,内容" and "g-1,退款太慢"
    const bytes = Buffer.from('b1e0bac52cc4dac8dd0a672d312ccdcbbfeeccabc2fd0a', 'hex');
    const preview = await upload(bytes);
    expect(preview.encoding.toLowerCase()).toBe('gb18030');
    expect(preview.sample).toEqual([['g-1', '退款太慢']]);
    await start(preview.id);
    expect(await settled(preview.id)).toMatchObject({ state: 'done', created: 1 });
  });

  test('what is no table is refused with its reason and not kept', async () => {
    const empty = await uploadAs(admin, '', 'empty.csv');
    expect([empty.status >= 400, codeOf(empty.body)]).toEqual([true, 'import.file_empty']);
    const page = await uploadAs(admin, '<!doctype html><html><body>x</body></html>', 'page.csv');
    expect(codeOf(page.body)).toBe('import.html_file');
  });
});

describe('stopping', () => {
  test('a cancelled import goes on exactly behind its last row', async () => {
    const content = table(rows('电饭煲', 900));
    const { id } = await upload(content);
    await start(id);
    await eventually(async () => {
      const run = importRunSchema.parse((await admin('GET', `/api/imports/${id}`)).body);
      expect(run.rowsDone).toBeGreaterThan(0);
    });
    const stop = await admin('POST', `/api/imports/${id}/cancel`);
    if (stop.status === 200) {
      const stopped = await settled(id);
      expect(stopped.state).toBe('cancelled');
      expect(stopped.created).toBe(stopped.rowsDone);
      expect((await start(id)).status).toBe(202);
    }
    expect(await settled(id)).toMatchObject({ state: 'done', rowsDone: 900, created: 900, linked: 0 });
  });

  test('one that never began can be cancelled, and started all the same', async () => {
    const { id } = await upload(table(rows('吹风机', 2)));
    expect((await admin('POST', `/api/imports/${id}/cancel`)).status).toBe(200);
    await start(id);
    expect(await settled(id)).toMatchObject({ state: 'done', created: 2 });
  });

  test('one that broke off is started again and says so', async () => {
    const { id } = await upload(table(rows('加湿器', 2)));
    await app.app.db.write(everything, (tx) => setRunState(tx, id, { state: 'failed', problem: 'system.unexpected' }));
    expect(importRunSchema.parse((await admin('GET', `/api/imports/${id}`)).body)).toMatchObject({
      state: 'failed',
      problem: 'system.unexpected',
    });
    await start(id);
    expect(await settled(id)).toMatchObject({ state: 'done', created: 2, problem: '' });
  });
});

describe('rights', () => {
  test('nothing of it without import.run', async () => {
    const agent = await app.as('agent');
    expect((await uploadAs(agent, table(rows('锅', 1)), 'x.csv')).status).toBe(404);
    expect((await agent('GET', '/api/imports')).status).toBe(404);
    const { id } = await upload(table(rows('碗', 1)));
    for (const [method, path] of [
      ['GET', ''],
      ['POST', '/start'],
      ['POST', '/cancel'],
      ['GET', '/problems.csv'],
    ] as const) {
      expect((await agent(method, `/api/imports/${id}${path}`, method === 'POST' ? {} : undefined)).status).toBe(404);
    }
    expect((await app.anyone('GET', '/api/imports')).status).toBe(401);
  });

  test('an unknown import is not found', async () => {
    expect((await admin('GET', '/api/imports/01890000-0000-7000-8000-000000000000')).status).toBe(404);
  });
});
