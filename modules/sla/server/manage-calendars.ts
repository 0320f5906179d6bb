import type { FastifyRequest } from 'fastify';
import { calendarSpecSchema, type CalendarSpec } from '#platform/contract/deadline.ts';
import type { App } from '#platform/server/app.ts';
import { everything, type Tx } from '#platform/server/database/index.ts';
import { notFound, Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { CalendarView } from '../contract.ts';
import { lockCalendars, putCalendar, replaceYears, selectCalendars, touchCalendar } from './calendar.queries.ts';
import { BadNotice, readNotice, type Notice } from './calendar/read-notice.ts';
import { CalendarFault, compileCalendar } from './calendar/working-calendar.ts';
import { countOpen } from './clock.queries.ts';
import { recomputeClocks, type Recomputed } from './recompute-clocks.ts';
import { refreshRules } from './rulebook.ts';

/** The State Council publishes the next year's notice in November; before that nobody is to blame. */
export const missingYear = (
  calendar: Pick<CalendarSpec, 'notice'>,
  years: readonly number[],
  now: Date,
): number | null => {
  if (calendar.notice === 'none') return null;
  const year = now.getUTCFullYear();
  if (!years.includes(year)) return year;
  return now.getUTCMonth() >= 10 && !years.includes(year + 1) ? year + 1 : null;
};

export const calendarViews = async (tx: Tx, now: Date, key?: string): Promise<CalendarView[]> => {
  const views: CalendarView[] = [];
  for (const row of await selectCalendars(tx, key)) {
    const spec = calendarSpecSchema.parse(row.spec);
    const years = row.years.map((one) => one.year);
    views.push({
      ...spec,
      version: row.version,
      years: row.years.map((one) => ({ ...one, importedAt: one.importedAt.toISOString() })),
      days: row.days,
      ...(await countOpen(tx, spec.key)),
      missingYear: missingYear(spec, years, now),
    });
  }
  return views;
};

const viewOf = async (app: App, key: string): Promise<CalendarView> => {
  const [view] = await app.db.read(everything, (tx) => calendarViews(tx, app.clock.now(), key));
  if (!view) throw notFound('calendar');
  return view;
};

/** A calendar in which nobody ever works would let no clock end. */
const demandWorkingTime = (spec: CalendarSpec): void => {
  try {
    compileCalendar({ ...spec, days: [], years: [] });
  } catch (error) {
    if (error instanceof CalendarFault) throw new Problem('sla.calendar_no_working_time', 422, { calendar: spec.key });
    throw error;
  }
};

export const saveCalendar = async (app: App, key: string, body: Omit<CalendarSpec, 'key'>): Promise<CalendarView> => {
  const read = calendarSpecSchema.safeParse({ ...body, key });
  if (!read.success) throw new Problem('sla.calendar_bad_key', 422);
  demandWorkingTime(read.data);
  await app.db.write(everything, async (tx) => {
    await lockCalendars(tx);
    await putCalendar(tx, key, read.data, app.clock.now());
  });
  await refreshRules(app);
  await recomputeClocks(app, key);
  return viewOf(app, key);
};

const largestNoticeBytes = 1_048_576;

const uploadedText = async (request: FastifyRequest): Promise<{ text: string; name: string }> => {
  const part = await request.file({ limits: { fileSize: largestNoticeBytes } });
  if (!part) throw new Problem('sla.notice_missing', 422);
  const bytes = await part.toBuffer().catch(() => {
    throw new Problem('sla.notice_too_large', 413);
  });
  return { text: bytes.toString('utf8'), name: part.filename };
};

const understood = (text: string): Notice => {
  try {
    return readNotice(text);
  } catch (error) {
    if (error instanceof BadNotice) throw new Problem(`sla.notice_${error.fault}`, 422, { where: error.where });
    throw error;
  }
};

export type Imported = Recomputed & { years: number[]; holidays: number; workdays: number };

/** A year's notice becomes part of the calendar, and every open clock that may end otherwise now is computed again. */
export const importNotice = async (app: App, actor: Actor, key: string, request: FastifyRequest): Promise<Imported> => {
  const { text, name } = await uploadedText(request);
  const notice = understood(text);
  await app.db.write(everything, async (tx) => {
    await lockCalendars(tx);
    if ((await selectCalendars(tx, key)).length === 0) throw notFound('calendar');
    const at = app.clock.now();
    const note = { source: name.slice(0, 200), at, by: actor.id };
    await replaceYears(
      tx,
      key,
      notice.days,
      notice.years.map((year) => ({ year, ...note })),
    );
    await touchCalendar(tx, key, at);
  });
  await refreshRules(app);
  const of = (kind: 'holiday' | 'workday'): number => notice.days.filter((day) => day.kind === kind).length;
  return {
    years: [...notice.years],
    holidays: of('holiday'),
    workdays: of('workday'),
    ...(await recomputeClocks(app, key)),
  };
};
