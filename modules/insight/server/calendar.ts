import type { BoardRange } from '../contract.ts';

const dayMs = 86_400_000;
/** China has one zone and no summer time. */
const zoneMs = 8 * 3_600_000;

/** The calendar day in Asia/Shanghai, `2026-09-23`. */
export const dayOf = (at: Date): string => new Date(at.getTime() + zoneMs).toISOString().slice(0, 10);

export const shiftDay = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);

/** The instant at which a day begins. */
export const startOf = (day: string): string => `${day}T00:00:00+08:00`;

/** The days from one to another, both included. */
export const daysBetween = (from: string, to: string): string[] => {
  const days: string[] = [];
  for (let day = from; day <= to; day = shiftDay(day, 1)) days.push(day);
  return days;
};

/** The Monday of a day's week. */
export const weekOf = (day: string): string => {
  const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
  return shiftDay(day, -weekday);
};

const lengths: Readonly<Record<BoardRange, number>> = { today: 1, '7d': 7, '30d': 30, '90d': 90 };

export type Period = { from: string; to: string; previousFrom: string; previousTo: string };

/** So many days up to today, and as many directly before them. */
export const periodOf = (range: BoardRange, now: Date): Period => {
  const to = dayOf(now);
  const from = shiftDay(to, 1 - lengths[range]);
  return { from, to, previousFrom: shiftDay(from, -lengths[range]), previousTo: shiftDay(from, -1) };
};

const shortestLine = 7;

/** Where a line over days begins: a line of one point says nothing, so it shows a week at least. */
export const lineFrom = (period: Period): string => {
  const week = shiftDay(period.to, 1 - shortestLine);
  return period.from < week ? period.from : week;
};
