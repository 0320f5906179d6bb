/**
 * Is a day's count more than its own history lets expect? Pure.
 *
 * History: up to eight weeks of days before it. The weekday's effect is taken from all tickets together and shrunk
 * towards none, because a small series could not tell it. The usual level is a mean in which no day counts for more
 * than four robust deviations (median and MAD) above the median, so that an earlier outbreak is no usual day; of the
 * whole history and the last two weeks the higher one counts, so that growth is no anomaly every day. The chance of so
 * many or more is read from a negative binomial distribution: variance of the Poisson kind, stretched by what the days
 * scatter beyond it, plus the error of the level itself.
 */
import { chanceOfAtLeast } from './count-tail.ts';

/** Days of history looked at, and how many there must be. */
export const historyDays = 56;
export const leastHistory = 14;
const recentDays = 14;
/** How many weeks of "no effect" each weekday is given beforehand; more would hide a closed weekend. */
const shrinkWeeks = 0.5;
/** False alarms that a day may bring over all its looks together; each look has its share of it. */
export const alarmRate = 0.02;
/** Fewer than this, or hardly more than usual, is nobody's business however unlikely. */
const leastCount = 5;
const leastExcess = 4;

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return 0;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
};

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

/** Values above the cap become the cap. */
const withoutOutbreaks = (values: readonly number[]): number[] => {
  const middle = median(values);
  const spread = 1.4826 * median(values.map((value) => Math.abs(value - middle)));
  const cap = middle + 4 * Math.max(spread, Math.sqrt(middle + 1));
  return values.map((value) => Math.min(value, cap));
};

export type Weekdays = readonly number[];

/** How much more or less than an average day each weekday brings, from the totals of the days; 1 = as usual. */
export const weekdayFactors = (totals: readonly number[], weekdays: Weekdays): number[] => {
  const tame = withoutOutbreaks(totals);
  const level = mean(tame);
  if (level === 0) return Array.from({ length: 7 }, () => 1);
  const factors = Array.from({ length: 7 }, (_unused, weekday) => {
    const own = tame.filter((_value, index) => weekdays[index] === weekday);
    const sum = own.reduce((total, value) => total + value, 0);
    return (sum + shrinkWeeks * level) / ((own.length + shrinkWeeks) * level);
  });
  const average = mean(factors);
  return factors.map((factor) => factor / average);
};

export type Usual = { readonly expected: number; readonly variance: number };

/** What a day of this weekday is expected to bring, and how much that varies. */
export const usualOf = (
  history: readonly number[],
  weekdays: Weekdays,
  factors: readonly number[],
  weekday: number,
): Usual => {
  const factorAt = (index: number): number => factors[weekdays[index] ?? 0] ?? 1;
  const level = withoutOutbreaks(history.map((value, index) => value / factorAt(index)));
  const recent = level.slice(-recentDays);
  const own = factors[weekday] ?? 1;
  // Half a ticket in all of history: nought days of something do not prove that it never comes.
  const whole = mean(level) + 0.5 / level.length;
  const base = Math.max(whole, mean(recent));
  const scatter = mean(level.map((value) => (value - mean(level)) ** 2));
  const stretch = Math.max(1, scatter / Math.max(whole, 1 / level.length));
  const expected = base * own;
  const used = base > whole ? recent.length : level.length;
  return { expected, variance: stretch * expected * (1 + own / used) };
};

export type Judged = Usual & { readonly count: number; readonly chance: number };

/** Whether a count stands out among `looks` that are taken on the same day. */
export const standsOut = ({ count, expected, chance }: Judged, looks: number): boolean =>
  count >= leastCount && count - expected >= leastExcess && chance < alarmRate / Math.max(looks, 1);

export const judgeCount = (count: number, usual: Usual): Judged => ({
  ...usual,
  count,
  chance: chanceOfAtLeast(count, usual.expected, usual.variance),
});
