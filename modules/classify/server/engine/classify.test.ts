import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { classifyText, compileRules } from './classify.ts';
import { explainText } from './explain.ts';
import { feedbackKinds } from './feedback-kind.ts';
import { kindWords, levelGroups, sentimentWords, spamWords } from './lexicon.ts';
import { retailStarter } from './starter.ts';

const rules = compileRules(retailStarter);

const everyWord = [
  ...levelGroups.flatMap((group) => group.words),
  ...feedbackKinds.flatMap((kind) => kindWords[kind].flatMap((each) => each.words)),
  ...sentimentWords.negative.flatMap((each) => each.words),
  ...spamWords.signals.flatMap((each) => each.words),
];

describe('whatever is written', () => {
  const fragments = fc.array(
    fc.oneof(
      fc.constantFrom(...everyWord),
      fc.constantFrom('没有', '不', '，', '\n', ' ', '吗？', '但是', '13800138000', '50元'),
    ),
    { maxLength: 30 },
  );
  const anything = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fragments.map((parts) => parts.join('')),
  );

  test('there is an answer within bounds, and it explains itself', () => {
    fc.assert(
      fc.property(
        anything,
        fc.option(anything, { nil: undefined }),
        fc.option(fc.constantFrom(...feedbackKinds), { nil: undefined }),
        (content, subject, kindHint) => {
          const input = { content, subject, kindHint, channel: 'form' };
          const result = classifyText(input, rules);
          expect(feedbackKinds).toContain(result.kind);
          expect([1, 2, 3]).toContain(result.level);
          expect([-1, 0, 1]).toContain(result.sentiment);
          expect(result.spamScore).toBeGreaterThanOrEqual(0);
          expect(result.spamScore).toBeLessThanOrEqual(1);
          if (kindHint !== undefined && result.level !== 1) expect(result.kind).toBe(kindHint);
          const text = { subject: subject ?? '', content };
          for (const mark of explainText(input, rules))
            expect(text[mark.where].slice(mark.start, mark.end)).toBe(mark.word);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('an angry face is not taken for a smiling one, and no word is half a character', () => {
    for (const face of ['😡', '😭', '🙄', '🤬']) {
      const input = { content: `${face}${face}三天了还在分拨中心`, channel: 'form' };
      expect(classifyText(input, rules).kind).not.toBe('praise');
      for (const mark of explainText(input, rules)) expect(mark.word.isWellFormed()).toBe(true);
    }
  });

  test('the same text gets the same answer', () => {
    const input = { content: '快递三天没动，客服态度差，要求退款 200 元', channel: 'form' };
    expect(classifyText(input, rules)).toEqual(classifyText(input, rules));
  });

  test.each([
    ['one character', '退'],
    ['one word', '退款'],
    ['a danger', '爆炸了，'],
    ['digits', '1'],
    ['letters', 'a'],
    ['spaces', ' '],
    ['line breaks', '\n'],
    ['addresses', 'a@b.cn '],
    ['links', 'http://a.cn/ '],
    ['amounts', '￥1,'],
    ['brackets', '(('],
    ['negations', '没有'],
    ['numerals', '一'],
    ['emoji', '👩‍💻'],
    ['every word there is', everyWord.join('，')],
  ])('a megabyte of %s is done within a second', (_, part) => {
    const content = part.repeat(Math.ceil(1_000_000 / part.length));
    const started = process.threadCpuUsage();
    const result = classifyText({ content, channel: 'form' }, rules);
    expect(process.threadCpuUsage(started).user / 1000).toBeLessThan(1000);
    expect(result.entities.length).toBeLessThanOrEqual(200);
  });
});
