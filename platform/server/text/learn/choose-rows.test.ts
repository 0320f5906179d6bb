import { describe, expect, test } from 'vitest';
import { chooseRows } from './choose-rows.ts';
import { inventedRows } from './learn.fixture.ts';

const rowsOf = (label: string, count: number) =>
  Array.from({ length: count }, (_, i) => ({ body: `${label} ${String(i)}`, label }));
const unlimited = { rows: 1_000_000, margins: 1_000_000_000, labels: 1_000_000 };

describe('more rows than are learned from', () => {
  const given = [...rowsOf('often', 900), ...rowsOf('seldom', 90), ...rowsOf('rare', 4)];

  test('are sampled by label, and what was left out is counted', () => {
    const { rows, labels, actual, skipped } = chooseRows(given, 1, { ...unlimited, rows: 100 });
    expect(rows.length).toBeLessThanOrEqual(110);
    expect(rows.length).toBeGreaterThan(80);
    expect(skipped).toEqual([{ reason: 'sampled', count: given.length - rows.length }]);
    expect(labels).toEqual(['often', 'rare', 'seldom']);
    rows.forEach((row, i) => expect(labels[actual[i] ?? -1]).toBe(row.label));
  });

  test('leave a rare label what it has', () => {
    const { rows, smallest } = chooseRows(given, 1, { ...unlimited, rows: 100 });
    expect(rows.filter((row) => row.label === 'rare')).toHaveLength(4);
    expect(smallest).toBe(4);
  });

  test('are fewer the more labels there are', () => {
    const { rows } = chooseRows(given, 1, { ...unlimited, margins: 300 });
    expect(rows.length).toBeLessThanOrEqual(110);
  });

  test('are the same rows for the same seed, and others for another', () => {
    const bodies = (seed: number) => chooseRows(given, seed, { ...unlimited, rows: 100 }).rows.map((row) => row.body);
    expect(bodies(1)).toEqual(bodies(1));
    expect(bodies(2)).not.toEqual(bodies(1));
  });

  test('are the beginning of no list: the sample reaches to the end', () => {
    const { rows } = chooseRows(given, 1, { ...unlimited, rows: 100 });
    const places = rows.filter((row) => row.label === 'often').map((row) => Number(row.body.slice(6)));
    expect(Math.max(...places)).toBeGreaterThan(700);
  });
});

describe('more labels than can be learned', () => {
  const given = [...rowsOf('b', 3), ...rowsOf('a', 2), ...rowsOf('c', 5), ...rowsOf('d', 2)];

  test('leave the commonest, in their order, and count the rest', () => {
    const { labels, rows, skipped } = chooseRows(given, 1, { ...unlimited, labels: 2 });
    expect(labels).toEqual(['b', 'c']);
    expect(rows).toHaveLength(8);
    expect(skipped).toEqual([{ reason: 'sampled', count: 4 }]);
  });

  test('a number of its own for every second row still fits into memory', () => {
    const numbered = Array.from({ length: 40_000 }, (_, i) => ({ body: `text ${String(i)}`, label: String(i >> 1) }));
    const { labels, rows } = chooseRows(numbered, 1);
    expect(labels.length * rows.length).toBeLessThanOrEqual(16_000_000);
    expect(labels).toHaveLength(2_000);
  });
});

test('as many rows as fit are all taken', () => {
  const given = inventedRows(100);
  const { rows, skipped } = chooseRows(given, 1, { ...unlimited, rows: 100 });
  expect(rows).toHaveLength(100);
  expect(skipped).toEqual([]);
});

test('copies and rows of one group have one name, other rows their own', () => {
  const { groupOf, rows } = chooseRows(
    [
      { body: 'same', label: 'a' },
      { body: ' same ', label: 'b' },
      { body: 'one', label: 'a', group: 'g' },
      { body: 'two', label: 'b', group: 'g' },
      { title: 'same', body: '', label: 'b' },
    ],
    1,
  );
  const named = new Map(rows.map((row, i) => [`${row.title ?? ''}/${row.body}`, groupOf(i)]));
  expect(named.get('/same')).toBe(named.get('/ same '));
  expect(named.get('/one')).toBe(named.get('/two'));
  expect(named.get('same/')).not.toBe(named.get('/same'));
});
