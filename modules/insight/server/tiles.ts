import type { ListQuery, Tile } from '../contract.ts';
import type { Backlog, DayCounts, Waits } from './board.queries.ts';
import { startOf, type Period } from './calendar.ts';
import { percentile } from './percentile.ts';

/** All that the tiles are made of; every figure counts tickets by the day they arrived. */
export type Figures = {
  period: Period;
  /** Days of the sparklines. */
  lineDays: string[];
  /** Every day from the earliest that any figure needs up to today. */
  days: readonly DayCounts[];
  waits: Waits;
  /** `before`: open when the first of `days` began. */
  backlog: Backlog;
  /** Arrivals of the period before, where it is not made of whole days. */
  openedBefore: number | null;
  scope: ListQuery;
};

type Sums = Omit<DayCounts, 'day'>;
type Span = readonly [from: string, to: string];
type Part = { numerator: (sums: Sums) => number; denominator: (sums: Sums) => number };

const inSpan = ([from, to]: Span, day: string): boolean => day >= from && day <= to;

const sumOf = (days: readonly DayCounts[], span: Span): Sums => {
  const sums: Sums = {
    opened: 0,
    breached: 0,
    replied: 0,
    asked: 0,
    rated: 0,
    ratingSum: 0,
    concluded: 0,
    closed: 0,
    closedFirst: 0,
    ended: 0,
  };
  for (const counts of days) {
    if (!inSpan(span, counts.day)) continue;
    sums.opened += counts.opened;
    sums.breached += counts.breached;
    sums.replied += counts.replied;
    sums.asked += counts.asked;
    sums.rated += counts.rated;
    sums.ratingSum += counts.ratingSum;
    sums.concluded += counts.concluded;
    sums.closed += counts.closed;
    sums.closedFirst += counts.closedFirst;
    sums.ended += counts.ended;
  }
  return sums;
};

const ratio = (part: Part, sums: Sums): number | null =>
  part.denominator(sums) === 0 ? null : part.numerator(sums) / part.denominator(sums);

const currentOf = ({ period }: Figures): Span => [period.from, period.to];
const previousOf = ({ period }: Figures): Span => [period.previousFrom, period.previousTo];

/** Tickets that arrived in the period; it ends now, so the list needs no end. */
const arrived = (figures: Figures, more: ListQuery): ListQuery => ({
  ...figures.scope,
  state: 'all',
  createdFrom: startOf(figures.period.from),
  ...more,
});

const shareTile = (
  figures: Figures,
  key: Tile['key'],
  unit: Tile['unit'],
  part: Part,
  tickets: (sums: Sums) => { count: number; more: ListQuery } | null,
): Tile => {
  const sums = sumOf(figures.days, currentOf(figures));
  const behind = tickets(sums);
  return {
    key,
    unit,
    value: ratio(part, sums),
    numerator: part.numerator(sums),
    denominator: part.denominator(sums),
    previous: ratio(part, sumOf(figures.days, previousOf(figures))),
    spark: figures.lineDays.map((day) => ratio(part, sumOf(figures.days, [day, day]))),
    tickets: behind === null ? null : { count: behind.count, query: arrived(figures, behind.more) },
  };
};

const openedTile = (figures: Figures): Tile => {
  const opened = sumOf(figures.days, currentOf(figures)).opened;
  const byDay = new Map(figures.days.map((counts) => [counts.day, counts.opened]));
  return {
    key: 'opened',
    unit: 'count',
    value: opened,
    numerator: null,
    denominator: null,
    previous: figures.openedBefore ?? sumOf(figures.days, previousOf(figures)).opened,
    spark: figures.lineDays.map((day) => byDay.get(day) ?? 0),
    tickets: { count: opened, query: arrived(figures, {}) },
  };
};

/** Open at the end of each day: what was there before, plus what came, less what ended. */
const backlogByDay = (figures: Figures): Map<string, number> => {
  let open = figures.backlog.before;
  return new Map(figures.days.map((counts) => [counts.day, (open += counts.opened - counts.ended)]));
};

const openTile = (figures: Figures): Tile => {
  const byDay = backlogByDay(figures);
  return {
    key: 'open',
    unit: 'count',
    value: figures.backlog.open,
    numerator: null,
    denominator: null,
    previous: byDay.get(figures.period.previousTo) ?? null,
    spark: figures.lineDays.map((day) => byDay.get(day) ?? null),
    tickets: { count: figures.backlog.open, query: { ...figures.scope, state: 'open' } },
  };
};

const overdueTile = ({ backlog, scope }: Figures): Tile => ({
  key: 'overdue',
  unit: 'count',
  value: backlog.overdue,
  numerator: backlog.overdue,
  denominator: backlog.open,
  previous: null,
  spark: [],
  tickets: { count: backlog.overdue, query: { ...scope, state: 'open', breached: 'true' } },
});

const waitTile = (figures: Figures, key: Tile['key'], share: number, of: 'median' | 'slow'): Tile => {
  const { lengths, byDay } = figures.waits;
  const during = (span: 'now' | 'before'): number | null =>
    percentile(
      lengths.map((wait) => ({ minutes: wait.minutes, replies: wait[span] })),
      share,
    );
  const ofDay = new Map(byDay.map((wait) => [wait.day, wait[of]]));
  const sums = sumOf(figures.days, currentOf(figures));
  return {
    key,
    unit: 'minutes',
    value: during('now'),
    numerator: sums.replied,
    denominator: sums.opened,
    previous: during('before'),
    spark: figures.lineDays.map((day) => ofDay.get(day) ?? null),
    tickets: { count: sums.replied, query: arrived(figures, { replied: 'true' }) },
  };
};

export const tilesOf = (figures: Figures): Tile[] => [
  openedTile(figures),
  openTile(figures),
  overdueTile(figures),
  shareTile(
    figures,
    'breachRate',
    'share',
    { numerator: (sums) => sums.breached, denominator: (sums) => sums.opened },
    (sums) => ({ count: sums.breached, more: { breached: 'true' } }),
  ),
  waitTile(figures, 'firstReplyP50', 0.5, 'median'),
  waitTile(figures, 'firstReplyP90', 0.9, 'slow'),
  shareTile(
    figures,
    'rating',
    'score',
    { numerator: (sums) => sums.ratingSum, denominator: (sums) => sums.rated },
    (sums) => ({ count: sums.rated, more: { rated: 'true' } }),
  ),
  shareTile(
    figures,
    'ratingResponse',
    'share',
    { numerator: (sums) => sums.rated, denominator: (sums) => sums.asked },
    (sums) => ({ count: sums.rated, more: { rated: 'true' } }),
  ),
  shareTile(
    figures,
    'firstSolved',
    'share',
    { numerator: (sums) => sums.closedFirst, denominator: (sums) => sums.closed },
    (sums) => ({ count: sums.closed - sums.closedFirst, more: { state: 'closed,archived', reopened: 'true' } }),
  ),
  shareTile(
    figures,
    'concluded',
    'share',
    { numerator: (sums) => sums.concluded, denominator: (sums) => sums.opened },
    (sums) => ({ count: sums.opened - sums.concluded, more: { state: 'open' } }),
  ),
];
