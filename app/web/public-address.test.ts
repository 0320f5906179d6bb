import { describe, expect, it } from 'vitest';
import { readAddress } from './public-address.ts';

describe('readAddress', () => {
  it.each([
    ['/f', 'form', {}],
    ['/f/', 'form', {}],
    ['/f/%E9%97%A8%E5%BA%97', 'form', { form: '门店' }],
    ['/t', 'tracking', {}],
    ['/t/abc-1', 'tracking', { token: 'abc-1' }],
    ['/s/abc-1', 'survey', { token: 'abc-1' }],
  ])('%s', (pathname, page, props) => {
    expect(readAddress(pathname)).toMatchObject({ page, props });
  });

  it.each(['/', '/s', '/t/a/b', '/x/a', '/f/%E9%97', '/t/%'])('%s leads nowhere', (pathname) => {
    expect(readAddress(pathname)).toBeNull();
  });
});
