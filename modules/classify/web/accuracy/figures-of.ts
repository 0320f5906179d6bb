import type { LearnReportView } from '../../contract.ts';

/** How much the model may decide alone when so many of its decisions have to be right. */
export const coverageAt = (report: Pick<LearnReportView, 'curve'>, precision: number): number =>
  Math.max(0, ...report.curve.filter((one) => one.precision >= precision).map((one) => one.coverage));

const steps = Array.from({ length: 21 }, (_unused, index) => index * 0.05);

/** The curve on even steps of coverage: the best precision that still covers so much. */
export const curveOnSteps = (
  report: Pick<LearnReportView, 'curve'>,
): { axis: readonly number[]; values: (number | null)[] } => ({
  axis: steps,
  values: steps.map((step) => {
    const reached = report.curve.filter((one) => one.coverage >= step - 1e-9);
    return reached.length === 0 ? null : Math.max(...reached.map((one) => one.precision));
  }),
});

/** Of all that is first level, how much is missed; and of all that is not, how much is called so. */
export const levelOneRates = (
  report: Pick<LearnReportView, 'labels' | 'confusion'>,
): { missed: number | null; falseAlarm: number | null } => {
  const one = report.labels.indexOf('1');
  const rows = report.confusion;
  if (one < 0) return { missed: null, falseAlarm: null };
  const sum = (row: readonly number[]): number => row.reduce((all, value) => all + value, 0);
  const mine = rows[one] ?? [];
  const others = rows.filter((_row, index) => index !== one);
  const rest = others.reduce((all, row) => all + sum(row), 0);
  const called = others.reduce((all, row) => all + (row[one] ?? 0), 0);
  return {
    missed: sum(mine) === 0 ? null : 1 - (mine[one] ?? 0) / sum(mine),
    falseAlarm: rest === 0 ? null : called / rest,
  };
};

export type Matrix = {
  readonly labels: readonly string[];
  readonly rows: readonly (readonly number[])[];
  /** Classes left out because they are small. */
  readonly left: number;
};

/** The largest classes, in order of size; a matrix of 77 is read by nobody. */
export const largestOf = (report: Pick<LearnReportView, 'labels' | 'confusion'>, most: number): Matrix => {
  const sizes = report.confusion.map((row) => row.reduce((all, value) => all + value, 0));
  const order = report.labels
    .map((_label, index) => index)
    .toSorted((a, b) => (sizes[b] ?? 0) - (sizes[a] ?? 0))
    .slice(0, most);
  return {
    labels: order.map((index) => report.labels[index] ?? ''),
    rows: order.map((row) => order.map((column) => report.confusion[row]?.[column] ?? 0)),
    left: report.labels.length - order.length,
  };
};

/** A mistake worth a look: at least three, and a twentieth of the class. */
export const isCostly = (row: readonly number[], at: number, own: number): boolean => {
  const value = row[at] ?? 0;
  return at !== own && value >= 3 && value >= row.reduce((all, one) => all + one, 0) / 20;
};

/** Darkness of a right answer by its share of the largest: 1 … 5. */
export const shadeOf = (value: number, most: number): number =>
  value === 0 || most === 0 ? 0 : Math.min(5, Math.max(1, Math.ceil((value / most) * 5)));
