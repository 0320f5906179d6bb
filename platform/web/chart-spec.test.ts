import { describe, expect, it } from 'vitest';
import { chartTable, colourOf, dashOf, labelRoom } from './chart-spec.ts';

describe('chart spec', () => {
  it('makes a table of the same numbers', () => {
    const table = chartTable({
      label: '物流涨了',
      kind: 'line',
      axis: ['9/1', '9/2'],
      series: [
        { id: 'a', name: '物流', values: [1284, null] },
        { id: 'b', name: '退款', values: [3, 4] },
      ],
    });
    expect(table.heads).toEqual(['物流', '退款']);
    expect(table.rows).toEqual([
      { name: '9/1', cells: ['1,284', '3'] },
      { name: '9/2', cells: ['—', '4'] },
    ]);
  });

  it('keeps the colour of a category and gives others in order', () => {
    expect(colourOf({ id: 'a', name: 'a', values: [], colour: 4 }, 0)).toBe(4);
    expect(colourOf({ id: 'a', name: 'a', values: [] }, 8)).toBe(2);
    expect([dashOf(1), dashOf(6), dashOf(7)]).toEqual(['solid', [5, 3], [2, 3]]);
  });

  it('leaves room for names at the lines’ ends', () => {
    expect(labelRoom(['物流', 'ab'])).toBe(38);
    expect(labelRoom([])).toBe(14);
  });
});
