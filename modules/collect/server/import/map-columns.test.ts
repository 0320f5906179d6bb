import { describe, expect, it } from 'vitest';
import { columnTargets, mapColumns, type ColumnUse } from './map-columns.ts';
import synonyms from './column-synonyms.json' with { type: 'json' };

const uses = (columns: string[], explicit?: Record<string, ColumnUse>): ColumnUse[] =>
  mapColumns(columns, explicit).mapping.map(({ use }) => use);

describe('guessing', () => {
  it('knows a city mailbox', () => {
    const columns = ['留言编号', '留言用户', '留言主题', '留言时间', '留言详情', '点赞数', '反对数'];
    expect(uses(columns)).toEqual([
      'externalId',
      'customerName',
      'subject',
      'occurredAt',
      'content',
      'likes',
      'dislikes',
    ]);
    expect(mapColumns(columns).unknown).toEqual([]);
  });

  it('knows an English export', () => {
    const columns = [
      'Ticket ID',
      'Created At',
      'Full Name',
      'E-mail',
      'Phone Number',
      'Title',
      'Description',
      'Priority',
      'Order No.',
    ];
    expect(uses(columns)).toEqual([
      'externalId',
      'occurredAt',
      'customerName',
      'email',
      'phone',
      'subject',
      'content',
      'level',
      'orderNumber',
    ]);
  });

  it('looks past width, case, spaces, stars and remarks', () => {
    expect(uses(['＊内容（必填）', 'ＰＨＯＮＥ', 'created_at', ' 手机 号 '])).toEqual([
      'content',
      'phone',
      'occurredAt',
      'extra',
    ]);
  });

  it('gives a meaning to its first column and keeps the others and the unknown ones', () => {
    const { mapping, unknown } = mapColumns(['内容', '留言详情', '会员积分', '时间', '受理时间']);
    expect(mapping.map(({ use }) => use)).toEqual(['content', 'extra', 'extra', 'occurredAt', 'extra']);
    expect(unknown).toEqual(['留言详情', '会员积分', '受理时间']);
  });

  it('takes a column that ends like a content where there is no better', () => {
    expect(uses(['工单号', '客户具体反馈内容'])).toEqual(['externalId', 'content']);
  });

  it('leaves out the columns its own error file adds', () => {
    expect(uses(['内容', '导入问题', 'Import problem'])).toEqual(['content', 'ignore', 'ignore']);
  });

  it('has each synonym for one meaning only', () => {
    const all = columnTargets.flatMap((target) => synonyms[target]);
    expect(all.filter((name, index) => all.indexOf(name) !== index)).toEqual([]);
  });
});

describe('saying it outright', () => {
  it('has the last word', () => {
    const columns = ['标题', '内容', '备注'];
    expect(uses(columns, { 备注: 'content', 标题: 'ignore' })).toEqual(['ignore', 'extra', 'content']);
    expect(mapColumns(columns, { 备注: 'extra' }).unknown).toEqual([]);
  });

  it('refuses a column that is not there and two for one meaning', () => {
    expect(() => mapColumns(['内容'], { 正文: 'content' })).toThrow(
      expect.objectContaining({ code: 'import.mapping_unknown_column', data: { column: '正文', columns: ['内容'] } }),
    );
    expect(() => mapColumns(['a', 'b'], { a: 'content', b: 'content' })).toThrow(
      expect.objectContaining({ code: 'import.mapping_duplicate_target' }),
    );
  });

  it('lists the columns when none can be what was said', () => {
    expect(() => mapColumns(['编号', '甲', '乙'])).toThrow(
      expect.objectContaining({
        code: 'import.no_content_column',
        status: 422,
        data: { columns: ['编号', '甲', '乙'] },
      }),
    );
    expect(() => mapColumns(['内容'], { 内容: 'ignore' })).toThrow(
      expect.objectContaining({ code: 'import.no_content_column' }),
    );
  });
});
