import { leastRetentionMonths } from '../../contract.ts';

/** The longer of what a profile demands and what the product keeps in any case. */
export const monthsOf = (demanded: number | undefined): number => Math.max(leastRetentionMonths, demanded ?? 0);

/**
 * So many months on, where that month is too short its last day, and a day more: the day on which the ticket ended is not
 * over everywhere at the same time.
 */
export const keepUntilOf = (endedAt: Date, months: number): Date => {
  const [year, month] = [endedAt.getUTCFullYear(), endedAt.getUTCMonth() + months];
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month, Math.min(endedAt.getUTCDate(), lastDay) + 2));
};

export type Kept = {
  readonly keepUntil: Date | null;
  readonly heldAt: Date | null;
  readonly erasedAt: Date | null;
};

/** Why it cannot be erased now; null when it can. */
export const whyKept = (row: Kept, now: Date): 'erased' | 'held' | 'not_over' | null => {
  if (row.erasedAt !== null) return 'erased';
  if (row.heldAt !== null) return 'held';
  return row.keepUntil === null || row.keepUntil > now ? 'not_over' : null;
};
