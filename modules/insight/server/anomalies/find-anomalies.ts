import { saidSpan } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import { everything, type Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { systemActor } from '#platform/server/session/actor.ts';
import { anomalyDimensions, type AnomalyDimension } from '../../contract/anomalies.ts';
import { dayOf, daysBetween, shiftDay, startOf } from '../calendar.ts';
import {
  dropOthers,
  keepAnomaly,
  lockAnomalies,
  type FoundAnomaly,
  type StoredContributor,
} from './anomaly.queries.ts';
import { countDimensions, countHours, examplesOf, type Chosen, type DayCount, type Span } from './counts.queries.ts';
import {
  historyDays,
  judgeCount,
  leastHistory,
  standsOut,
  usualOf,
  weekdayFactors,
  type Judged,
} from './judge-count.ts';

const shownContributors = 8;
/** A value that explains less of the excess is not worth naming. */
const leastShare = 0.15;
const shownExamples = 6;
/** Examples have what explains so much of the excess: the newest of the day might be the usual ones. */
const tellingShare = 0.6;

const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay();

/** Counts of one value, a number for each day of the history and for the day itself. */
type Series = { readonly dimension: AnomalyDimension; readonly key: string; readonly byDay: Map<string, number> };

const seriesOf = (counts: readonly DayCount[]): Series[] => {
  const all = new Map<string, Series>();
  for (const { dimension, key, day, count } of counts) {
    const name = `${dimension} ${key}`;
    const known = all.get(name) ?? { dimension, key, byDay: new Map<string, number>() };
    known.byDay.set(day, count);
    all.set(name, known);
  }
  return [...all.values()];
};

type Ground = { readonly day: string; readonly before: readonly string[]; readonly factors: readonly number[] };

const groundOf = (day: string, before: readonly string[], series: readonly Series[]): Ground => {
  const totals = series.find((one) => one.dimension === 'total')?.byDay;
  const factors = weekdayFactors(
    before.map((one) => totals?.get(one) ?? 0),
    before.map(weekdayOf),
  );
  return { day, before, factors };
};

const judgeSeries = ({ byDay }: Series, { day, before, factors }: Ground): Judged => {
  const history = before.map((one) => byDay.get(one) ?? 0);
  const usual = usualOf(history, before.map(weekdayOf), factors, weekdayOf(day));
  return judgeCount(byDay.get(day) ?? 0, usual);
};

/** What of the excess lies in which value of the other dimensions; parts overlap, for each ticket has a value of each. */
const contributorsOf = (
  parts: readonly Series[],
  chosen: Chosen,
  excess: number,
  ground: Ground,
): StoredContributor[] =>
  parts
    .filter((part) => part.dimension !== 'total' && part.dimension !== chosen.dimension)
    .map((part) => {
      const { count, expected } = judgeSeries(part, ground);
      const share = Math.min(Math.max((count - expected) / excess, 0), 1);
      return { dimension: part.dimension, key: part.key, count, expected: Math.round(expected * 100) / 100, share };
    })
    .filter((part) => part.share >= leastShare)
    .sort((a, b) => b.share - a.share)
    .slice(0, shownContributors);

const spanFrom = (from: string, day: string): Span => ({
  from: new Date(startOf(from)),
  until: new Date(startOf(shiftDay(day, 1))),
});

type Look = { readonly ground: Ground; readonly span: Span; readonly dimensions: readonly AnomalyDimension[] };

const explain = async (
  tx: Tx,
  series: Series,
  judged: Judged,
  looks: number,
  { ground, span }: Look,
): Promise<FoundAnomaly> => {
  const chosen = { dimension: series.dimension, key: series.key };
  const parts = seriesOf(await countDimensions(tx, span, chosen));
  const { count, expected, chance } = judged;
  const contributors = contributorsOf(parts, chosen, Math.max(count - expected, 1), ground);
  const day = spanFrom(ground.day, ground.day);
  const telling = contributors.filter((one) => one.share >= tellingShare);
  const examples = await examplesOf(tx, day, chosen, telling, shownExamples);
  return {
    ...chosen,
    id: newId(new Date(startOf(ground.day))),
    day: ground.day,
    count,
    expected,
    chance,
    looks,
    contributors,
    exampleIds: examples.length > 0 ? examples : await examplesOf(tx, day, chosen, [], shownExamples),
  };
};

/** Hours have their own share of false alarms, for they are looked at while the day goes on. */
const looksOf = (series: readonly Series[], dimension: AnomalyDimension): number =>
  series.filter((one) => (one.dimension === 'hour') === (dimension === 'hour')).length;

export type DayEnd = { readonly found: number; readonly isTooEarly: boolean };

type Wanted = { readonly day: string; readonly hours: 'all' | { readonly until: number } };

const lookAtDay = async (tx: Tx, app: App, { day, hours }: Wanted): Promise<DayEnd> => {
  const { first } = await saidSpan(tx);
  const begin = first === null ? day : dayOf(first);
  const usualBegin = shiftDay(day, -historyDays);
  const from = begin > usualBegin ? begin : usualBegin;
  const before = daysBetween(from, shiftDay(day, -1));
  if (before.length < leastHistory) return { found: 0, isTooEarly: true };
  const span = spanFrom(from, day);
  const series = seriesOf(hours === 'all' ? await countDimensions(tx, span) : await countHours(tx, span));
  const dimensions = hours === 'all' ? anomalyDimensions : (['hour'] as const);
  const look: Look = { ground: groundOf(day, before, series), span, dimensions };
  const kept: string[] = [];
  for (const one of series) {
    if (!look.dimensions.includes(one.dimension)) continue;
    if (hours !== 'all' && Number(one.key) >= hours.until) continue;
    const looks = looksOf(series, one.dimension);
    const judged = judgeSeries(one, look.ground);
    if (!standsOut(judged, looks)) continue;
    const found = await explain(tx, one, judged, looks, look);
    kept.push(`${one.dimension} ${one.key}`);
    if (await keepAnomaly(tx, found, app.clock.now()))
      await emit(tx, [
        { name: 'anomaly.found', subjectId: found.id, actor: systemActor, at: app.clock.now(), data: { day } },
      ]);
  }
  await dropOthers(tx, day, dimensions, kept);
  return { found: kept.length, isTooEarly: false };
};

const timeoutMs = 120_000;

/** A whole day, or of the day that goes on the hours that are over. */
export const findAnomaliesOf = (app: App, wanted: Wanted): Promise<DayEnd> =>
  app.db.write(
    everything,
    async (tx) => {
      await lockAnomalies(tx);
      return lookAtDay(tx, app, wanted);
    },
    timeoutMs,
  );
