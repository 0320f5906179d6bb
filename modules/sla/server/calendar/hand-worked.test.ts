import { describe, expect, test } from 'vitest';
import { explainClock, shippedCalendar } from '../explain.ts';
import { shippedProfiles } from '../profiles/shipped.ts';

/**
 * Worked by hand with a paper calendar and the State Council's notice of November 2025 for 2026: 元旦 1/1–1/3
 * (work 1/4), 春节 2/15–2/23 (work 2/14, 2/28), 清明 4/4–6, 劳动节 5/1–5 (work 5/9), 端午 6/19–21, 中秋 9/25–27,
 * 国庆 10/1–7 (work 9/20, 10/10). Hours 8:30–12:00 and 13:30–18:00; London and Brussels 9–17.
 * Each line: start, profile/clock, due, the steps of the reason. C counted, R rest, H holiday, M make-up day.
 */
const cases = [
  // Around the clock: nights and holidays count.
  ['2026-03-10T14:00:00+08:00', 'general/first_reply', '2026-03-10T14:30:00+08:00', 'received C due'],
  ['2026-02-17T02:10:00+08:00', 'general/emergency', '2026-02-17T04:10:00+08:00', 'received H due'],
  ['2026-02-14T20:00:00+08:00', 'general/solution', '2026-02-15T20:00:00+08:00', 'received M H due'],
  // No 31 February: its last day, a Saturday that is worked.
  [
    '2026-01-31T10:00:00+08:00',
    'general/monthly',
    '2026-02-28T18:00:00+08:00',
    'received not-first R C R C M H C M due',
  ],
  // The 1st of October is a holiday: on to the 8th.
  [
    '2026-09-01T09:00:00+08:00',
    'general/monthly',
    '2026-10-08T18:00:00+08:00',
    'received not-first C R C R C R M C H C H moved due',
  ],
  // Two hours of work: Saturday's letter is read on the Sunday that is worked.
  ['2026-09-19T16:40:00+08:00', 'iso-10002/acknowledge', '2026-09-20T10:30:00+08:00', 'received starts M due'],
  ['2026-03-10T11:00:00+08:00', 'iso-10002/acknowledge', '2026-03-10T14:30:00+08:00', 'received C due'],
  ['2026-03-10T17:30:00+08:00', 'iso-10002/acknowledge', '2026-03-11T10:00:00+08:00', 'received C due'],
  // An hour before the Spring Festival, an hour after it.
  ['2026-02-14T17:00:00+08:00', 'iso-10002/acknowledge', '2026-02-24T09:30:00+08:00', 'received M H C due'],
  ['2026-04-30T17:59:00+08:00', 'iso-10002/acknowledge', '2026-05-06T10:29:00+08:00', 'received C H C due'],
  // 12:00 is the break already, 18:00 the evening: half-open.
  ['2026-03-10T12:00:00+08:00', 'iso-10002/acknowledge', '2026-03-10T15:30:00+08:00', 'received starts C due'],
  ['2026-03-10T18:00:00+08:00', 'iso-10002/acknowledge', '2026-03-11T10:30:00+08:00', 'received starts C due'],
  ['2026-05-08T15:00:00+08:00', 'iso-10002/assess', '2026-05-09T18:00:00+08:00', 'received not-first M due'],
  // 15–18 (4), 22–26 (9), 29 (10).
  ['2026-06-12T09:00:00+08:00', 'iso-10002/decide', '2026-06-29T18:00:00+08:00', 'received not-first R C H C R C due'],
  // Fifteen days of the calendar.
  [
    '2026-01-05T09:00:00+08:00',
    'cn-bank-insurance/decide',
    '2026-01-20T18:00:00+08:00',
    'received not-first C R C R C due',
  ],
  [
    '2026-02-01T10:00:00+08:00',
    'cn-bank-insurance/decide',
    '2026-02-24T18:00:00+08:00',
    'received not-first C R C M H moved due',
  ],
  [
    '2026-09-19T16:40:00+08:00',
    'cn-bank-insurance/decide',
    '2026-10-08T18:00:00+08:00',
    'received not-first M C H C H moved due',
  ],
  [
    '2026-01-15T23:59:00+08:00',
    'cn-bank-insurance/decide',
    '2026-01-30T18:00:00+08:00',
    'received not-first C R C R C due',
  ],
  // The 15th day is Sunday 4 January, which is worked: it stays.
  [
    '2025-12-20T12:00:00+08:00',
    'cn-bank-insurance/decide',
    '2026-01-04T18:00:00+08:00',
    'received not-first R C R C H M due',
  ],
  // Seven working days over the Spring Festival: 2/14, 24–27, 28, 3/2.
  [
    '2026-02-13T16:00:00+08:00',
    'cn-market-regulation/accept',
    '2026-03-02T18:00:00+08:00',
    'received not-first M H C M R C due',
  ],
  // 29, 30, 8, 9, 10 (Saturday), 12, 13.
  [
    '2026-09-28T10:00:00+08:00',
    'cn-market-regulation/accept',
    '2026-10-13T18:00:00+08:00',
    'received not-first C H C M R C due',
  ],
  // 45 working days: more stretches than anybody reads, the special days are told.
  [
    '2026-09-19T16:40:00+08:00',
    'cn-market-regulation/mediate',
    '2026-11-26T18:00:00+08:00',
    'received not-first M H H M due',
  ],
  [
    '2025-12-30T08:00:00+08:00',
    'cn-market-regulation/accept',
    '2026-01-09T18:00:00+08:00',
    'received not-first C H M C due',
  ],
  [
    '2026-04-03T17:00:00+08:00',
    'cn-market-regulation/tell',
    '2026-04-15T18:00:00+08:00',
    'received not-first H C R C due',
  ],
  // Over the turn of a year without notice: by the plain week, and said so.
  [
    '2026-12-28T10:00:00+08:00',
    'cn-market-regulation/accept',
    '2027-01-06T18:00:00+08:00',
    'received not-first C R C provisional due',
  ],
  [
    '2027-03-01T10:00:00+08:00',
    'cn-market-regulation/odr_settle',
    '2027-03-15T18:00:00+08:00',
    'received not-first C R C R C provisional due',
  ],
  // London: Good Friday and Easter Monday between; eight weeks over the end of summer time; Christmas.
  [
    '2026-04-02T10:00:00+01:00',
    'fca-disp/summary_resolution',
    '2026-04-09T17:00:00+01:00',
    'received not-first H R H C due',
  ],
  ['2026-09-02T09:00:00+01:00', 'fca-disp/final_response', '2026-10-28T23:59:59+00:00', 'received not-first due'],
  [
    '2026-12-14T11:00:00+00:00',
    'fca-psd/final_response',
    '2027-01-07T17:00:00+00:00',
    'received not-first C R C H R H C H R C due',
  ],
  // One month: 30 February is the 28th, a Saturday; a Friday stays; a Saturday moves over the start of summer time.
  [
    '2026-01-30T12:00:00+01:00',
    'gdpr-request/answer',
    '2026-03-02T23:59:59+01:00',
    'received not-first R C R C R C R C R moved due',
  ],
  [
    '2026-02-27T18:00:00+01:00',
    'gdpr-request/answer',
    '2026-03-27T23:59:59+01:00',
    'received not-first R C R C R C R C due',
  ],
  [
    '2026-02-28T18:00:00+01:00',
    'gdpr-request/answer',
    '2026-03-30T23:59:59+02:00',
    'received not-first R C R C R C R C R moved due',
  ],
] as const;

