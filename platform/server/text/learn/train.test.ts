import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inventedRows } from './learn.fixture.ts';
import { evaluateModel, loadTextModel, NotEnoughToLearn, trainTextModel } from './index.ts';

const rows = inventedRows(400);
const model = trainTextModel(rows);

describe('a model of invented complaints', () => {
  test('tells the matters apart, in texts it has not seen', () => {
    expect(model.labels).toEqual(['服务', '物流', '质量', '退款']);
    expect(model.report.accuracy).toBeGreaterThan(0.8);
    expect(model.predict({ body: '我的快递还没有送到' }).label).toBe('物流');
    expect(model.predict({ body: '钱还没退到账' }).label).toBe('退款');
    expect(model.predict({ body: '这个锅生锈了' }).label).toBe('质量');
    expect(model.predict({ body: '店员态度差' }).label).toBe('服务');
  });

  test('reads width, case, traditional characters and the title alike', () => {
    const plain = model.predict({ body: '退款一直没有到账' });
    expect(model.predict({ body: '退款一直沒有到賬' })).toEqual(plain);
    expect(model.predict({ body: '　退款一直没有到账　' })).toEqual(plain);
    expect(model.predict({ title: '退款一直没有到账', body: '' }).label).toBe('退款');
  });

  test('its confidences are chances: in 0..1, best first, and of the ranked labels at most 1 together', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (body) => {
        const { label, confidence, ranked, sure } = model.predict({ body });
        expect(ranked[0]).toEqual({ label, confidence });
        expect(confidence).toBeGreaterThan(0);
        expect(ranked.reduce((sum, each) => sum + each.confidence, 0)).toBeLessThanOrEqual(1.000001);
        for (let i = 1; i < ranked.length; i += 1)
          expect(ranked[i]?.confidence ?? 1).toBeLessThanOrEqual(ranked[i - 1]?.confidence ?? 0);
        const threshold = model.report.perClass.find((each) => each.label === label)?.threshold;
        if (sure) expect(confidence).toBeGreaterThanOrEqual(threshold ?? 2);
      }),
    );
  });

  test('is never sure about a text of which it knows nothing', () => {
    for (const body of ['', '😀', 'qqq', '鑫鑫鑫']) expect(model.predict({ body }).sure, body).toBe(false);
  });

  test('names the words as the customer wrote them', () => {
    const words = model.explain({ body: '你好，快递三天没动了，谢谢' }, '物流', 3).map(({ word }) => word);
    expect(words).toContain('快递');
    for (const word of words) expect('你好，快递三天没动了，谢谢').toContain(word);
    expect(model.explain({ title: '退款没有到账', body: '谢谢' }, '退款').length).toBeGreaterThan(0);
    expect(model.explain({ body: '快递' }, 'no such label')).toEqual([]);
  });

  test('is the same for the same seed', () => {
    const again = trainTextModel(rows, { seed: 1 });
    const timeless = (each: typeof model) => ({ ...each.report, trainSeconds: 0 });
    expect(timeless(again)).toEqual(timeless(model));
    expect(again.predict({ body: '包裹没到' })).toEqual(model.predict({ body: '包裹没到' }));
  });

  test('the report counts every row once', () => {
    const { report } = model;
    expect(report.rows).toBe(400);
    expect(report.confusion.flat().reduce((sum, each) => sum + each, 0)).toBe(400);
    expect(report.perClass.reduce((sum, each) => sum + each.support, 0)).toBe(400);
    expect(report.curve.at(-1)?.coverage).toBe(1);
    expect(report.curve.at(-1)?.precision).toBeCloseTo(report.accuracy, 10);
    const lenient = model.withPrecision(0.8).report;
    expect(lenient.decided.coverage).toBeGreaterThan(0.3);
    expect(lenient.decided.precision).toBeGreaterThanOrEqual(0.8);
  });

  test('reports progress up to 1', () => {
    const parts: number[] = [];
    trainTextModel(inventedRows(60), { onProgress: (part) => parts.push(part) });
    expect(parts.at(-1)).toBe(1);
    expect([...parts].sort((a, b) => a - b)).toEqual(parts);
  });
});

describe('thresholds', () => {
  test('rise with the precision asked for, and cover less', () => {
    const asked = [0.6, 0.8, 0.9, 0.95, 0.99];
    const models = asked.map((precision) => model.withPrecision(precision));
    models.forEach((each, i) => {
      const before = models[i - 1];
      expect(each.report.precisionAsked).toBe(asked[i]);
      if (before === undefined) return;
      expect(each.report.decided.coverage).toBeLessThanOrEqual(before.report.decided.coverage);
      each.report.perClass.forEach((now, c) => {
        const then = before.report.perClass[c]?.threshold ?? null;
        if (then === null) expect(now.threshold).toBeNull();
        else expect(now.threshold ?? 2).toBeGreaterThanOrEqual(then);
      });
    });
  });

  test('none is given where nothing proves the precision', () => {
    const random = inventedRows(80).map((row, i) => ({ ...row, label: i % 3 === 0 ? 'a' : 'b' }));
    const guessing = trainTextModel(random).withPrecision(0.99);
    expect(guessing.report.perClass.every((each) => each.threshold === null)).toBe(true);
    expect(guessing.predict({ body: rows[0]?.body ?? '' }).sure).toBe(false);
  });
});

