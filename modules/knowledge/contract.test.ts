import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fillTemplate, placeholders, templateInput, unknownPlaceholders } from './contract.ts';

describe('the words of a template', () => {
  test('never show a pair of braces with a known name to a customer, whatever is known', () => {
    const parts = fc.array(fc.oneof(fc.constantFrom(...placeholders.map((name) => `{{ ${name} }}`)), fc.string()));
    fc.assert(
      fc.property(parts, fc.constantFrom(...placeholders), (words, known) => {
        const filled = fillTemplate(words.join(' '), { [known]: 'X' });
        for (const name of placeholders) expect(filled).not.toContain(`{{ ${name} }}`);
      }),
      { numRuns: 200 },
    );
  });

  test('take facts as they are, also those that look like a pattern or a placeholder', () => {
    expect(fillTemplate('{{reply}}|{{number}}', { reply: '$& {{number}}', number: '7' })).toBe('$& {{number}}|7');
  });

  test('are refused with an unknown name, and without any words at all', () => {
    expect(unknownPlaceholders('{{number}}{{ secret }}{{Number}}')).toEqual(['secret', 'Number']);
    const given = (body: string, subject = '') => templateInput.safeParse({ title: '题', body, subject }).success;
    expect([given('好'), given('  '), given('{{x}}'), given('好', '{{x}}')]).toEqual([true, false, false, false]);
  });
});
