import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadTextModel, openPanel, trainTextModel, type LabelledText, type TextModel } from './index.ts';

const words = ['退款', '不到账', '快递', '三天', '没动', '态度', '很好', '发票', 'refund', 'late', '好', '2026', '99'];

const rows = (labels: readonly string[], salt: number): LabelledText[] =>
  Array.from({ length: 240 }, (_unused, n) => {
    const label = labels[n % labels.length] ?? '';
    const own = words[(n % labels.length) * 2 + (n % 2)] ?? '';
    return { body: `${own}，${words[(n * salt) % words.length] ?? ''}${words[(n >> 2) % words.length] ?? ''}`, label };
  });

const models = [rows(['a', 'b', 'c'], 5), rows(['x', 'y'], 7), rows(['1', '2', '3', '4'], 3)].map((set) =>
  trainTextModel(set),
);

/** The same models with readers of their own, which have read nothing. */
const again = (): TextModel[] => models.map((model) => loadTextModel(model.toBytes()));

const text = fc.record(
  {
    title: fc.oneof(fc.constantFrom('', '退款', '快递三天没动'), fc.string({ maxLength: 10 })),
    body: fc.array(fc.oneof(fc.constantFrom(...words, '，', ' ', '！'), fc.string({ unit: 'binary', maxLength: 4 })), {
      maxLength: 20,
    }),
  },
  { requiredKeys: ['body'] },
);

describe('several models about one text', () => {
  test('say what each would say alone, and show the same words', () => {
    const panel = openPanel(models);
    const alone = again();
    fc.assert(
      fc.property(text, ({ body, ...rest }) => {
        const read = { ...rest, body: body.join('') };
        const together = panel.predict(read);
        expect(together).toEqual(alone.map((model) => model.predict({ ...read })));
        models.forEach((model, i) => {
          const label = together[i]?.label ?? '';
          expect(model.explain(read, label)).toEqual(alone[i]?.explain({ ...read }, label));
        });
      }),
      { numRuns: 300 },
    );
  });

  test('a text asked about again after others gets the same answers', () => {
    const panel = openPanel(models);
    const first = { body: '退款不到账，快递三天没动' };
    const answer = panel.predict(first);
    const shown = models.map((model) => model.explain(first, 'a'));
    panel.predict({ body: '很好' });
    models[0]?.predict({ body: 'late refund' });
    expect(panel.predict(first)).toEqual(answer);
    expect(models.map((model) => model.explain(first, 'a'))).toEqual(shown);
  });

  test('a text longer than any before, and models that were made elsewhere', () => {
    const long = { body: '退款，快递三天没动 refund late '.repeat(900) };
    expect(openPanel(models).predict(long)).toEqual(again().map((model) => model.predict(long)));
    const [first] = again();
    const foreign: TextModel[] = first ? [{ ...first, predict: (read) => first.predict(read) }, ...again()] : [];
    expect(openPanel(foreign).predict(long)).toHaveLength(4);
    expect(openPanel([]).predict(long)).toEqual([]);
  });
});
