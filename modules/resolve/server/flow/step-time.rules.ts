import type { Standstill, VisitRow } from './run.queries.ts';

/** By which minutes a step counts: elapsed ones, or those of a working calendar. */
export type Counting = {
  after(from: Date, minutes: number): Date;
  between(from: Date, to: Date): number;
};

const minuteMs = 60_000;
/** When three quarters of the time are over, those who watch are warned. */
const warnPart = 0.75;

export const elapsed: Counting = {
  after: (from, minutes) => new Date(from.getTime() + minutes * minuteMs),
  between: (from, to) => (to.getTime() - from.getTime()) / minuteMs,
};

export type StepTimes = { readonly warnAt: Date | null; readonly dueAt: Date | null };

const dueAfter = (counting: Counting, from: Date, minutes: number, pauses: readonly Standstill[]): Date => {
  let due = counting.after(from, minutes);
  let stood = 0;
  // In order: a pause that began when the time was over already gives nothing back.
  for (const pause of pauses) {
    if (Date.parse(pause.from) >= due.getTime()) break;
    stood += counting.between(new Date(pause.from), new Date(pause.to));
    due = counting.after(from, minutes + stood);
  }
  return due;
};

/** When a step that began at `from` is nearly over and over; the time that it stood still does not count. */
export const timesOf = (
  counting: Counting,
  minutes: number | null,
  from: Date,
  pauses: readonly Standstill[] = [],
): StepTimes => {
  if (minutes === null) return { warnAt: null, dueAt: null };
  return {
    warnAt: dueAfter(counting, from, Math.max(1, Math.round(minutes * warnPart)), pauses),
    dueAt: dueAfter(counting, from, minutes, pauses),
  };
};

type Standing = Pick<VisitRow, 'enteredAt' | 'pausedAt' | 'pauses' | 'warnAt' | 'dueAt'>;

/** A stay as its ticket stands: still `since` an instant, or on its way again from `now` on. The same one if nothing changed. */
export const standLike = <Visit extends Standing>(
  { counting, minutes }: { counting: Counting; minutes: number | null },
  visit: Visit,
  since: Date | null,
  now: Date,
): Visit => {
  const { enteredAt, pausedAt, pauses } = visit;
  if (since !== null) {
    // Word of a pause that is over already comes late and counts no second time.
    const isKnown = pausedAt !== null || pauses.some((one) => Date.parse(one.to) > since.getTime());
    return isKnown ? visit : { ...visit, pausedAt: since > enteredAt ? since : enteredAt };
  }
  if (pausedAt === null) return visit;
  const to = now > pausedAt ? now : pausedAt;
  const all = [...pauses, { from: pausedAt.toISOString(), to: to.toISOString() }];
  return { ...visit, pausedAt: null, pauses: all, ...timesOf(counting, minutes, enteredAt, all) };
};
