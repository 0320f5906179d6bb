import { describe, expect, test } from 'vitest';
import { trainTextModel } from './index.ts';
import { inventedRows } from './learn.fixture.ts';
import { readShape } from './shape.ts';
import { newUnits, readUnits } from './units.ts';

const shapeOf = (text: string): Set<number> => {
  const units = newUnits();
  const found = new Set<number>();
  readUnits(text, units);
  readShape(units, (hash) => found.add(hash));
  return found;
};
const differ = (one: string, other: string): number => {
  const [here, there] = [shapeOf(one), shapeOf(other)];
  return [...here].filter((hash) => !there.has(hash)).length + [...there].filter((hash) => !here.has(hash)).length;
};

describe('the shape of a text', () => {
  test('is the same for other words of the same length', () => {
    expect(differ('快递三天没动了', '退款一直没有到')).toBe(0);
    expect(differ('call 13812345678 now', 'ring 13987654321 yet')).toBe(0);
  });

  test.each([
    ['a phone number and a short code', '打电话13812345678', '打电话12345'],
    ['a sum of money', '返还50元', '返还￥50'],
    ['an address', '请登录网站', '请登录www.a.cn'],
    ['capitals', 'WIN A PRIZE NOW', 'win a prize now'],
    ['length', '好', '好好好好好好好好好好好好好好好好'],
  ])('tells %s apart', (_, one, other) => {
    expect(differ(one, other)).toBeGreaterThan(0);
  });

  test('of nothing is nothing', () => {
    expect(shapeOf('').size).toBe(0);
    expect(shapeOf(' \n\t').size).toBe(0);
  });

  test('is shown as no word of an explanation, and decides nothing by itself', () => {
    const model = trainTextModel(
      inventedRows(80).map((row) =>
        row.label === '退款' || row.label === '物流'
          ? { body: `${row.body} 13812345678 www.a.cn`, label: 'long' }
          : { ...row, label: 'short' },
      ),
    );
    expect(model.predict({ body: '13812345678 www.a.cn' }).label).toBe('long');
    for (const { word } of model.explain({ body: '退款没有到账 13812345678' }, 'long')) expect(word).not.toBe('');
    expect(model.predict({ body: '鑫'.repeat(40) }).sure).toBe(false);
  });
});
