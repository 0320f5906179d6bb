import fc from 'fast-check';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTable } from './read-table.ts';
import { cellsOf, codesOf, readBack } from './table.fixture.ts';
import type { TableRow } from './table.ts';

/** Bytes of "编号,内容" and of "退款太慢" in GB18030. */
const gbHeader = Buffer.from('b1e0bac52cc4dac8dd', 'hex');
const gbSlow = Buffer.from('cdcbbfeeccabc2fd', 'hex');
const join = (...parts: (string | Buffer)[]): Buffer => Buffer.concat(parts.map((part) => Buffer.from(part)));

describe('shapes of CSV', () => {
  it.each([
    ['LF', '编号,内容\n1,好\n2,慢\n'],
    ['CRLF', '编号,内容\r\n1,好\r\n2,慢\r\n'],
    ['CR', '编号,内容\r1,好\r2,慢\r'],
    ['no end of line at the end', '编号,内容\n1,好\n2,慢'],
    ['byte order mark', '\uFEFF编号,内容\n1,好\n2,慢\n'],
    ['semicolons', '编号;内容\n1;好\n2;慢\n'],
    ['tabs', '编号\t内容\n1\t好\n2\t慢\n'],
    ['delimiter declared', 'sep=;\n编号;内容\n1;好\n2;慢\n'],
    ['quotes', '"编号","内容"\n"1","好"\n"2","慢"\n'],
    ['blank lines', '\n编号,内容\n\n1,好\n \n2,慢\n\n'],
    ['empty cells beyond the header', '编号,内容,,\n1,好,,\n2,慢,,\n'],
    ['NUL characters', '编号,内容\n1,\0好\n2,慢\0\n'],
  ])('%s', async (_, content) => {
    const table = await readBack(content);
    expect(table.columns).toEqual(['编号', '内容']);
    expect(cellsOf(table)).toEqual([
      ['1', '好'],
      ['2', '慢'],
    ]);
    expect(table.encoding).toBe('utf-8');
  });

  it('keeps what quotes hold: delimiters, quotes and line breaks', async () => {
    const table = await readBack('编号,内容\n1,"一,二\r\n\r\n三 ""四"""\n2,慢\n');
    expect(table.all).toEqual([
      { line: 2, cells: ['1', '一,二\n\n三 "四"'] },
      { line: 5, cells: ['2', '慢'] },
    ]);
  });

  it('takes a quote inside a cell as it stands', async () => {
    expect(cellsOf(await readBack('编号,内容\n1,5" 屏幕坏了\n'))).toEqual([['1', '5" 屏幕坏了']]);
  });

  it('names columns so that none is lost', async () => {
    const table = await readBack('内容, 内容 ,,时间\n一,二,三,四\n');
    expect(table.columns).toEqual(['内容', '内容 (2)', '#3', '时间']);
    expect(table.warnings).toEqual([{ code: 'import.warning.duplicate_columns', data: { columns: ['内容'] } }]);
  });

  it('steps over a title above the header', async () => {
    const table = await readBack('留言汇总,,\n编号,内容,时间\n1,好,2020-01-06\n');
    expect(table.columns).toEqual(['编号', '内容', '时间']);
    expect(table.warnings).toEqual([{ code: 'import.warning.header_not_first', data: { line: 2 } }]);
  });

  it('goes on after the line an earlier run ended at', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'read-csv-'));
    const file = path.join(folder, 'a.csv');
    await writeFile(file, '编号,内容\n1,一\n2,"二\n二"\n3,三\n');
    const table = await readTable(file);
    const rows: TableRow[] = [];
    for await (const row of table.rows({ afterLine: 3 })) rows.push(row);
    await rm(folder, { recursive: true });
    expect(rows).toEqual([{ line: 5, cells: ['3', '三'] }]);
  });
});

describe('broken rows', () => {
  it('reports a quote that never closes and reads on at the next line', async () => {
    const table = await readBack(
      '编号,内容,城市\n1,好,北京\n2,"没有收尾,上海\n3,慢,广州\n4,"有引号",深圳\n5,末,成都\n',
    );
    expect(table.all.map(({ line, problem }) => [line, problem?.code])).toEqual([
      [2, undefined],
      [3, 'import.row.broken_quotes'],
      [4, undefined],
      [5, undefined],
      [6, undefined],
    ]);
    const raw = table.all[1]?.problem?.data.rawBase64;
    expect(Buffer.from(String(raw), 'base64').toString()).toBe('2,"没有收尾,上海');
    expect(table.all[3]?.cells).toEqual(['4', '有引号', '深圳']);
  });

  it('reports one at the very end of the file', async () => {
    const table = await readBack('编号,内容\n1,"a\n2,b\n3,"c\n');
    expect(codesOf(table)).toEqual(['import.row.broken_quotes', undefined, 'import.row.broken_quotes']);
  });

  it('reports text after a closing quote', async () => {
    const table = await readBack('编号,内容\n1,"他说"好"的"\n2,b\n');
    expect(codesOf(table)).toEqual(['import.row.broken_quotes', undefined]);
  });

  it('does not swallow rows that close by chance on a later quote', async () => {
    const table = await readBack('编号,内容,备注\n1,"a,x\n2,b,y\n3,",z,v\n4,d,w\n');
    expect(table.all.map((row) => row.problem?.code ?? row.cells[0])).toEqual([
      'import.row.broken_quotes',
      '2',
      'import.row.broken_quotes',
      '4',
    ]);
  });

  it('reports rows with too few or too many cells', async () => {
    const table = await readBack('编号,内容\n1\n2,b,c\n3,d\n');
    expect(table.all.map((row) => row.problem)).toEqual([
      { code: 'import.row.cell_count', data: { expected: 2, found: 1 } },
      { code: 'import.row.cell_count', data: { expected: 2, found: 3 } },
      undefined,
    ]);
  });

  it('reports a row beyond all measure without holding it', async () => {
    const table = await readBack(`编号,内容\n1,${'长'.repeat(1000)}\n2,b\n`, { limits: { maxRowBytes: 500 } });
    expect(codesOf(table)).toEqual(['import.row.too_long', undefined]);
    expect(table.all[0]?.problem?.data.rawTruncated).toBe(true);
    expect(table.all[0]?.cells.join('').length).toBeLessThan(500);
  });

  it('gives an open quote up after so many lines', async () => {
    const lines = Array.from({ length: 30 }, (_, index) => `${index},x`).join('\n');
    const table = await readBack(`编号,内容\na,"b\n${lines}\n`, { limits: { maxRecordLines: 10 } });
    expect(table.all).toHaveLength(31);
    expect(codesOf(table).filter(Boolean)).toEqual(['import.row.broken_quotes']);
  });
});

