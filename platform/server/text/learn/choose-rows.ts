import { shuffled } from './folds.ts';
import { isEmpty } from './text-model.ts';
import { type LabelledText, NotEnoughToLearn, type Skipped } from './types.ts';

export interface RowLimits {
  /** More rows add seconds and memory, and hardly a tenth of a percent. */
  rows: number;
  /** Rows times classes: the held-out margins, 4 bytes each. */
  margins: number;
  /** Beyond them only the commonest: two rows of each of 100,000 labels (somebody took the order numbers) fit nowhere. */
  labels: number;
}
const usualLimits: RowLimits = { rows: 100_000, margins: 16_000_000, labels: 2_000 };
/** A label of one row cannot be held out. */
const FEWEST = 2;

export interface ChosenRows {
  rows: LabelledText[];
  labels: string[];
  /** Place of each row's label. */
  actual: Int32Array;
  /** Rows of the rarest label. */
  smallest: number;
  groupOf: (row: number) => string;
  skipped: Skipped[];
}

/** The rows that are learned from, or the reason why nothing can be learned. */
export function chooseRows(given: readonly LabelledText[], seed: number, limits = usualLimits): ChosenRows {
  const skipped: Skipped[] = [];
  const skip = (reason: Skipped['reason'], count: number): void => {
    if (count > 0) skipped.push({ reason, count });
  };
  if (given.length === 0) throw new NotEnoughToLearn('no_rows', 'There are no labelled texts to learn from.');
  const full = given.filter((row) => row.label.trim() !== '' && !isEmpty(row));
  skip('empty', given.length - full.length);
  const byLabel = new Map<string, LabelledText[]>();
  for (const row of full) {
    const label = row.label.trim();
    const known = byLabel.get(label);
    if (known === undefined) byLabel.set(label, [row]);
    else known.push(row);
  }
  if (byLabel.size === 1)
    throw new NotEnoughToLearn('one_class', 'All texts have the same label: there is nothing to tell apart.');
  const kept = [...byLabel].filter(([, rows]) => rows.length >= FEWEST).sort(([a], [b]) => (a < b ? -1 : 1));
  const keptRows = kept.reduce((sum, [, rows]) => sum + rows.length, 0);
  skip('too_few', full.length - keptRows);
  if (kept.length < 2)
    throw new NotEnoughToLearn('too_few', 'At least two labels with two texts each are needed to learn.');
  const sampled = sample(commonest(kept, limits.labels), seed, limits);
  skip('sampled', keptRows - sampled.reduce((sum, [, rows]) => sum + rows.length, 0));
  return arrange(sampled, skipped);
}

type Labelled = [label: string, rows: LabelledText[]];

/** In the order in which they came. */
function commonest(byLabel: Labelled[], most: number): Labelled[] {
  if (byLabel.length <= most) return byLabel;
  const taken = new Set(byLabel.toSorted(([, a], [, b]) => b.length - a.length).slice(0, most));
  return byLabel.filter((each) => taken.has(each));
}

/** The same share of every label, but never fewer than a small label needs. */
function sample(byLabel: Labelled[], seed: number, limits: RowLimits): Labelled[] {
  const total = byLabel.reduce((sum, [, rows]) => sum + rows.length, 0);
  const most = Math.min(limits.rows, Math.floor(limits.margins / byLabel.length));
  if (total <= most) return byLabel;
  const floor = Math.max(FEWEST, Math.floor(most / byLabel.length / 4));
  const share = most / total;
  return byLabel.map(([label, rows]) => [
    label,
    shuffled(rows, seed).slice(0, Math.max(floor, Math.floor(rows.length * share))),
  ]);
}

function arrange(byLabel: Labelled[], skipped: Skipped[]): ChosenRows {
  const rows = byLabel.flatMap(([, each]) => each);
  const actual = new Int32Array(rows.length);
  let at = 0;
  byLabel.forEach(([, each], place) => {
    actual.fill(place, at, at + each.length);
    at += each.length;
  });
  return {
    rows,
    labels: byLabel.map(([label]) => label),
    actual,
    smallest: Math.min(...byLabel.map(([, each]) => each.length)),
    groupOf: (row) => {
      const text = rows[row];
      return text?.group ?? `${text?.title ?? ''}\n${text?.body.trim() ?? ''}`;
    },
    skipped,
  };
}
