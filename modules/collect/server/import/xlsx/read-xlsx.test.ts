import { describe, expect, it } from 'vitest';
import { cellsOf, codesOf, readBack, type ReadBack } from '../table.fixture.ts';
import type { TableLimits } from '../table.ts';
import { buildWorkbook, buildZip, textRow, workbookParts, type WorkbookParts } from './workbook.fixture.ts';

const read = (parts: WorkbookParts, limits: Partial<TableLimits> = {}): Promise<ReadBack> =>
  readBack(buildWorkbook(parts), { limits });
const header = textRow(1, ['编号', '内容', '时间']);

describe('cells', () => {
  it('reads shared, inline and formula texts, numbers, booleans and errors', async () => {
    const table = await read({
      strings: [
        '<t>退款</t>',
        '<r><t>太</t></r><r><t>慢</t></r><rPh sb="0" eb="1"><t>tai</t></rPh>',
        '<t>a_x000D_&#10;b &amp; c</t>',
      ],
      sheets: {
        一: `${header}
          <row r="2"><c r="A2"><v>188006</v></c><c r="B2" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c></row>
          <row r="3"><c r="A3"><v>0.10000000000000001</v></c><c r="B3" t="str"><f>A2&amp;"x"</f><v>188006x</v></c><c r="C3" t="b"><v>1</v></c></row>
          <row r="5"><c r="A5"><v>1.38E10</v></c><c r="B5" t="s"><v>2</v></c><c r="C5" t="e"><v>#N/A</v></c></row>`,
      },
    });
    expect(table.format).toBe('xlsx');
    expect(table.columns).toEqual(['编号', '内容', '时间']);
    expect(table.all).toEqual([
      { line: 2, cells: ['188006', '退款', '太慢'] },
      { line: 3, cells: ['0.1', '188006x', 'true'] },
      { line: 5, cells: ['13800000000', 'a\r\nb & c', '#N/A'] },
    ]);
    expect(table.rowCountEstimate).toBe(2);
  });

  it('reads dates by their style, in both counts of days', async () => {
    const styles = `<numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/>
      <numFmt numFmtId="165" formatCode="&quot;days&quot; 0.00"/></numFmts>
      <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs>`;
    const cells = [1, 2, 3, 4, 0].map((style) => `<c s="${style}"><v>43524.475752314815</v></c>`).join('');
    const sheets = {
      一: `${textRow(1, ['a', 'b', 'c', 'd', 'e'])}<row r="2">${cells}</row><row r="3"><c s="1"><v>43524</v></c></row>`,
    };
    const table = await read({ styles, sheets });
    expect(table.all[0]?.cells).toEqual([
      ...Array<string>(3).fill('2019-02-28 11:25:05'),
      ...Array<string>(2).fill('43524.475752314815'),
    ]);
    expect(table.all[1]?.cells[0]).toBe('2019-02-28');
    const from1904 = await read({
      styles,
      date1904: true,
      sheets: { 一: `${header}<row><c s="1"><v>42062</v></c></row>` },
    });
    expect(from1904.all[0]?.cells[0]).toBe('2019-02-28');
  });

  it('puts a cell where its reference says, and fills the gaps', async () => {
    const table = await read({ sheets: { 一: `${header}<row r="9"><c r="C9"><v>7</v></c></row><row r="10"/>` } });
    expect(table.all).toEqual([{ line: 9, cells: ['', '', '7'] }]);
  });

  it('reports a row wider than the header or longer than the limit', async () => {
    const rows = `${textRow(2, ['1', '好', '', '多'])}${textRow(3, ['2', '长'.repeat(300), ''])}<row r="4"><c r="XFD4"><v>1</v></c></row>${textRow(5, ['3'])}`;
    const table = await read({ sheets: { 一: header + rows } }, { maxRowBytes: 200 });
    expect(codesOf(table)).toEqual([
      'import.row.cell_count',
      'import.row.too_long',
      'import.row.cell_count',
      undefined,
    ]);
  });

  it('understands a writer that prefixes every element', async () => {
    const parts = workbookParts({ sheets: { 一: header + textRow(2, ['1', '好', 'x']) } });
    const prefixed = parts.map((part) =>
      part.name.includes('worksheets')
        ? { ...part, content: String(part.content).replace(/<(\/?)(?=[a-z])/g, '<$1x:') }
        : part,
    );
    expect(cellsOf(await readBack(buildZip(prefixed)))).toEqual([['1', '好', 'x']]);
  });
});