describe('evaluateModel', () => {
  test('judges by other rows, and a label it never learned is a miss', () => {
    const fresh = inventedRows(100, 9);
    const report = evaluateModel(model, [
      ...fresh,
      { body: '发票开错了', label: '发票' },
      { body: ' ', label: '退款' },
    ]);
    expect(report.rows).toBe(101);
    expect(report.skipped).toEqual([{ reason: 'empty', count: 1 }]);
    expect(report.accuracy).toBeGreaterThan(0.8);
    const strange = report.perClass.find((each) => each.label === '发票');
    expect(strange).toMatchObject({ support: 1, recall: 0, threshold: null });
  });
});

describe('what is given to learn from', () => {
  test.each([
    ['nothing', [], 'no_rows'],
    ['two rows', rows.slice(0, 2), 'too_few'],
    ['one label', rows.map((row) => ({ ...row, label: 'x' })), 'one_class'],
    [
      'labels that differ by a space',
      rows.map((row, i) => ({ ...row, label: i % 2 === 0 ? 'x' : ' x ' })),
      'one_class',
    ],
    ['only empty texts', rows.map((row) => ({ ...row, body: ' \n' })), 'too_few'],
    ['every label once', rows.slice(0, 4), 'too_few'],
  ])('%s is refused with its reason', (_, given, reason) => {
    expect(() => trainTextModel(given)).toThrow(expect.objectContaining({ name: 'NotEnoughToLearn', reason }));
    expect(() => trainTextModel(given)).toThrow(NotEnoughToLearn);
  });

  test('empty texts and lone labels are left out and counted', () => {
    const { report } = trainTextModel([
      ...inventedRows(40),
      { body: '', label: '退款' },
      { body: '发票', label: '发票' },
    ]);
    expect(report.skipped).toEqual([
      { reason: 'empty', count: 1 },
      { reason: 'too_few', count: 1 },
    ]);
    expect(report.rows).toBe(40);
  });

  test('five hundred labels, two rows each', () => {
    const many = Array.from({ length: 1000 }, (_, i) => ({
      body: `code${i % 500} stopped working`,
      label: `l${i % 500}`,
    }));
    const wide = trainTextModel(many);
    expect(wide.labels).toHaveLength(500);
    expect(wide.predict({ body: 'code77 stopped' }).label).toBe('l77');
    expect(loadTextModel(wide.toBytes()).predict({ body: 'code77 stopped' }).label).toBe('l77');
  });

  test('a megabyte of one text, repeats and mixed languages', () => {
    const odd = [
      ...inventedRows(40),
      { body: '退款'.repeat(500_000), label: '退款' },
      { body: '快递'.repeat(300), label: '物流' },
      { body: 'Refund please, 退款 ＲＥＦＵＮＤ 💰💰', label: '退款' },
    ];
    const began = performance.now();
    const trained = trainTextModel(odd);
    expect(performance.now() - began).toBeLessThan(5000);
    expect(trained.predict({ body: '退款退款退款退款退款' }).label).toBe('退款');
  });

  test('an English company', () => {
    const refund = [
      'please refund my order',
      'I want my money back',
      'refund not received yet',
      'charged twice, refund me',
    ];
    const parcel = [
      'parcel has not arrived',
      'where is my delivery',
      'courier lost the parcel',
      'delivery is late again',
    ];
    const english = Array.from({ length: 80 }, (_, i) => ({
      body: `${(i % 2 === 0 ? refund : parcel)[Math.floor(i / 2) % 4] ?? ''} ${['', 'thanks', 'today', 'asap', 'hello'][i % 5] ?? ''}`,
      label: i % 2 === 0 ? 'refund' : 'delivery',
    }));
    const trained = trainTextModel(english);
    expect(trained.predict({ body: 'My REFUNDS have not come' }).label).toBe('refund');
    expect(trained.explain({ body: 'the courier was late' }, 'delivery')[0]?.word).toMatch(/courier|late/);
  });

  test('copies of a text stay on one side of a fold, so that they prove nothing', () => {
    const noise = Array.from({ length: 30 }, (_, i) => ({
      body: `甲乙丙丁${String(i)}号`,
      label: i % 2 === 0 ? 'a' : 'b',
    }));
    const copied = trainTextModel([...noise, ...noise, ...noise, ...noise]);
    expect(copied.report.accuracy).toBeLessThan(0.8);
  });
});
