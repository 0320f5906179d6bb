import { describe, expect, it } from 'vitest';
import { mergeRows, neighbourOf } from './merge-rows.ts';

const rows = (ids: string) => [...ids].map((id) => ({ id, number: id }));
const shown = (merged: ReturnType<typeof mergeRows<{ id: string; number: string }>>) =>
  merged.rows.map((row) => row.id).join('');

describe('rows of a list that changes', () => {
  it('shows a first answer as it is', () => {
    expect(mergeRows(null, rows('abc'))).toEqual({ rows: rows('abc'), waiting: 0 });
  });

  it('keeps the order that was seen and counts what came in between', () => {
    const merged = mergeRows(['a', 'b', 'c'], rows('xcaby'));
    expect(shown(merged)).toBe('abcy');
    expect(merged.waiting).toBe(1);
  });

  it('drops what went away and appends the next page', () => {
    const merged = mergeRows(['a', 'b', 'c'], rows('acde'));
    expect(shown(merged)).toBe('acde');
    expect(merged.waiting).toBe(0);
  });

  it('shows everything when nothing known is left', () => {
    expect(shown(mergeRows(['a'], rows('xy')))).toBe('xy');
  });
});

describe('the neighbour of a row', () => {
  it('is the next one, or none at the end', () => {
    expect(neighbourOf(rows('abc'), ['a', 'b', 'c'], 'b', 1)?.id).toBe('c');
    expect(neighbourOf(rows('abc'), ['a', 'b', 'c'], 'c', 1)).toBeUndefined();
    expect(neighbourOf(rows('abc'), ['a', 'b', 'c'], undefined, 1)?.id).toBe('a');
  });

  it('is found by the old order when the row itself has left', () => {
    expect(neighbourOf(rows('acd'), ['a', 'b', 'c', 'd'], 'b', 1)?.id).toBe('c');
    expect(neighbourOf(rows('acd'), ['a', 'b', 'c', 'd'], 'b', -1)?.id).toBe('a');
    expect(neighbourOf(rows('ab'), ['a', 'b', 'c'], 'c', 1)?.id).toBe('a');
  });
});
