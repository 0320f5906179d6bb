import { z } from 'zod';
import { departmentDirectory } from '#modules/staff/server/index.ts';
import { ticketCategories, ticketsByIds } from '#modules/ticket/server/index.ts';
import type { ReplyOf } from '#platform/contract/route.ts';
import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { notFound, Problem } from '#platform/server/http/problem.ts';
import { may, type Actor } from '#platform/server/session/actor.ts';
import type {
  Anomaly,
  AnomalyDetail,
  AnomalyDimension,
  AnomalyState,
  findAnomaliesRoute,
  listAnomalies,
} from '../../contract/anomalies.ts';
import { mostAskedDays } from '../../contract/anomalies.ts';
import { dayOf, daysBetween, shiftDay, startOf } from '../calendar.ts';
import { anomaliesOfDay, anomalyById, countOpen, findPage, noteCause, type AnomalyRow } from './anomaly.queries.ts';
import { countChosen } from './counts.queries.ts';
import { findAnomaliesOf } from './find-anomalies.ts';
import { historyDays } from './judge-count.ts';

type Naming = (dimension: AnomalyDimension, key: string) => { name: string; nameEn: string };

const nameless = { name: '', nameEn: '' };

/** What people named; the rest is named by screens (kinds, channels) or is its own name (regions, products). */
const namingFor = async (tx: Tx, app: App): Promise<Naming> => {
  const categories = new Map((await ticketCategories(tx)).map((one) => [one.key, one]));
  const directory = departmentDirectory(app);
  return (dimension, key) => {
    if (dimension === 'region' || dimension === 'product') return { name: key, nameEn: key };
    const found =
      dimension === 'category'
        ? categories.get(key)
        : dimension === 'department'
          ? directory.department(key)
          : dimension === 'outlet'
            ? directory.outlet(key)
            : undefined;
    if (!found) return nameless;
    return { name: found.name, nameEn: 'nameEn' in found ? found.nameEn : found.name };
  };
};

const viewOf = (row: AnomalyRow, naming: Naming): Anomaly => {
  const { exampleIds: _exampleIds, looks: _looks, notedAt, contributors, ...rest } = row;
  return {
    ...rest,
    ...naming(row.dimension, row.key),
    contributors: contributors.map((one) => ({ ...one, ...naming(one.dimension, one.key) })),
    notedAt: notedAt?.toISOString() ?? null,
  };
};

const cursorSchema = z.object({ day: z.iso.date(), id: z.uuid() });

const readCursor = (cursor: string | undefined): z.infer<typeof cursorSchema> | null => {
  if (cursor === undefined) return null;
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw new Problem('ticket.bad_cursor', 422);
  }
};

const weekDays = 7;

type Asked = {
  state?: AnomalyState | undefined;
  dimension?: AnomalyDimension | undefined;
  cursor?: string | undefined;
  limit: number;
};

export const listFor = (app: App, actor: Actor, asked: Asked): Promise<ReplyOf<typeof listAnomalies>> =>
  app.db.read(actor.reach, async (tx) => {
    const { state, dimension, limit } = asked;
    const rows = await findPage(tx, { state, dimension, after: readCursor(asked.cursor), limit: limit + 1 });
    const naming = await namingFor(tx, app);
    const items = rows.slice(0, limit).map((row) => viewOf(row, naming));
    const last = items.at(-1);
    const isMore = rows.length > limit && last !== undefined;
    return {
      items,
      nextCursor: isMore ? Buffer.from(JSON.stringify({ day: last.day, id: last.id })).toString('base64url') : null,
      open: await countOpen(tx, shiftDay(dayOf(app.clock.now()), -weekDays)),
      abilities: { change: may(actor, 'ticket.classify') },
    };
  });

export const readFor = (app: App, actor: Actor, id: string): Promise<AnomalyDetail> =>
  app.db.read(actor.reach, async (tx) => {
    const row = await anomalyById(tx, id);
    if (!row) throw notFound('anomaly');
    const naming = await namingFor(tx, app);
    const first = shiftDay(row.day, -historyDays);
    const span = { from: new Date(startOf(first)), until: new Date(startOf(shiftDay(row.day, 1))) };
    const counts = new Map((await countChosen(tx, span, row)).map((one) => [one.day, one.count]));
    const examples = await ticketsByIds(tx, row.exampleIds);
    const others = (await anomaliesOfDay(tx, row.day)).filter((one) => one.id !== row.id);
    return {
      ...viewOf(row, naming),
      looks: row.looks,
      days: daysBetween(first, row.day).map((day) => ({ day, count: counts.get(day) ?? 0 })),
      examples: examples.map(({ number, subject }) => ({ number, subject })),
      sameDay: others.map(({ id: other, dimension, key, count }) => ({
        id: other,
        dimension,
        key,
        count,
        ...naming(dimension, key),
      })),
    };
  });

export const noteFor = (
  app: App,
  actor: Actor,
  id: string,
  { state, cause, seenAt }: { state: AnomalyState; cause: string; seenAt?: string | null | undefined },
): Promise<Anomaly> =>
  app.db.write(actor.reach, async (tx) => {
    const note = { state, cause, by: actor.id, name: actor.name, at: app.clock.now() };
    const done = await noteCause(tx, id, note, seenAt);
    const row = await anomalyById(tx, id);
    if (!row) throw notFound('anomaly');
    if (!done) throw new Problem('insight.noted_meanwhile', 409);
    return viewOf(row, await namingFor(tx, app));
  });

/** Days that have not ended are looked at by the hours alone. */
export const findFor = async (
  app: App,
  { from, to }: { from: string; to: string },
): Promise<ReplyOf<typeof findAnomaliesRoute>> => {
  const today = dayOf(app.clock.now());
  if (from > to || to > today || shiftDay(from, mostAskedDays) <= to) throw new Problem('insight.span_wrong', 422);
  let found = 0;
  let tooEarly = 0;
  for (const day of daysBetween(from, to)) {
    const until = Number(new Date(app.clock.now().getTime() + 8 * 3_600_000).toISOString().slice(11, 13));
    const end = await findAnomaliesOf(app, { day, hours: day === today ? { until } : 'all' });
    found += end.found;
    tooEarly += end.isTooEarly ? 1 : 0;
  }
  return { found, tooEarly };
};