describe('charsets', () => {
  it('reads GB18030', async () => {
    const table = await readBack(join(gbHeader, '\n1,', gbSlow, '\n'));
    expect(table.encoding).toBe('gb18030');
    expect(table.columns).toEqual(['编号', '内容']);
    expect(cellsOf(table)).toEqual([['1', '退款太慢']]);
  });

  it.each(['utf-16le', 'utf-16be'] as const)('reads %s with and without its mark', async (encoding) => {
    for (const mark of ['\uFEFF', '']) {
      const bytes = Buffer.from(`${mark}id,content\r\n1,退款太慢\r\n2,"a\nb"\r\n`, 'utf16le');
      const table = await readBack(encoding === 'utf-16be' ? bytes.swap16() : bytes);
      expect(table.encoding).toBe(encoding);
      expect(table.columns).toEqual(['id', 'content']);
      expect(cellsOf(table)).toEqual([
        ['1', '退款太慢'],
        ['2', 'a\nb'],
      ]);
    }
  });

  it('reads each row of a mixed file in its own charset and says so', async () => {
    const utf8 = await readBack(join('编号,内容\n1,退款太慢\n2,', gbSlow, '\n3,服务好\n'));
    expect(utf8.encoding).toBe('utf-8');
    expect(cellsOf(utf8).map(([, content]) => content)).toEqual(['退款太慢', '退款太慢', '服务好']);
    const data = { charset: 'gb18030', lines: 1, firstLine: 3 };
    expect(utf8.warnings).toEqual([{ code: 'import.warning.mixed_charset', data }]);
    const gb = await readBack(join(gbHeader, '\n1,', gbSlow, '\n2,退款太慢\n3,', gbSlow, '\n'));
    expect(gb.encoding).toBe('gb18030');
    expect(cellsOf(gb).map(([, content]) => content)).toEqual(['退款太慢', '退款太慢', '退款太慢']);
  });

  it('reports a damaged UTF-8 row with its bytes instead of making mojibake of it', async () => {
    const broken = join('2,服务', Buffer.from('e5', 'hex'), '态度很差');
    const table = await readBack(join('编号,内容\n1,好\n', broken, '\n3,慢\n'));
    expect(codesOf(table)).toEqual([undefined, 'import.row.invalid_bytes', undefined]);
    expect(Buffer.from(String(table.all[1]?.problem?.data.rawBase64), 'base64')).toEqual(broken);
    expect(table.all[1]?.cells[0]).toBe('2');
  });

  it('survives a bad byte far behind the part that decided the charset', async () => {
    const good = '1,退款太慢,请尽快处理\n'.repeat(20_000);
    const table = await readBack(join('编号,内容,备注\n', good, '2,', Buffer.from('ff', 'hex'), ',x\n3,好,y\n'));
    expect(table.all).toHaveLength(20_002);
    expect(codesOf(table).slice(-2)).toEqual(['import.row.invalid_bytes', undefined]);
  });

  it('refuses a header nobody can read', async () => {
    await expect(readBack(join(Buffer.from('ff61fe62', 'hex'), ',x\n1,2\n'))).rejects.toMatchObject({
      code: 'import.encoding_unknown',
      status: 422,
    });
  });
});

const cell = fc.string({ unit: fc.constantFrom('a', '1', '好', '"', ',', '\n', ' ', ';', '👍'), maxLength: 8 });
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

it('reads back whatever was written by the rules', async () => {
  const tables = fc.array(fc.tuple(cell, cell, cell), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(
      tables,
      fc.constantFrom(',', ';', '\t'),
      fc.constantFrom('\n', '\r\n'),
      async (rows, delimiter, newline) => {
        const kept = rows.filter((row) => row.some((text) => text.trim() !== ''));
        const lines = [['c1', 'c2', 'c3'].join(delimiter), ...rows.map((row) => row.map(quoted).join(delimiter))];
        expect(cellsOf(await readBack(lines.join(newline)))).toEqual(kept.map((row) => [...row]));
      },
    ),
    { numRuns: 60 },
  );
});

it('never fails and never loses a line, whatever the bytes behind the header', async () => {
  const junk = fc.array(fc.constantFrom('a', '"', ',', '\n', '\r', '\0', '\u00ff', '\u00e5', '\u0080'), {
    maxLength: 60,
  });
  await fc.assert(
    fc.asyncProperty(junk, async (signs) => {
      const table = await readBack(join('c1,c2\n', 'good,row\n'.repeat(200), Buffer.from(signs.join(''), 'latin1')));
      const lines = table.all.map((row) => row.line);
      expect(lines).toEqual([...lines].sort((one, other) => one - other));
      expect(new Set(lines).size).toBe(lines.length);
    }),
    { numRuns: 200 },
  );
});
