import { describe, expect, test } from 'vitest';
import { trainTextModel } from './index.ts';

const praise = ['很好吃', '味道好吃', '真的好吃，会再来', '好吃又快', '特别好吃', '菜好吃'];
const complaint = ['不好吃', '一点都不好吃', '真的不好吃，再也不来', '菜不好吃', '又慢又不好吃', '太难吃了'];
const tails = ['', '，谢谢', '，送得还行', '，第一次点', '，朋友也这么说'];
const rows = [...praise, ...complaint].flatMap((text) =>
  tails.map((tail) => ({ body: `${text}${tail}`, label: praise.includes(text) ? 'praise' : 'complaint' })),
);
const model = trainTextModel(rows);
const wordsFor = (body: string, label: string): string[] => model.explain({ body }, label).map(({ word }) => word);

describe('the words shown', () => {
  test('keep the negation with what it negates', () => {
    const words = wordsFor('这家的菜不好吃，谢谢', 'complaint');
    expect(words[0]).toContain('不');
    expect(words[0]?.length).toBeGreaterThan(1);
    expect(words).not.toContain('好吃');
  });

  test('are pieces of the text with letters in them, each once, best first', () => {
    const body = '味道好吃，味道好吃！！ 谢谢';
    const shown = model.explain({ body }, 'praise');
    expect(shown.length).toBeGreaterThan(0);
    expect(new Set(shown.map(({ word }) => word)).size).toBe(shown.length);
    for (const { word, weight } of shown) {
      expect(body).toContain(word);
      expect(word).toMatch(/^\p{L}+$/u);
      expect(weight).toBeGreaterThan(0);
    }
    expect(shown.map(({ weight }) => weight)).toEqual(shown.map(({ weight }) => weight).sort((a, b) => b - a));
  });

  test('never are letters cut out of an English word', () => {
    const english = trainTextModel(
      ['refund my order', 'refunded nothing', 'parcel is lost', 'lost parcels again'].flatMap((text, i) =>
        Array.from({ length: 8 }, (_, n) => ({ body: `${text} ${String(n)}`, label: i < 2 ? 'refund' : 'parcel' })),
      ),
    );
    const text = 'Where is my refunding, please?';
    for (const { word } of english.explain({ body: text }, 'refund')) expect(text.split(/\W+/)).toContain(word);
  });

  test('are none for a text of which nothing is known', () => {
    expect(wordsFor('鑫鑫鑫', 'praise')).toEqual([]);
    expect(wordsFor('', 'praise')).toEqual([]);
  });
});
