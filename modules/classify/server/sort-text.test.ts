import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LearnReport, Prediction, TextModel } from '#platform/server/text/learn/index.ts';
import type { LearnedField } from '../contract.ts';
import { compileRules, type RuleSet } from './engine/classify.ts';
import { placesOf, type ActiveModel, type Learned } from './learn/model-cache.ts';
import { sortText, type Grounds } from './sort-text.ts';

const report: LearnReport = {
  rows: 100,
  accuracy: 1,
  macroF1: 1,
  perClass: [],
  labels: [],
  confusion: [],
  curve: [],
  coverageAtPrecision: 1,
  precisionAsked: 0.95,
  decided: { coverage: 1, precision: 1 },
  trainSeconds: 0,
  skipped: [],
};

/** A model that always says the same. */
const saying = (ranked: Prediction['ranked'], sure: boolean): ActiveModel => {
  const [best = { label: '', confidence: 0 }] = ranked;
  const model: TextModel = {
    labels: ranked.map((one) => one.label),
    report,
    predict: () => ({ ...best, sure, ranked }),
    explain: () => [
      { word: '快递', weight: 2 },
      { word: '递', weight: 1 },
      { word: '三天', weight: 1 },
    ],
    withPrecision: () => model,
    toBytes: () => new Uint8Array(),
  };
  return { id: 'm', version: 7, asked: 0.95, model, known: new Set(ranked.map((one) => one.label)) };
};

const category = (key: string, parentKey: string | null, closed = false) => ({
  key,
  parentKey,
  name: key,
  nameEn: '',
  sort: 0,
  closed,
});
const places = placesOf([
  category('parcel', null),
  category('parcel.late', 'parcel'),
  category('parcel.lost', 'parcel'),
  category('refund', null),
  category('old', null, true),
]);

const grounds = (
  models: Partial<Record<LearnedField, ActiveModel>>,
  rules: RuleSet['rules'] = [],
  yielding: readonly string[] = [],
): Grounds => {
  const known = new Map<LearnedField, ActiveModel>();
  for (const field of ['category', 'kind', 'level', 'spam', 'department', 'sentiment'] as const) {
    const active = models[field];
    if (active) known.set(field, active);
  }
  const learned: Learned = { models: known, problems: new Map(), categories: places };
  return { rules: compileRules({ rules }), yielding: new Set(yielding), learned };
};
const sort = (content: string, given: Grounds) => sortText({ content, channel: 'form' }, given);
const text = '快递三天没动';

describe('the category', () => {
  const late = { label: 'parcel.late', confidence: 0.97 };
  const rule = { id: 'r1', anyOf: ['快递'], categoryKey: 'refund' };

  test('is decided by a sure model where no rule speaks, with the words that moved it', () => {
    const sorted = sort(text, grounds({ category: saying([late], true) }));
    expect(sorted).toMatchObject({ unsure: false, by: { category: 'model' } });
    expect(sorted.words()).toEqual(['快递', '三天']);
    expect(sorted.result.categoryKey).toBe('parcel.late');
    expect(sorted.models.category).toMatchObject({ version: 7, confidence: 0.97, sure: true });
  });

  test('is what a rule orders, whatever the model says; a starter rule gives way to a sure one', () => {
    const model = saying([late], true);
    expect(sort(text, grounds({ category: model }, [rule])).result.categoryKey).toBe('refund');
    expect(sort(text, grounds({ category: model }, [rule], ['r1'])).result.categoryKey).toBe('parcel.late');
    const doubtful = sort(
      text,
      grounds({ category: saying([{ label: 'parcel.late', confidence: 0.6 }], false) }, [rule], ['r1']),
    );
    expect(doubtful).toMatchObject({ unsure: true, by: { category: 'rules' } });
    expect(doubtful.result.categoryKey).toBe('refund');
  });

  test('waits for a person below the threshold, with suggestions', () => {
    const sorted = sort(text, grounds({ category: saying([{ label: 'refund', confidence: 0.6 }], false) }));
    expect(sorted).toMatchObject({ unsure: true, by: { category: 'nobody' } });
    expect(sorted.result.categoryKey).toBeUndefined();
    expect(sorted.models.category?.suggestions).toEqual([{ label: 'refund', confidence: 0.6 }]);
  });

  test('backs off to the parent when its children together are sure', () => {
    const ranked = [
      { label: 'parcel.late', confidence: 0.55 },
      { label: 'parcel.lost', confidence: 0.42 },
      { label: 'refund', confidence: 0.03 },
    ];
    const sorted = sort(text, grounds({ category: saying(ranked, false) }));
    expect(sorted).toMatchObject({ unsure: false, by: { category: 'model' } });
    expect(sorted.result.categoryKey).toBe('parcel');
  });

  test('is never one that was closed or has too few labelled tickets', () => {
    const closed = sort(text, grounds({ category: saying([{ label: 'old', confidence: 0.99 }], true) }));
    expect(closed.unsure).toBe(true);
    expect(closed.models.category).toBeUndefined();
    const young = { ...saying([late], true), known: new Set<string>() };
    expect(sort(text, grounds({ category: young })).models.category).toBeUndefined();
  });
});