const short: Record<string, string> = {
  counted: 'C',
  rest: 'R',
  holiday: 'H',
  makeup: 'M',
  first_day_not_counted: 'not-first',
  moved_on: 'moved',
};

describe('worked by hand', () => {
  test.each(cases)('%s %s is due %s', (start, name, due, steps) => {
    const [profileKey, clockId] = name.split('/');
    const profile = shippedProfiles().find((one) => one.key === profileKey);
    const clock = profile?.clocks.find((one) => one.id === clockId);
    const calendar = profile && shippedCalendar(clock?.calendar ?? profile.calendar);
    if (!profile || !clock || !calendar) throw new Error(`no ${name}`);
    const found = explainClock(calendar, profile, clock, { receivedAt: Date.parse(start) });
    expect(found.due).toBe(due);
    expect(found.trace.map((line) => short[line.step] ?? line.step).join(' ')).toBe(steps);
    expect(found.provisional).toBe(steps.includes('provisional'));
    expect(found.trace.at(-1)?.at).toBe(due);
  });

  test('are at least thirty, on every shipped profile', () => {
    expect(cases.length).toBeGreaterThanOrEqual(30);
    expect(new Set(cases.map(([, name]) => name.split('/')[0]))).toEqual(
      new Set(shippedProfiles().map((profile) => profile.key)),
    );
  });
});
