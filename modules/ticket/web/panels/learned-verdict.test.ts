import { describe, expect, it } from 'vitest';
import { learnedVerdict } from './learned-verdict.ts';

const suggestions = [
  { label: 'late', confidence: 0.93 },
  { label: 'refund', confidence: 0.04 },
];
const triage = {
  classify: { models: { category: { ...suggestions[0], version: 3, sure: true, suggestions } }, words: ['三天'] },
};

describe('what the model said', () => {
  it('speaks for the category that stands, and offers the others', () => {
    expect(learnedVerdict({ triage, categoryKey: 'late', unsure: false })).toEqual({
      confidence: 0.93,
      words: ['三天'],
      suggestions: [{ categoryKey: 'refund', confidence: 0.04 }],
    });
  });

  it('has no confidence in a category that a person chose instead', () => {
    expect(learnedVerdict({ triage, categoryKey: 'other', unsure: false })).toMatchObject({ confidence: null });
  });

  it('offers all while it waits for a yes', () => {
    const waiting = learnedVerdict({ triage, categoryKey: 'late', unsure: true });
    expect(waiting.suggestions.map((one) => one.categoryKey)).toEqual(['late', 'refund']);
  });

  it('is nothing on tickets from before there were models', () => {
    for (const old of [{}, { classify: { by: 'rules', reasons: [] } }, null])
      expect(learnedVerdict({ triage: old, categoryKey: 'late', unsure: false }).suggestions).toEqual([]);
  });
});
