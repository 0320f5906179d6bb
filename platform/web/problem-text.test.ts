import { beforeAll, describe, expect, it } from 'vitest';
import { ApiProblem } from './api.ts';
import { addTexts } from './i18n.ts';
import { problemText } from './problem-text.ts';

beforeAll(() =>
  addTexts('zh-CN', {
    probe: { errors: { stale: '{{name}}刚改过', deep: { down: '深处' } } },
    platform: { errors: { unknown: '没有成功，代码 {{code}}', request: { too_many: '太快了' }, network: '连不上' } },
  }),
);

const told = (code: string, more: { detail?: string; data?: Record<string, unknown> } = {}): string =>
  problemText(new ApiProblem({ code, status: 409, ...more }));

describe('the sentence of a problem', () => {
  it.each([
    ['probe.stale', { data: { name: '韩松' } }, '韩松刚改过'],
    ['probe.deep.down', {}, '深处'],
    ['request.too_many', { detail: 'from the server' }, '太快了'],
    ['network', {}, '连不上'],
    ['probe.unheard', { detail: '服务器的话' }, '服务器的话'],
    ['probe.unheard', {}, '没有成功，代码 probe.unheard'],
  ])('%s is told by the nearest who knows it (%#)', (code, more, sentence) => {
    expect(told(code, more)).toBe(sentence);
  });

  it('fills in words and numbers only', () => {
    expect(told('probe.stale', { data: { name: { first: 'x' } } })).toBe('{{name}}刚改过');
    expect(told('probe.stale', { data: { name: 3 } })).toBe('3刚改过');
  });
});
