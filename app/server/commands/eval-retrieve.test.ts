import { Command } from 'commander';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { addEvalRetrieve } from './eval-retrieve.ts';
import { addEvalTopics } from './eval-topics.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'eval-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function fileOf(content: string | Uint8Array, name = 'rows.csv'): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, content);
  return file;
}

/** What the command wrote to standard output. */
async function run(...given: string[]): Promise<string> {
  let told = '';
  const take = (text: unknown): boolean => {
    told += String(text);
    return true;
  };
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation(take),
    vi.spyOn(console, 'log').mockImplementation((text: unknown) => {
      told += `${String(text)}\n`;
    }),
    vi.spyOn(process.stderr, 'write').mockImplementation(() => true),
  ];
  try {
    const program = new Command();
    addEvalRetrieve(program);
    addEvalTopics(program);
    await program.parseAsync(given, { from: 'user' });
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return told;
}

const lastLine = (out: string): unknown => JSON.parse(out.trim().split('\n').at(-1) ?? '');
const matters = ['退款没到账', '快递停在中转站', '灯罩碎了', '发票抬头开错', '热水器不出热水', '门锁打不开'];
const csv = [
  '编号,标题,内容,点赞数,时间',
  ...matters.map(
    (matter, n) =>
      `A${String(n)},${matter},"您好，${matter}，已经等了很久，请处理。",${String(n)},2026-01-0${String(n + 1)}`,
  ),
].join('\n');

describe('eval retrieve', () => {
  const figures = z.object({
    rows: z.number(),
    recallAt1: z.number(),
    recallAt5: z.number(),
    mrr: z.number(),
    recallAt1Strict: z.number(),
    recallAt5Strict: z.number(),
    recallAt1NearCopies: z.number(),
    p95Ms: z.number(),
    p95CpuMs: z.number(),
    paddedTexts: z.number().optional(),
    paddedP95CpuMs: z.number().optional(),
  });
  const measure = async (content: string, ...more: string[]): Promise<z.infer<typeof figures>> =>
    figures.parse(
      lastLine(
        await run(
          'retrieve',
          '--corpus',
          await fileOf(content),
          '--query-field',
          '标题',
          '--text-field',
          '内容',
          '--json',
          ...more,
        ),
      ),
    );

  test('titles that stand in their texts are all found', async () => {
    expect(await measure(csv)).toMatchObject({ rows: 6, recallAt1: 1, recallAt5: 1, mrr: 1, recallAt1Strict: 1 });
  });

  test('the same text twice: either is right, only one of them by the strict figure', async () => {
    const twice = `${csv}\nB1,灯罩碎了,"您好，灯罩碎了，已经等了很久，请处理。",0,2026-01-09`;
    const measured = await measure(twice);
    expect(measured).toMatchObject({ rows: 7, recallAt1: 1, recallAt5Strict: 1, recallAt1NearCopies: 1 });
    expect(measured.recallAt1Strict).toBeCloseTo(6 / 7, 3);
  });

  test('a near copy that comes first is wrong, and told apart from other mistakes', async () => {
    const long =
      '小区门口的路灯坏了三个月，晚上老人出门很不方便，物业说归市政管，市政说归物业管，来回打了十几个电话也没有结果';
    const content = `标题,内容\n路灯坏了打了十几个电话谁来管,${long}谁来管\n路灯,${long}谁来管呀`;
    const measured = await measure(content);
    expect(measured.recallAt1).toBe(0.5);
    expect(measured.recallAt1NearCopies).toBe(1);
  });

  test('a title without a word of its text finds nothing', async () => {
    expect(await measure('标题,内容\n暖气,洗衣机漏水\n噪声,空调不制冷')).toMatchObject({
      recallAt1: 0,
      recallAt5: 0,
      mrr: 0,
    });
  });

  test('rows without a title or a text are left out', async () => {
    expect((await measure(`${csv}\nC1,,没有标题,0,\nC2,没有内容,,0,`)).rows).toBe(6);
  });

  test('the padded index has as many texts as asked', async () => {
    const measured = await measure(csv, '--pad', '50');
    expect(measured.paddedTexts).toBe(50);
    expect(measured.paddedP95CpuMs).toBeGreaterThanOrEqual(0);
  });

  test.each([
    ['no such column', csv, ['--query-field', 'nothing'], /no column nothing; there are 编号, 标题/],
    ['an empty file', '', [], /is empty/],
    ['only a header', '标题,内容\n', [], /has no rows/],
    [
      'no usable row',
      '标题,内容\n,a\nb,',
      ['--query-field', '标题', '--text-field', '内容'],
      /both a query and a text/,
    ],
    ['a padding that is no number', csv, ['--pad', 'many'], /Not understood/],
    ['a padding below nothing', csv, ['--pad', '-1'], /Not understood/],
  ])('%s is refused in a sentence', async (_, content, more, message) => {
    await expect(run('retrieve', '--corpus', await fileOf(content), ...more)).rejects.toThrow(message);
  });

  test('a file that is not there', async () => {
    await expect(run('retrieve', '--corpus', path.join(folder, 'none'))).rejects.toThrow(/no file/);
  });
});

