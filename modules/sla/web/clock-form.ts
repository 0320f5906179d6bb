import type { ClockView } from '../contract.ts';

export type ShownClock =
  | { readonly form: 'met' | 'track' | 'near' | 'over'; readonly ms: number; readonly share: number }
  | { readonly form: 'paused'; readonly reason: string; readonly share: number }
  | { readonly form: 'cancelled'; readonly share: number };

const minuteMs = 60_000;
const time = (iso: string): number => new Date(iso).getTime();

/** How a clock is shown now: its badge and the share of the time that is used. */
export const shownClock = (clock: ClockView, now: Date): ShownClock => {
  const start = time(clock.startedAt);
  const due = time(clock.dueAt);
  const whole = Math.max(due - start - clock.pausedMinutes * minuteMs, 1);
  // While a clock stands still, its due time is still that of before; what counts ended when it was stopped.
  const until = clock.metAt ? time(clock.metAt) : clock.pausedAt ? time(clock.pausedAt) : now.getTime();
  const used = Math.max(until - start - clock.pausedMinutes * minuteMs, 0);
  const share = Math.min(used / whole, 1);
  if (clock.state === 'cancelled') return { form: 'cancelled', share };
  if (clock.metAt)
    return { form: clock.breachedAt ? 'over' : 'met', ms: clock.breachedAt ? time(clock.metAt) - due : used, share };
  if (clock.state === 'paused') return { form: 'paused', reason: clock.pausedReason ?? 'other', share };
  const left = due - now.getTime();
  if (left < 0) return { form: 'over', ms: -left, share: 1 };
  return { form: time(clock.warnAt) <= now.getTime() ? 'near' : 'track', ms: left, share };
};
