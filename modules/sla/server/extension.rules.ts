import type { ExtensionSpec } from '../contract.ts';
import type { ClockRow } from './clock.queries.ts';
import type { ExtensionRow } from './extension.queries.ts';

type Earlier = Pick<ExtensionRow, 'clock' | 'round' | 'extensionId' | 'state'>;
type Open = Pick<ClockRow, 'clock' | 'round' | 'state' | 'dueAt'>;

/** Why this extension cannot be asked for now; null when it can. An end that has passed cannot be moved. */
export const whyNotExtend = (
  row: Open,
  spec: ExtensionSpec,
  earlier: readonly Earlier[],
  now: Date,
): 'too_late' | 'already_asked' | 'used_up' | 'needs_earlier' | 'not_confirmed' | null => {
  if (!['running', 'paused'].includes(row.state) || (row.state === 'running' && row.dueAt <= now)) return 'too_late';
  if (!spec.confirmed) return 'not_confirmed';
  const mine = earlier.filter((one) => one.clock === row.clock && one.round === row.round);
  if (mine.some((one) => one.state === 'asked')) return 'already_asked';
  const granted = mine.filter((one) => one.state === 'granted');
  if (granted.filter((one) => one.extensionId === spec.id).length >= spec.times) return 'used_up';
  if (spec.after !== undefined && !granted.some((one) => one.extensionId === spec.after)) return 'needs_earlier';
  return null;
};

const dayMs = 86_400_000;

/** How much later it would be due, in days of the calendar begun: what a flow's condition and a signer read. */
export const extensionDays = (from: Date, until: Date): number =>
  Math.max(0, Math.ceil((until.getTime() - from.getTime()) / dayMs));
