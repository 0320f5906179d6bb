import { describe, expect, it } from 'vitest';
import { isFiltered, readFilter, writeFilter } from './filter-url.ts';

describe('the filter in the address', () => {
  it('comes back as it was written', () => {
    const filter = {
      query: '除湿机 漏水',
      state: ['open' as const],
      kind: ['complaint' as const, 'inquiry' as const],
      level: [1 as const, 2 as const],
      breached: true,
      sort: 'updated' as const,
    };
    const search = writeFilter(new URLSearchParams('t=38274165'), filter);
    expect(search.get('kind')).toBe('complaint,inquiry');
    expect(search.get('t')).toBe('38274165');
    expect(readFilter(search)).toEqual(filter);
  });

  it('drops only the part that makes no sense', () => {
    expect(readFilter(new URLSearchParams('kind=nonsense&level=2&breached=perhaps'))).toEqual({ level: [2] });
  });

  it('forgets what is cleared, and an order is no filter', () => {
    const search = writeFilter(new URLSearchParams('kind=complaint&sort=new'), { kind: [], sort: 'new' });
    expect(search.toString()).toBe('sort=new');
    expect(isFiltered(readFilter(search))).toBe(false);
  });
});
