import { expect, it } from 'vitest';
import { csvCell, errorFile, type ProblemRow } from './error-file.ts';
import { mapColumns } from './map-columns.ts';
import { normaliseRow } from './normalise-row.ts';
import { readBack } from './table.fixture.ts';

const columns = ['编号', '内容'];
const words = { 'zh-CN': '导入问题', en: 'Import problem' };
const translate = (code: string, data: Record<string, unknown>, language: 'zh-CN' | 'en'): string =>
  code === 'import.error_file.column' ? words[language] : `${language} ${code} ${String(data.line)}`;

async function write(rows: ProblemRow[]): Promise<string> {
  let text = '';
  for await (const chunk of errorFile(columns, rows, translate)) text += chunk;
  return text;
}

it('gives the rows back with what is wrong in both languages', async () => {
  const text = await write([{ line: 7, cells: ['1', '一,"二"\n三'], code: 'import.date.no_year', data: {} }]);
  expect(text).toBe(
    '\uFEFF编号,内容,导入问题,Import problem\r\n1,"一,""二""\n三",zh-CN import.date.no_year 7,en import.date.no_year 7\r\n',
  );
});

it('keeps what a broken row has too many of, and fills what it lacks', async () => {
  const text = await write([
    { line: 2, cells: ['1', 'a', 'b', '', 'c'], code: 'import.row.cell_count', data: {} },
    { line: 3, cells: ['2'], code: 'import.row.cell_count', data: {} },
  ]);
  expect(text.split('\r\n').slice(1, 3)).toEqual([
    '1,"a,b,c",zh-CN import.row.cell_count 2,en import.row.cell_count 2',
    '2,,zh-CN import.row.cell_count 3,en import.row.cell_count 3',
  ]);
});

it.each(['=1+1', '+86', '-5', '@SUM(A1)', '＝1+1', '\t=1', '\r=1'])('lets no spreadsheet run %j', (cell) => {
  expect(csvCell(cell).replace(/^"/, '')).toMatch(/^'/);
});

it('can be repaired and imported again', async () => {
  const text = await write([
    { line: 2, cells: ['1', '=HYPERLINK("x")'], code: 'import.row.no_content', data: {} },
    { line: 3, cells: ['2', 'a\0b\u202Ec'], code: 'import.row.broken_quotes', data: {} },
  ]);
  const table = await readBack(text);
  const { mapping } = mapColumns(table.columns);
  const contents = table.all.map(({ cells }) => {
    const row = normaliseRow(cells, mapping);
    return row.ok ? [row.feedback.content, row.feedback.fields] : row.code;
  });
  expect(contents).toEqual([
    ['=HYPERLINK("x")', {}],
    ['abc', {}],
  ]);
});
