import { Problem } from '#platform/server/http/problem.ts';
import { mostReportDays } from '../../contract/report.ts';

const dayMs = 86_400_000;
/** Days are those of the company. */
const zone = '+08:00';

export type Span = { readonly from: Date; readonly to: Date };

/** From the first instant of the first day to the first instant after the last. */
export const spanOf = ({ from, to }: { from: string; to: string }): Span => {
  const span = {
    from: new Date(`${from}T00:00:00${zone}`),
    to: new Date(new Date(`${to}T00:00:00${zone}`).getTime() + dayMs),
  };
  if (span.to <= span.from) throw new Problem('resolve.period_backwards', 422);
  if (span.to.getTime() - span.from.getTime() > mostReportDays * dayMs)
    throw new Problem('resolve.period_too_long', 422, { days: mostReportDays });
  return span;
};

/** `2026-09`, as the company's calendar says. */
export const monthOf = (at: Date): string => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 7);
export const dayOf = (at: Date): string => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);

/** The smallest id that a row made at this instant can have: ids begin with the millisecond, so a period is a range. */
export const firstIdAt = (at: Date): string => {
  const hex = Math.max(0, at.getTime()).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-0000-0000-000000000000`;
};
