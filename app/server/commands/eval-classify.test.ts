import { Command } from 'commander';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { addEvalClassify } from './eval-classify.ts';
import { readLabelledFile } from './labelled-file.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'eval-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function fileOf(content: string | Uint8Array, name = 'rows'): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, content);
  return file;
}

const lines = (rows: readonly object[]): string => rows.map((row) => JSON.stringify(row)).join('\n');
const rows = Array.from({ length: 60 }, (_, i) => ({
  text: `${i % 2 === 0 ? '快递没到' : '退款没到账'}，第${String(i)}次`,
  label: i % 2,
}));

async function run(...given: string[]): Promise<{ out: string; err: string }> {
  const told = { out: '', err: '' };
  const out = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    told.out += String(text);
    return true;
  });
  const err = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    told.err += String(text);
    return true;
  });
  try {
    const program = new Command();
    addEvalClassify(program);
    await program.parseAsync(['classify', ...given], { from: 'user' });
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
  return told;
}

const figures = z.object({
  accuracy: z.number(),
  macroF1: z.number(),
  perClass: z.array(z.object({ label: z.string(), f1: z.number() })),
  coverageAt95: z.number(),
  trainSeconds: z.number(),
  textsPerSecond: z.number(),
});
const lastLine = (out: string): z.infer<typeof figures> =>
  figures.parse(JSON.parse(out.trim().split('\n').at(-1) ?? ''));

describe('eval classify', () => {
  test('ends with one line of figures, from a test file or from folds', async () => {
    const train = await fileOf(lines(rows), 'train');
    const byTest = lastLine((await run('--train', train, '--test', train, '--json')).out);
    expect(byTest.accuracy).toBe(1);
    expect(byTest.perClass.map((each) => each.label)).toEqual(['0', '1']);
    const byFolds = lastLine((await run('--train', train, '--folds', '3', '--json')).out);
    expect(byFolds.accuracy).toBeGreaterThan(0.9);
  });

  test('says which labels of the test file were never learned', async () => {
    const train = await fileOf(lines(rows), 'train');
    const other = await fileOf(lines([...rows, { text: '发票开错', label: '发票' }]), 'other');
    const { err, out } = await run('--train', train, '--test', other, '--json');
    expect(err).toContain('发票');
    expect(lastLine(out).accuracy).toBeLessThan(1);
  });

  test.each([
    ['an empty file', '', /is empty/],
    ['one row', lines(rows.slice(0, 1)), /same label/],
    ['two rows', lines(rows.slice(0, 2)), /two labels with two texts/],
    ['one class', lines(rows.map((row) => ({ ...row, label: 'x' }))), /same label/],
    ['labels apart by a space', lines(rows.map((row, i) => ({ ...row, label: i % 2 ? 'x' : 'x ' }))), /same label/],
    ['no label column', lines([{ text: 'a' }]), /no column "label".*It has: text/],
    ['a broken line', '{"text": "a", "label": "x"}\n{"text"', /line 2: this is no JSON/],
    ['a label that is a list', lines([{ text: 'a', label: ['x'] }]), /neither text nor a number/],
  ])('%s is refused in a sentence', async (_, content, message) => {
    const file = await fileOf(content);
    await expect(run('--train', file, '--folds', '3')).rejects.toThrow(message);
  });

  test('a file that is not there, and neither test nor folds', async () => {
    await expect(run('--train', path.join(folder, 'none'), '--folds', '3')).rejects.toThrow(/no file/);
    await expect(run('--train', await fileOf(lines(rows)))).rejects.toThrow(/either --test/);
  });
});

describe('readLabelledFile', () => {
  test('reads CSV with quotes, line breaks, BOM and another column, and trims labels', async () => {
    const csv = '\uFEFFtext,部门\r\n"退款,\n""没到""", 财务 \r\n快递没到,物流\r\n,物流\r\n';
    const read = await readLabelledFile(await fileOf(csv), '部门');
    expect(read.rows).toEqual([
      { body: '退款,\n"没到"', label: '财务' },
      { body: '快递没到', label: '物流' },
    ]);
    expect(read.empty).toBe(1);
    expect(read.notes.join()).toContain('spaces around labels');
  });

  test('reads GB18030', async () => {
    const bytes = Buffer.from('746578742c6c6162656c0acdcbbfee2c620a', 'hex');
    expect((await readLabelledFile(await fileOf(bytes), 'label')).rows).toEqual([{ body: '退款', label: 'b' }]);
  });

  test('keeps the ends of a megabyte', async () => {
    const text = `开头${'啊'.repeat(1_000_000)}结尾`;
    const [row] = (await readLabelledFile(await fileOf(lines([{ text, label: 'a' }])), 'label')).rows;
    expect(row?.body.length).toBeLessThan(25_000);
    expect(row?.body.startsWith('开头')).toBe(true);
    expect(row?.body.endsWith('结尾')).toBe(true);
  });
});
