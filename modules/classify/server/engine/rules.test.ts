import { describe, expect, test } from 'vitest';
import { classifyText, compileRules, type ClassifyInput, type RuleSet } from './classify.ts';
import { explainText } from './explain.ts';
import { levelGroups } from './lexicon.ts';
import { compilePattern, patternProblem } from './pattern-safety.ts';
import { retailStarter } from './starter.ts';

function classify(set: RuleSet['rules'], content: string, more: Partial<ClassifyInput> = {}) {
  return classifyText({ content, channel: 'form', ...more }, compileRules({ rules: set }));
}

describe('a rule', () => {
  test('needs one of anyOf, all of allOf, none of noneOf', () => {
    const rule = [{ id: 'r', anyOf: ['退款', '退钱'], allOf: ['门店'], noneOf: ['已退'], categoryKey: 'refund' }];
    expect(classify(rule, '门店不给退钱').categoryKey).toBe('refund');
    expect(classify(rule, '不给退钱').categoryKey).toBeUndefined();
    expect(classify(rule, '门店的事').categoryKey).toBeUndefined();
    expect(classify(rule, '门店退款已退').categoryKey).toBeUndefined();
  });

  test('looks at Latin words as words, with a star at their beginnings, and never minds case and width', () => {
    const rule = [{ id: 'r', anyOf: ['App', 'refund*'], categoryKey: 'x' }];
    expect(classify(rule, 'my ＡＰＰ is slow').categoryKey).toBe('x');
    expect(classify(rule, 'an apple a day').categoryKey).toBeUndefined();
    expect(classify(rule, 'REFUNDED').categoryKey).toBe('x');
    expect(classify(rule, '用app付款').categoryKey).toBe('x');
  });

  test('may ask for channel, tier, kind and pattern', () => {
    const rules = [
      { id: 'vip', customerTiers: ['vip'], level: 2 as const },
      { id: 'phone', channels: ['phone'], departmentKey: 'hotline' },
      { id: 'code', patterns: ['E\\d{3}'], categoryKey: 'error-code' },
      { id: 'ask', kinds: ['inquiry' as const], categoryKey: 'question', priority: 900 },
    ];
    expect(classify(rules, '请问', { customerTier: 'vip' }).level).toBe(2);
    expect(classify(rules, '请问', { customerTier: 'standard' }).level).toBe(3);
    expect(classify(rules, '请问', { channel: 'phone' }).departmentKey).toBe('hotline');
    expect(classify(rules, '屏幕显示e404').categoryKey).toBe('error-code');
    expect(classify(rules, '请问怎么走').categoryKey).toBe('question');
    expect(classify(rules, '投诉').categoryKey).toBeUndefined();
  });

  test('with the smaller priority goes first; among equals the more and the longer words', () => {
    const rules = [
      { id: 'wide', anyOf: ['快递'], categoryKey: 'wide', priority: 50 },
      { id: 'deep', anyOf: ['快递破损'], categoryKey: 'deep', priority: 50 },
      { id: 'first', anyOf: ['破损'], level: 3 as const, categoryKey: 'first', priority: 10 },
    ];
    expect(classify(rules.slice(0, 2), '快递破损').categoryKey).toBe('deep');
    const result = classify(rules, '快递破损，投诉');
    expect(result).toMatchObject({ categoryKey: 'first', level: 3 });
    expect(result.reasons).toContainEqual({ field: 'category', words: ['破损'], ruleId: 'first' });
  });

  test('that asks for nothing, or only for what cannot be, never holds', () => {
    for (const rule of [
      { id: 'r' },
      { id: 'r', anyOf: [] },
      { id: 'r', anyOf: [' '] },
      { id: 'r', patterns: ['(a+)+b'] },
      { id: 'r', noneOf: ['x'] },
    ]) {
      expect(classify([{ ...rule, categoryKey: 'x' }], 'aaaaaaaaaaaaaaaaaaaa').categoryKey).toBeUndefined();
    }
  });

  test('cannot make less of a stated danger, nor overrule the kind that the customer chose', () => {
    const rules = [{ id: 'calm', anyOf: ['电池'], kind: 'inquiry' as const, level: 3 as const, priority: 1 }];
    expect(classify(rules, '电池爆炸了')).toMatchObject({ kind: 'complaint', level: 1 });
    expect(classify(rules, '电池不耐用')).toMatchObject({ kind: 'inquiry', level: 3 });
    expect(classify(rules, '电池不耐用', { kindHint: 'suggestion' })).toMatchObject({ kind: 'suggestion' });
    expect(classify([], '请问几点开门', { kindHint: 'complaint' })).toMatchObject({
      kind: 'complaint',
      confidence: 0.3,
    });
    expect(classify([], '电池爆炸了', { kindHint: 'inquiry' })).toMatchObject({ kind: 'complaint', level: 1 });
  });

  test('a company may ignore built-in words and add its own urgent ones', () => {
    const quiet = compileRules({ rules: [], ignoredWords: ['爆炸'] });
    expect(classifyText({ content: '爆炸', channel: 'form' }, quiet).level).toBe(2);
    const [fire] = levelGroups;
    if (fire === undefined) throw new Error('no groups');
    const own = compileRules({ rules: [], levelGroups: [{ ...fire, id: 'own', words: ['七号阀门'], except: [] }] });
    expect(classifyText({ content: '七号阀门又响了', channel: 'form' }, own)).toMatchObject({ level: 1 });
  });
});

