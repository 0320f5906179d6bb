import { describe, expect, it } from 'vitest';
import { filterOfPlace, readSource, sourceKey } from './trays.ts';

const now = new Date('2026-09-23T10:02:30.000Z');

describe('where a list comes from', () => {
  it('is a tray, a standing view or a saved one; anything else is one’s own tray', () => {
    expect(readSource('pool')).toEqual({ kind: 'place', place: 'pool' });
    const id = '01890a5d-ac96-774b-bcce-b302099a8057';
    expect(readSource(id)).toEqual({ kind: 'view', id });
    expect(sourceKey(readSource(null))).toBe('mine');
    expect(sourceKey(readSource('drop table'))).toBe('mine');
  });

  it('moves the window of what is due soon in steps, so that a minute later the same list is meant', () => {
    const soon = filterOfPlace('soon', now);
    expect(soon).toEqual({ dueBefore: '2026-09-23T12:05:00.000Z', sort: 'due' });
    expect(filterOfPlace('soon', new Date(now.getTime() + 60_000))).toEqual(soon);
  });

  it('offers what was passed around as long as it is open', () => {
    expect(readSource('bounced')).toEqual({ kind: 'place', place: 'bounced' });
    expect(filterOfPlace('bounced', now)).toEqual({ transfers: 2, state: ['open'] });
  });

  it('never counts as overdue what is not', () => {
    const { dueBefore } = filterOfPlace('overdue', now);
    expect(new Date(dueBefore ?? 0).getTime()).toBeLessThanOrEqual(now.getTime());
  });
});