describe('eval topics', () => {
  const found = z.object({
    rows: z.number(),
    seconds: z.number(),
    topics: z.array(
      z.object({
        label: z.string(),
        size: z.number(),
        rows: z.array(z.number()),
        rowIds: z.array(z.string()),
        firstAt: z.string().nullable(),
        lastAt: z.string().nullable(),
      }),
    ),
  });
  const ways = ['停运了', '坏了一个月', '经常困人', '没人修', '按钮失灵', '又停了'];
  const lifts = ways.map(
    (way, n) =>
      `L${String(n)},青禾湾小区电梯${way},青禾湾小区的电梯${way}请物业尽快维修电梯,1,2026-02-0${String(n + 1)}`,
  );
  const file = `${csv}\n${lifts.join('\n')}`;

  test('columns by their usual names; rows by number and by their own ids', async () => {
    const told = found.parse(lastLine(await run('topics', '--file', await fileOf(file), '--json')));
    expect(told.rows).toBe(12);
    const lift = told.topics.find((topic) => topic.label.includes('电梯'));
    expect(lift?.rowIds.toSorted()).toEqual(['L0', 'L1', 'L2', 'L3', 'L4', 'L5']);
    expect(lift?.rows.toSorted((a, b) => a - b)).toEqual([7, 8, 9, 10, 11, 12]);
    expect(lift?.firstAt).toMatch(/^2026-0[12]/);
    expect(lift?.size).toBe(6);
  });

  test('without --json one line a topic, the largest first, and a summary', async () => {
    const out = await run('topics', '--file', await fileOf(file));
    expect(out).toMatch(/^\s+\d+ {2}\S/);
    expect(out).toMatch(/topics of 12 rows in [\d.]+ s/);
  });

  test('columns named by hand, dates that are none', async () => {
    const odd = ['k,betreff,wann', ...ways.map((way, n) => `${String(n)},青禾湾小区电梯${way}请尽快维修,gestern`)].join(
      '\n',
    );
    const told = found.parse(
      lastLine(
        await run('topics', '--file', await fileOf(odd), '--title-field', 'betreff', '--time-field', 'wann', '--json'),
      ),
    );
    expect(told.topics[0]?.size).toBe(6);
    expect(told.topics[0]?.firstAt).toBeNull();
    expect(told.topics[0]?.rowIds).toContain('1');
  });

  test.each([
    ['a missing column', file, ['--text-field', 'nothing'], /no column nothing/],
    ['no column that looks like text', 'a,b\n1,2\n', [], /--title-field or --text-field/],
    ['an empty file', '', [], /is empty/],
    ['no rows', '标题,内容\n', [], /has no rows/],
    ['no topics asked for', file, ['--limit', '0'], /Not understood/],
  ])('%s is refused in a sentence', async (_, content, more, message) => {
    await expect(run('topics', '--file', await fileOf(content), ...more)).rejects.toThrow(message);
  });
});
