import { describe, expect, it } from 'vitest';
import type { ClockView } from '../contract.ts';
import { shownClock } from './clock-form.ts';

const at = (time: string): string => `2026-09-23T${time}:00.000Z`;
const now = (time: string): Date => new Date(at(time));

const running: ClockView = {
  clock: 'resolve',
  state: 'running',
  startedAt: at('08:00'),
  warnAt: at('11:00'),
  dueAt: at('12:00'),
  metAt: null,
  breachedAt: null,
  pausedAt: null,
  pausedReason: null,
  pausedMinutes: 0,
  policyName: '',
  policyNameEn: '',
  name: '',
  nameEn: '',
  profile: null,
  provisional: false,
  reason: [],
  pauses: [],
  extensions: [],
  extendable: [],
  trace: [],
};
const hour = 3_600_000;

describe('a clock as it is shown', () => {
  it('is quiet, then near, then over', () => {
    expect(shownClock(running, now('09:00'))).toEqual({ form: 'track', ms: 3 * hour, share: 0.25 });
    expect(shownClock(running, now('11:00'))).toEqual({ form: 'near', ms: hour, share: 0.75 });
    expect(shownClock(running, now('12:30'))).toEqual({ form: 'over', ms: hour / 2, share: 1 });
  });

  it('does not count the time it stood still', () => {
    const once = { ...running, pausedMinutes: 60, dueAt: at('13:00'), warnAt: at('12:00') };
    expect(shownClock(once, now('11:00')).share).toBe(0.5);
    const still: ClockView = { ...running, state: 'paused', pausedAt: at('10:00'), pausedReason: 'waiting_customer' };
    expect(shownClock(still, now('18:00'))).toEqual({ form: 'paused', reason: 'waiting_customer', share: 0.5 });
  });

  it('says how long it took when it was met, and how late when it was met late', () => {
    expect(shownClock({ ...running, state: 'met', metAt: at('08:18') }, now('10:00'))).toMatchObject({
      form: 'met',
      ms: 18 * 60_000,
    });
    const late: ClockView = { ...running, state: 'breached', breachedAt: at('12:00'), metAt: at('12:46') };
    expect(shownClock(late, now('15:00'))).toMatchObject({ form: 'over', ms: 46 * 60_000 });
  });
});