describe('sheets', () => {
  it('takes the first visible one with text and names the others', async () => {
    const sheets = { 隐藏: header, 空: '', 数据: header + textRow(2, ['1', '好', '']), 备注: header };
    const table = await read({ sheets, hidden: ['隐藏'] });
    expect(cellsOf(table)).toEqual([['1', '好', '']]);
    expect(table.warnings).toEqual([{ code: 'import.warning.other_sheets', data: { sheets: ['空', '备注'] } }]);
  });

  it('takes the one asked for, or says which there are', async () => {
    const workbook = buildWorkbook({ sheets: { 甲: header, 乙: header + textRow(2, ['2', '慢', '']) } });
    expect(cellsOf(await readBack(workbook, { sheet: '乙' }))).toEqual([['2', '慢', '']]);
    await expect(readBack(workbook, { sheet: '丙' })).rejects.toMatchObject({
      code: 'import.xlsx_sheet_not_found',
      data: { sheet: '丙', sheets: ['甲', '乙'] },
    });
  });

  it('steps over a title above the header', async () => {
    const table = await read({
      sheets: { 一: textRow(1, ['2026 留言']) + textRow(3, ['编号', '内容']) + textRow(4, ['1', '好']) },
    });
    expect(table.columns).toEqual(['编号', '内容']);
    expect(table.all).toEqual([{ line: 4, cells: ['1', '好'] }]);
  });
});

describe('hostile workbooks', () => {
  const bombXml = (size: number): string => `<sheetData>${' '.repeat(size)}</sheetData>`;
  const withPart = (content: string, more: object = {}): Buffer =>
    buildZip([...workbookParts({ sheets: { 一: header } }), { name: 'xl/media/x.bin', content, ...more }]);

  it('refuses a part that unpacks to a thousand times its size', async () => {
    const bomb = withPart(bombXml(8 * 1024 ** 2));
    expect(bomb.length).toBeLessThan(20_000);
    await expect(readBack(bomb)).rejects.toMatchObject({ code: 'import.xlsx_ratio_suspicious', data: { limit: 200 } });
  });

  it('refuses by the sum of what is declared', async () => {
    await expect(readBack(withPart(bombXml(500_000)), { limits: { maxUnpackedBytes: 400_000 } })).rejects.toMatchObject(
      {
        code: 'import.xlsx_too_big_unpacked',
      },
    );
  });

  it('stops where a part is larger than it declared', async () => {
    const [sheet, ...rest] = workbookParts({ sheets: { 一: header + bombXml(2_000_000) } }).reverse();
    if (!sheet) throw new Error('no sheet');
    const liar = buildZip([...rest, { ...sheet, declaredBytes: 1000 }]);
    await expect(readBack(liar)).rejects.toMatchObject({ code: 'import.xlsx_damaged' });
  });

  it('refuses too many parts, too many strings, a text without end and tags without end', async () => {
    const many = Array.from({ length: 30 }, (_, index) => ({ name: `p${index}`, content: 'x' }));
    await expect(
      readBack(buildZip([...workbookParts({ sheets: { 一: header } }), ...many]), { limits: { maxZipEntries: 20 } }),
    ).rejects.toMatchObject({ code: 'import.xlsx_too_many_parts' });
    const strings = Array<string>(100).fill('<t>退款</t>');
    await expect(read({ strings, sheets: { 一: header } }, { maxSharedStringChars: 500 })).rejects.toMatchObject({
      code: 'import.xlsx_strings_too_big',
    });
    const open = { maxRatio: 1e9 };
    const endless = `<row><c t="str"><v>${'长'.repeat(9 * 1024 ** 2)}</v></c></row>`;
    await expect(read({ sheets: { 一: endless } }, open)).rejects.toMatchObject({ data: { reason: 'endless part' } });
    await expect(read({ sheets: { 一: '<a>'.repeat(1000) } }, open)).rejects.toMatchObject({
      data: { reason: 'depth' },
    });
  });

  it('resolves no entity of its own making', async () => {
    const parts = workbookParts({ sheets: { 一: header } }).map((part) =>
      part.name.includes('worksheets')
        ? { ...part, content: '<!DOCTYPE x [<!ENTITY a "b">]><worksheet><sheetData/></worksheet>' }
        : part,
    );
    await expect(readBack(buildZip(parts))).rejects.toMatchObject({ code: 'import.xlsx_damaged' });
  });

  it('tells encrypted, foreign and empty files apart', async () => {
    const parts = workbookParts({ sheets: { 一: header } });
    await expect(readBack(buildZip(parts.map((part) => ({ ...part, flags: 1 }))))).rejects.toMatchObject({
      code: 'import.xlsx_encrypted',
    });
    await expect(readBack(buildZip([{ name: 'word/document.xml', content: '<x/>' }]))).rejects.toMatchObject({
      code: 'import.xlsx_not_a_workbook',
    });
    await expect(read({ sheets: { 一: '' } })).rejects.toMatchObject({ code: 'import.file_empty' });
  });
});
