import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { classifyText, compileRules } from './classify.ts';
import { evaluateLabelled, figuresOf, labelledMessage, type LabelledMessage } from './evaluate.ts';
import { starterIndustries, starterOf } from './starter.ts';

const folder = new URL('../../eval-set/', import.meta.url);
const read = (name: string): LabelledMessage[] =>
  readFileSync(new URL(name, folder), 'utf8')
    .trim()
    .split('\n')
    .map((line) => labelledMessage.parse(JSON.parse(line)));

const names = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
const all = names.flatMap(read);

describe('figures', () => {
  test('are those of a table done by hand', () => {
    const { accuracy, macroF1, perClass } = figuresOf([
      ['a', 'a'],
      ['a', 'a'],
      ['a', 'b'],
      ['b', 'b'],
      ['b', 'c'],
    ]);
    expect(accuracy).toBe(0.6);
    expect(perClass).toEqual([
      { label: 'a', support: 3, precision: 1, recall: 0.6667, f1: 0.8 },
      { label: 'b', support: 2, precision: 0.5, recall: 0.5, f1: 0.5 },
    ]);
    expect(macroF1).toBe(0.65);
  });

  test('of nothing are nothing', () => {
    expect(figuresOf([])).toEqual({ rows: 0, accuracy: 0, macroF1: 0, perClass: [] });
  });

  test('count misses and false alarms of the first level apart', () => {
    const rules = compileRules({ rules: [] });
    const blind = (message: LabelledMessage) => ({
      ...classifyText({ content: message.text, channel: 'form' }, rules),
      level: 2 as const,
    });
    const afraid = (message: LabelledMessage) => ({ ...blind(message), level: 1 as const });
    const dev = read('dev.jsonl');
    expect(evaluateLabelled(dev, blind, new Set()).firstLevel).toMatchObject({ recall: 0, falseAlarmRate: 0 });
    expect(evaluateLabelled(dev, afraid, new Set()).firstLevel).toMatchObject({ recall: 1, falseAlarmRate: 1 });
    expect(evaluateLabelled(dev, blind, new Set()).categoryBranchAccuracy).toBeNull();
  });
});

describe('the labelled set', () => {
  test('has ids and texts that differ, and labels wherever it is not spam', () => {
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(new Set(all.map(({ text }) => text)).size).toBe(all.length);
    for (const { id, spam, kind, category, level, sentiment, urgent } of all) {
      const labels = [kind, category, level, sentiment, urgent];
      expect(
        labels.every((label) => (label === null) === spam),
        id,
      ).toBe(true);
    }
  });

  test('names only categories of its industry', () => {
    for (const { industry } of starterIndustries) {
      const keys = new Set((starterOf(industry)?.categories ?? []).map(({ key }) => key));
      for (const { id, category, spam, industry: own } of all)
        if (!spam && own === industry) expect(keys.has(category ?? ''), `${id} ${category ?? ''}`).toBe(true);
    }
  });

  test('is as large and as hard as it says, and no hard negative is a first-level matter', () => {
    const tests = names.filter((name) => name !== 'dev.jsonl').flatMap(read);
    expect(tests.length).toBeGreaterThanOrEqual(540);
    expect(tests.filter(({ hardNegative }) => hardNegative === true).length).toBeGreaterThanOrEqual(80);
    expect(tests.filter(({ language }) => language !== 'zh').length).toBeGreaterThanOrEqual(60);
    expect(all.filter(({ hardNegative, level }) => hardNegative === true && level === 1)).toEqual([]);
  });

  test('is sorted no worse than the figures in docs/accuracy.md', () => {
    const rules = new Map(
      starterIndustries.map(({ industry }) => [industry, compileRules(starterOf(industry) ?? { rules: [] })]),
    );
    const fallback = compileRules({ rules: [] });
    const classify = (message: LabelledMessage) =>
      classifyText({ content: message.text, channel: 'form' }, rules.get(message.industry) ?? fallback);
    const tests = names.filter((name) => name !== 'dev.jsonl').flatMap(read);
    const { firstLevel, fields } = evaluateLabelled(tests, classify, new Set(rules.keys()));
    expect(firstLevel.recall).toBeGreaterThanOrEqual(0.95);
    expect(firstLevel.falseAlarmRate).toBeLessThanOrEqual(0.05);
    expect(fields.kind?.accuracy).toBeGreaterThanOrEqual(0.85);
    expect(fields.sentiment?.accuracy).toBeGreaterThanOrEqual(0.83);
  });
});
