/** Figures of predictions on rows the model had not seen, and the thresholds that follow from them. */
import type { ClassReport, CurvePoint, LearnReport } from './types.ts';

export interface HeldOut {
  predicted: Uint16Array;
  actual: Uint16Array;
  confidence: Float32Array;
}

/**
 * By class the least confidence from which on its predictions are right as often as asked, or null. More misses
 * than were seen are counted in, one and half a standard deviation: the best of many cuts looks better than it
 * is, and eighteen of eighteen right are no proof of 19 in 20.
 */
export function findThresholds(held: HeldOut, classes: number, precision: number): (number | null)[] {
  const rowsOf: number[][] = Array.from({ length: classes }, () => []);
  held.predicted.forEach((label, row) => rowsOf[label]?.push(row));
  return rowsOf.map((rows) => deepestCut(held, rows, precision, 0.5)?.threshold ?? null);
}

interface Cut {
  threshold: number;
  rows: number;
  right: number;
}

/** The cut through the rows by confidence that keeps the most of them and is right as often as asked. */
function deepestCut(held: HeldOut, rows: number[], precision: number, doubt: number): Cut | null {
  const spread = doubt * Math.sqrt(precision * (1 - precision));
  const margin = doubt > 0 ? 1 : 0;
  const sorted = rows.sort((a, b) => (held.confidence[b] ?? 0) - (held.confidence[a] ?? 0));
  let right = 0;
  let best: Cut | null = null;
  sorted.forEach((row, i) => {
    if (held.predicted[row] === held.actual[row]) right += 1;
    const confidence = held.confidence[row] ?? 0;
    const next = sorted[i + 1];
    // Rows of equal confidence are decided alike.
    if (next !== undefined && held.confidence[next] === confidence) return;
    if (right >= precision * (i + 1 + margin + spread * Math.sqrt(i + 1)))
      best = { threshold: confidence, rows: i + 1, right };
  });
  return best;
}

const CURVE_POINTS = 50;

function curveOf(held: HeldOut): CurvePoint[] {
  const sorted = Array.from(held.confidence.keys()).sort(
    (a, b) => (held.confidence[b] ?? 0) - (held.confidence[a] ?? 0),
  );
  const points: CurvePoint[] = [];
  let right = 0;
  let shown = 0;
  sorted.forEach((row, i) => {
    if (held.predicted[row] === held.actual[row]) right += 1;
    const seen = i + 1;
    if (seen < Math.ceil((sorted.length * (shown + 1)) / CURVE_POINTS)) return;
    shown += 1;
    points.push({ threshold: held.confidence[row] ?? 0, coverage: seen / sorted.length, precision: right / seen });
  });
  return points;
}

function countConfusion(held: HeldOut, classes: number): number[][] {
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  held.actual.forEach((label, row) => {
    const line = confusion[label];
    const predicted = held.predicted[row] ?? 0;
    if (line !== undefined) line[predicted] = (line[predicted] ?? 0) + 1;
  });
  return confusion;
}

const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

export type Judgement = Omit<LearnReport, 'trainSeconds' | 'skipped'>;

export function judge(
  held: HeldOut,
  labels: readonly string[],
  thresholds: readonly (number | null)[],
  precisionAsked: number,
): Judgement {
  const rows = held.actual.length;
  const confusion = countConfusion(held, labels.length);
  const sure = countSure(held, thresholds);
  const perClass = labels.map((label, c): ClassReport => {
    const hits = confusion[c]?.[c] ?? 0;
    const support = (confusion[c] ?? []).reduce((sum, each) => sum + each, 0);
    const given = confusion.reduce((sum, line) => sum + (line[c] ?? 0), 0);
    return {
      label,
      support,
      precision: ratio(hits, given),
      recall: ratio(hits, support),
      f1: ratio(2 * hits, support + given),
      threshold: thresholds[c] ?? null,
      coverage: ratio(sure.byClass[c] ?? 0, rows),
    };
  });
  // A label that neither stands in the rows nor was given says nothing about the model.
  const met = perClass.filter((each, c) => each.support > 0 || confusion.some((line) => (line[c] ?? 0) > 0));
  const hits = labels.reduce((sum, _, c) => sum + (confusion[c]?.[c] ?? 0), 0);
  const everyRow = Array.from(held.actual.keys());
  return {
    rows,
    accuracy: ratio(hits, rows),
    macroF1: ratio(
      met.reduce((sum, each) => sum + each.f1, 0),
      met.length,
    ),
    perClass,
    labels: [...labels],
    confusion,
    curve: curveOf(held),
    coverageAtPrecision: ratio(deepestCut(held, everyRow, precisionAsked, 0)?.rows ?? 0, rows),
    precisionAsked,
    decided: { coverage: ratio(sure.rows, rows), precision: ratio(sure.right, sure.rows) },
  };
}

function countSure(
  held: HeldOut,
  thresholds: readonly (number | null)[],
): { byClass: number[]; rows: number; right: number } {
  const byClass = thresholds.map(() => 0);
  let rows = 0;
  let right = 0;
  held.predicted.forEach((label, row) => {
    const threshold = thresholds[label];
    if (threshold == null || (held.confidence[row] ?? 0) < threshold) return;
    byClass[label] = (byClass[label] ?? 0) + 1;
    rows += 1;
    if (held.actual[row] === label) right += 1;
  });
  return { byClass, rows, right };
}
