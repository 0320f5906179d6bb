import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mapColumns } from './map-columns.ts';
import { contentLimit, normaliseRow, type NormalisedRow } from './normalise-row.ts';
import { readBack } from './table.fixture.ts';
import { buildWorkbook, textRow } from './xlsx/workbook.fixture.ts';

const columns = ['编号', '用户', '主题', '时间', '内容', '点赞数', '会员等级'];
const { mapping } = mapColumns(columns);
const normalise = (cells: string[]): NormalisedRow => normaliseRow(cells, mapping);

function fingerprint(cells: string[]): string {
  const row = normalise(cells);
  if (!row.ok) throw new Error(row.code);
  return row.feedback.fingerprint;
}

const row = ['A-1', '王女士', '退款', '2020-01-06 10:02:03', '退款一直没到账', '3', '金卡'];

it('gives every cell its place', () => {
  expect(normalise(row)).toEqual({
    ok: true,
    warnings: [],
    feedback: {
      externalId: 'A-1',
      customerName: '王女士',
      subject: '退款',
      occurredAt: '2020-01-06T02:02:03.000Z',
      content: '退款一直没到账',
      fields: { likes: '3', 会员等级: '金卡' },
      fingerprint: fingerprint(row),
    },
  });
});

describe('texts', () => {
  const contentOf = (text: string): string => {
    const result = normalise(['', '', '', '', text]);
    return result.ok ? result.feedback.content : result.code;
  };

  it('takes out what hides or reorders, keeps line breaks and emoji', () => {
    expect(contentOf(' 一\r\n二\u2028三\u0007\u202E四\u200B\uFEFF\0 ')).toBe('一\n二\n三四');
    expect(contentOf('赞👍🏽👩‍💻')).toBe('赞👍🏽👩‍💻');
  });

  it('refuses a text beyond the limit with its length', () => {
    expect(contentOf('😀'.repeat(contentLimit))).toBe('😀'.repeat(contentLimit));
    expect(normalise(['', '', '', '', '长'.repeat(contentLimit + 1)])).toEqual({
      ok: false,
      code: 'import.row.content_too_long',
      data: { length: contentLimit + 1, limit: contentLimit },
    });
    expect(normalise(['x'.repeat(201), '', '', '', '好'])).toMatchObject({
      code: 'import.row.field_too_long',
      data: { field: 'externalId', length: 201, limit: 200 },
    });
  });

  it('speaks by its subject where there is no content, and needs one of them', () => {
    const result = normalise(['', '', '退款', '', ' \u200B']);
    expect(result.ok && result.feedback.content).toBe('退款');
    expect(normalise(['1', '', ' ', '', '\n'])).toEqual({ ok: false, code: 'import.row.no_content', data: {} });
  });

  it('takes off the mark with which the error file keeps a cell from running', () => {
    expect(contentOf("'=1+1 是什么")).toBe('=1+1 是什么');
    expect(contentOf("'quoted'")).toBe("'quoted'");
  });

  it('loses no column to another of its name', () => {
    const same = mapColumns(['内容', '点赞数', 'likes', 'Likes', '__proto__']);
    const result = normaliseRow(['好', '1', '2', '3', '4'], same.mapping);
    expect(result.ok && Object.entries(result.feedback.fields)).toEqual([
      ['likes', '1'],
      ['likes+', '2'],
      ['Likes', '3'],
      ['__proto__', '4'],
    ]);
  });
});

describe('dates', () => {
  it('refuses a row whose date cannot be read', () => {
    expect(normalise(['1', '', '', '6/1/20', '好'])).toEqual({
      ok: false,
      code: 'import.date.two_digit_year',
      data: { value: '6/1/20' },
    });
  });

  it('warns where day and month could be either', () => {
    const result = normaliseRow(['1', '', '', '6/1/2020', '好'], mapping, { order: 'day-first' });
    expect(result).toMatchObject({
      ok: true,
      feedback: { occurredAt: '2020-01-05T16:00:00.000Z' },
      warnings: [{ code: 'import.warning.date_ambiguous', data: { value: '6/1/2020', readAs: 'day-first' } }],
    });
  });

  it('lives without one', () => {
    expect(normalise(['1', '', '', '', '好'])).not.toHaveProperty('feedback.occurredAt');
  });
});

describe('fingerprint', () => {
  it('is the same however the row is written', () => {
    const other = ['Ａ-1 ', '别人', ' 退款\u200B', '2020/1/6 10:02:03', '退款 一直没到账\r\n', '99', ''];
    const spaced = ['A-1', '', '退款', '2020-01-06T02:02:03Z', '退款\u00A0一直没到账', '', ''];
    expect(fingerprint(other)).toBe(fingerprint(spaced));
  });

  it('differs with number, content, subject and time', () => {
    const changed = [0, 2, 3, 4].map((index) => row.with(index, index === 3 ? '2020-01-06 10:02:04' : '另外'));
    expect(new Set([row, ...changed].map(fingerprint)).size).toBe(5);
    expect(fingerprint(['1', '', '2', '', '3'])).not.toBe(fingerprint(['12', '', '', '', '3']));
  });

  it('never changes: the ones in databases were made by this', () => {
    expect(fingerprint(row)).toBe('6c88b8c103db320ddb86f2db3b8c4ac565e04da031d88f561c942ca8970e0861');
  });

  it('is the same from CSV, UTF-16, JSON lines and a workbook', async () => {
    const used = ['编号', '主题', '时间', '内容'];
    const cells = ['7', '退款 & 换货', '2019/2/28 11:25:05', '第一行\n第二行'];
    const csv = `${used.join(',')}\n${cells.map((cell) => `"${cell}"`).join(',')}\n`;
    const styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs>';
    const cell = (text: string): string => `<c t="inlineStr"><is><t>${text.replace('&', '&amp;')}</t></is></c>`;
    const date = '<c s="1"><v>43524.475752314815</v></c>';
    const sheet = `${textRow(1, used)}<row r="2"><c><v>7</v></c>${cell('退款 & 换货')}${date}${cell('第一行_x000D_\n第二行')}</row>`;
    const json = JSON.stringify(Object.fromEntries(used.map((name, index) => [name, cells[index]])));
    const files = [csv, Buffer.from(`\uFEFF${csv}`, 'utf16le'), json, buildWorkbook({ styles, sheets: { 一: sheet } })];
    const found = new Set<string>();
    for (const file of files) {
      const table = await readBack(file);
      const result = normaliseRow(table.all[0]?.cells ?? [], mapColumns(table.columns).mapping);
      found.add(result.ok ? result.feedback.fingerprint : result.code);
    }
    expect([...found]).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
  });
});

it('answers any cells, and what it gives can be stored', () => {
  const cells = fc.array(fc.string({ unit: 'binary', maxLength: 40 }), { minLength: 7, maxLength: 7 });
  fc.assert(
    fc.property(cells, (any) => {
      const result = normalise(any.with(3, ''));
      if (!result.ok) return;
      const text = JSON.stringify(result.feedback);
      expect(text).not.toMatch(/\\u0000|\\ud[89a-f]/i);
      expect(result.feedback.content).toBe(result.feedback.content.trim());
    }),
    { numRuns: 500 },
  );
});
