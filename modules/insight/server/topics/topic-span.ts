import { saidSpan } from '#modules/ticket/server/index.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { Problem } from '#platform/server/http/problem.ts';
import type { TopicRange } from '../../contract/topics.ts';
import { dayOf, daysBetween, shiftDay, startOf } from '../calendar.ts';
import type { Span } from './topics.queries.ts';

export type Asked = { range: TopicRange; from?: string | undefined; to?: string | undefined };
/** Whole days of Asia/Shanghai, both included. */
export type DaySpan = Span & { first: string; last: string };

const lengths: Readonly<Record<Exclude<TopicRange, 'all'>, number>> = { '7d': 7, '30d': 30, '90d': 90, '365d': 365 };
const longestDays = 366 * 30;

export const spanOfDays = (first: string, last: string, compared: boolean): DaySpan => {
  const days = (Date.parse(last) - Date.parse(first)) / 86_400_000 + 1;
  if (days < 1 || days > longestDays) throw new Problem('insight.span_wrong', 422);
  return {
    first,
    last,
    from: new Date(startOf(first)),
    until: new Date(startOf(shiftDay(last, 1))),
    previous: compared ? new Date(startOf(shiftDay(first, -days))) : null,
  };
};

/** What was asked for as instants. Everything ever said has no time before it to be held against. */
export const spanOf = async (tx: Tx, asked: Asked, now: Date): Promise<DaySpan> => {
  const today = dayOf(now);
  const { first: begin, last: end } = await saidSpan(tx);
  /** Of a time in which the first voice came everything would be new. */
  const against = (span: DaySpan): DaySpan =>
    begin === null || begin >= span.from ? { ...span, previous: null } : span;
  if (asked.from !== undefined || asked.to !== undefined) {
    const last = asked.to ?? today;
    return against(spanOfDays(asked.from ?? shiftDay(last, -29), last, true));
  }
  if (asked.range !== 'all') return against(spanOfDays(shiftDay(today, 1 - lengths[asked.range]), today, true));
  return spanOfDays(dayOf(begin ?? now), dayOf(end ?? now), false);
};

const mostSteps = 14;
/** In how many steps a sparkline shows a span: a day each, or fourteen. */
export const stepsOf = (span: DaySpan): number => Math.min(mostSteps, daysBetween(span.first, span.last).length);
