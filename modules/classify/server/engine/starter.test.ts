import { describe, expect, test } from 'vitest';
import { classifyText, compileRules } from './classify.ts';
import { levelGroups } from './lexicon.ts';
import { patternProblem } from './pattern-safety.ts';
import { retailStarter, starterIndustries, starterOf } from './starter.ts';

const starters = starterIndustries.map(({ industry }) => starterOf(industry) ?? retailStarter);

test('six industries, each under its own name', () => {
  expect(starterIndustries.map(({ industry }) => industry)).toEqual([
    'retail',
    'finance',
    'manufacturing',
    'service',
    'government',
    'telecom',
  ]);
  expect(starterOf('retail')).toBe(retailStarter);
  expect(starterOf('space-travel')).toBeUndefined();
});

describe.each(starters.map((starter) => [starter.industry, starter] as const))('%s', (_, starter) => {
  test('is a tree of named categories', () => {
    const keys = starter.categories.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    for (const { key, parent, name } of starter.categories) {
      expect(name.zh, key).not.toBe('');
      expect(name.en, key).not.toBe('');
      if (parent === undefined) continue;
      expect(key.startsWith(`${parent}.`), key).toBe(true);
      expect(keys.indexOf(parent), key).toBeLessThan(keys.indexOf(key));
    }
  });

  test('has rules that name only what exists, each once', () => {
    const keys = new Set(starter.categories.map(({ key }) => key));
    const groups = new Set(levelGroups.map(({ id }) => id));
    expect(new Set(starter.rules.map(({ id }) => id)).size).toBe(starter.rules.length);
    for (const rule of starter.rules) {
      expect(keys.has(rule.categoryKey ?? ''), rule.id).toBe(true);
      for (const danger of rule.dangers ?? []) expect(groups.has(danger), danger).toBe(true);
      for (const pattern of rule.patterns ?? []) expect(patternProblem(pattern), pattern).toBeUndefined();
      for (const word of [...rule.anyOf, ...(rule.noneOf ?? [])]) expect(word.trim(), rule.id).not.toBe('');
    }
  });

  test('leads to every category that has no children', () => {
    const named = new Set(starter.rules.map(({ categoryKey }) => categoryKey));
    const parents = new Set(starter.categories.map(({ parent }) => parent));
    for (const { key } of starter.categories) if (!parents.has(key)) expect(named.has(key), key).toBe(true);
  });
});

describe('what a new company sees at once', () => {
  test.each([
    ['finance', '信用卡被盗刷三千', 'security.theft'],
    ['finance', '催收天天打我单位电话', 'credit.collection'],
    ['finance', '请问开户要什么材料', 'inquiry'],
    ['manufacturing', '空调报修一周没人来', 'repair.late'],
    ['manufacturing', '热水器漏电，手都麻了', 'quality.safety'],
    ['manufacturing', '冰箱嗡嗡响，吵得睡不着', 'quality.noise'],
    ['service', '毛巾上有头发', 'hygiene'],
    ['service', '吃完你们的凉菜全家拉肚子', 'food.safety'],
    ['service', '健身卡想退，说不能退', 'fee.refund'],
    ['government', '楼下工地半夜施工吵得睡不着', 'environment.noise'],
    ['government', '拖欠民工工资三个月', 'labour.wages'],
    ['government', '建议公园多装几盏灯', 'suggestion'],
    ['telecom', '宽带断了三天没人修', 'network.broadband'],
    ['telecom', '套餐降档不给办', 'charge.plan'],
    ['telecom', '航班延误六小时没人管', 'trip.delay'],
  ])('%s: %s is %s', (industry, content, category) => {
    const rules = compileRules(starterOf(industry) ?? { rules: [] });
    const result = classifyText({ content, channel: 'form' }, rules);
    expect(result.categoryKey, JSON.stringify(result.reasons)).toBe(category);
  });
});