describe('the level', () => {
  const says = (label: string, confidence = 0.99) => grounds({ level: saying([{ label, confidence }], true) });

  test('may be raised by the model', () => {
    expect(sort('请问几点开门', says('1', 0.6)).result.level).toBe(1);
    expect(sort('请问几点开门', says('2')).result.level).toBe(2);
    expect(sort('请问几点开门', says('1', 0.4)).result.level).toBe(3);
  });

  test('is never lower than without the model', () => {
    const plain = grounds({});
    const danger = '孩子吃了这个奶粉住院了，商家不管';
    expect(sort(danger, plain).result.level).toBe(1);
    expect(sort(danger, says('3')).result.level).toBe(1);
    const parts = fc.constantFrom(
      '漏电',
      '着火',
      '没有',
      '退款',
      '很好',
      '受伤',
      '孩子',
      '12315',
      '谢谢',
      '请问',
      '，',
    );
    const label = fc.constantFrom('1', '2', '3');
    fc.assert(
      fc.property(
        fc.array(parts, { maxLength: 8 }),
        label,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (words, level, chance) => {
          const given = words.join('');
          expect(sort(given, says(level, chance)).result.level).toBeLessThanOrEqual(sort(given, plain).result.level);
        },
      ),
    );
  });

  test('does not fall when the model knows the kind better', () => {
    const kind = saying([{ label: 'praise', confidence: 0.99 }], true);
    const danger = '电饭煲漏电把我爸电伤了';
    expect(sort(danger, grounds({ kind })).result).toMatchObject({ level: 1, kind: 'complaint' });
  });
});

describe('kind and spam', () => {
  test("the customer's own choice stands", () => {
    const kind = saying([{ label: 'praise', confidence: 0.99 }], true);
    const input = { content: '东西不错', channel: 'form', kindHint: 'suggestion' as const };
    expect(sortText(input, grounds({ kind }))).toMatchObject({ result: { kind: 'suggestion' }, by: { kind: 'given' } });
    expect(sort('东西不错啊老板', grounds({ kind }))).toMatchObject({
      result: { kind: 'praise' },
      by: { kind: 'model' },
    });
  });

  test('a sure model decides on advertising, but never on a danger', () => {
    const spam = saying([{ label: 'spam', confidence: 0.99 }], true);
    expect(sort('加我看看', grounds({ spam })).spam).toBe(true);
    expect(sort('孩子吃了这个奶粉住院了', grounds({ spam })).spam).toBeUndefined();
    expect(sort('加我看看', grounds({})).spam).toBeUndefined();
  });
});

describe('mood and department', () => {
  const angry = '气死我了，太差劲了';

  test('a sure model decides the mood; one that is not leaves it to the words', () => {
    const calm = [{ label: '0', confidence: 0.98 }];
    expect(sort(angry, grounds({ sentiment: saying(calm, true) }))).toMatchObject({
      result: { sentiment: 0 },
      by: { sentiment: 'model' },
    });
    for (const given of [grounds({ sentiment: saying(calm, false) }), grounds({})])
      expect(sort(angry, given)).toMatchObject({ result: { sentiment: -1 }, by: { sentiment: 'rules' } });
  });

  test('a sure model proposes a department, one that is not none', () => {
    const east = [{ label: '01990000-0000-7000-8000-000000000001', confidence: 0.97 }];
    expect(sort(text, grounds({ department: saying(east, true) })).departmentId).toBe(east[0]?.label);
    expect(sort(text, grounds({ department: saying(east, false) })).departmentId).toBeUndefined();
    const few = { ...saying(east, true), known: new Set<string>() };
    expect(sort(text, grounds({ department: few })).departmentId).toBeUndefined();
  });
});
