import pairs from './simplified.json' with { type: 'json' };

const table = new Map<number, number>();
for (const pair of pairs.pairs.split(' ')) table.set(pair.charCodeAt(0), pair.charCodeAt(1));

/** The simplified form of a traditional character, both as UTF-16 units. */
export function simplified(unit: number): number {
  return table.get(unit) ?? unit;
}
