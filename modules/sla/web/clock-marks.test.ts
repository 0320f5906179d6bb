import { describe, expect, it } from 'vitest';
import type { ClockView } from '../contract.ts';
import { marksOfClock } from './clock-marks.ts';

const at = (time: string): string => `2026-09-23T${time}:00.000Z`;
const ms = (time: string): number => new Date(at(time)).getTime();

const clock: ClockView = {
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
  trace: [{ at: at('12:00'), step: 'due', minutes: 240 }],
};

const tones = (view: ClockView, now: string): string[] => marksOfClock(view, ms(now)).map((mark) => mark.tone);

describe('marks of a clock in the thread', () => {
  it('are none while all is well', () => {
    expect(tones(clock, '09:00')).toEqual([]);
  });

  it('tell the warning, the breach and the late end in their order', () => {
    expect(tones(clock, '11:30')).toEqual(['near']);
    const late: ClockView = { ...clock, state: 'breached', breachedAt: at('12:00'), metAt: at('13:00') };
    expect(tones(late, '14:00')).toEqual(['near', 'over', 'over']);
  });

  it('tell a promise kept, and no warning that never came', () => {
    expect(tones({ ...clock, state: 'met', metAt: at('08:18') }, '14:00')).toEqual(['met']);
  });

  it('leave out the warning of a first reply, which its mark of keeping or missing says better', () => {
    expect(tones({ ...clock, clock: 'first_reply' }, '11:30')).toEqual([]);
  });

  it('warn of nothing while the clock stands or counts no more', () => {
    expect(tones({ ...clock, state: 'paused', pausedAt: at('10:00') }, '14:00')).toEqual([]);
    expect(tones({ ...clock, state: 'cancelled' }, '14:00')).toEqual([]);
  });
});
