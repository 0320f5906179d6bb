import { randomFrom } from './random.ts';

/**
 * The fold of each row: each label spread evenly, rows of one group together. Rows without a group are grouped
 * by their text, so that a copy never tells the answer.
 */
export function assignFolds(
  labels: Int32Array,
  groupOf: (row: number) => string,
  folds: number,
  seed: number,
): Uint8Array {
  const members = new Map<string, number[]>();
  for (let row = 0; row < labels.length; row += 1) {
    const group = groupOf(row);
    const known = members.get(group);
    if (known === undefined) members.set(group, [row]);
    else known.push(row);
  }
  const groups = shuffled([...members.values()], seed);
  // The largest first, else one large group at the end unbalances its label.
  groups.sort((a, b) => Number(b.length > 2) * b.length - Number(a.length > 2) * a.length);
  const filled = new Map<number, Int32Array>();
  const total = new Int32Array(folds);
  const fold = new Uint8Array(labels.length);
  for (const rows of groups) {
    const label = labels[rows[0] ?? 0] ?? 0;
    const counts = filled.get(label) ?? new Int32Array(folds);
    filled.set(label, counts);
    const place = emptiest(counts, total);
    counts[place] = (counts[place] ?? 0) + rows.length;
    total[place] = (total[place] ?? 0) + rows.length;
    for (const row of rows) fold[row] = place;
  }
  return fold;
}

function emptiest(counts: Int32Array, total: Int32Array): number {
  let best = 0;
  for (let i = 1; i < counts.length; i += 1) {
    const by = (counts[i] ?? 0) - (counts[best] ?? 0);
    if (by < 0 || (by === 0 && (total[i] ?? 0) < (total[best] ?? 0))) best = i;
  }
  return best;
}

export function shuffled<T>(items: readonly T[], seed: number): T[] {
  const random = randomFrom(seed);
  const keyed = items.map((item) => ({ item, key: random() }));
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}