describe('patterns of administrators', () => {
  test.each([
    ['YL\\d{11}', undefined],
    ['(?:快递|物流).{0,20}慢', undefined],
    ['a.*b', undefined],
    ['(a+)+b', 'nested_repeat'],
    ['(a|aa)+b', 'nested_repeat'],
    ['((a?)b)*', 'nested_repeat'],
    ['a.*b.*c', 'too_costly'],
    ['(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)b', 'too_costly'],
    ['(a)\\1', 'backreference'],
    ['(', 'invalid'],
    ['x'.repeat(201), 'too_long'],
  ])('%s: %s', (source, problem) => {
    expect(patternProblem(source)).toBe(problem);
    if (problem !== undefined) expect(compilePattern(source)).toBeUndefined();
  });

  test('what is accepted runs quickly over the worst of texts', () => {
    for (const source of ['a.*b', 'a{0,90}a{0,90}b', '(?:a|b)(?:a|b)a?a?a?a?c', '\\w+\\d{1,5}x']) {
      expect(patternProblem(source)).toBeUndefined();
      const set = compileRules({ rules: [{ id: 'r', patterns: [source], categoryKey: 'x' }] });
      const started = process.threadCpuUsage();
      classifyText({ content: 'a'.repeat(5000), channel: 'form' }, set);
      expect(process.threadCpuUsage(started).user / 1000).toBeLessThan(1000);
    }
  });
});

describe('explainText', () => {
  test('marks the words in the original, field by field', () => {
    const rules = compileRules(retailStarter);
    const input = { subject: '快递破损　求助', content: '外箱压扁，要求ＲＥＦＵＮＤ，不然打12315', channel: 'form' };
    const marks = explainText(input, rules);
    for (const { where, start, end, word } of marks) expect(input[where].slice(start, end)).toBe(word);
    expect(marks).toContainEqual({
      field: 'category',
      where: 'subject',
      start: 2,
      end: 4,
      word: '破损',
      ruleId: 'retail.damage',
    });
    expect(marks).toContainEqual({
      field: 'level',
      where: 'content',
      start: 17,
      end: 22,
      word: '12315',
      group: 'regulator',
    });
  });
});

describe('the starter set', () => {
  test('names only categories and danger groups that exist, and only safe patterns', () => {
    const keys = new Set(retailStarter.categories.map((each) => each.key));
    const groups = new Set(levelGroups.map((each) => each.id));
    for (const rule of retailStarter.rules) {
      expect(keys.has(rule.categoryKey ?? ''), rule.id).toBe(true);
      for (const danger of rule.dangers ?? []) expect(groups.has(danger), danger).toBe(true);
      for (const pattern of rule.patterns ?? []) expect(patternProblem(pattern), pattern).toBeUndefined();
    }
    for (const { parent } of retailStarter.categories) if (parent !== undefined) expect(keys.has(parent)).toBe(true);
    expect(new Set(retailStarter.rules.map((each) => each.id)).size).toBe(retailStarter.rules.length);
    for (const pattern of retailStarter.orderPatterns) expect(patternProblem(pattern)).toBeUndefined();
  });
});
