import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { fakeClock } from '#test/clock.ts';
import { eventually as eventuallyWithin } from '#test/eventually.ts';
import { openTestTicket } from '#test/ticket-factory.ts';
import { everything } from '#platform/server/database/index.ts';
import * as contract from '../contract.ts';
import { alarmsOfTicket } from './alarm.queries.ts';
import { sendDigest } from './daily-digest.job.ts';
import { fireDueClocks } from './index.ts';
import { watchCalendars } from './watch-calendars.job.ts';

const eventually = <T>(attempt: () => T | Promise<T>): Promise<T> => eventuallyWithin(attempt, { timeoutMs: 25_000 });

// Saturday, the day before a Sunday that is worked.
const saturday = '2026-09-19T16:40:00+08:00';
const clock = fakeClock(saturday);
let it: TestApp;
let admin: Caller;
let agent: Caller;
let supervisor: Caller;

const signIn = async (): Promise<void> => {
  admin = await it.as('admin');
  agent = await it.as('agent');
  supervisor = await it.as('supervisor');
};

beforeAll(async () => {
  it = await startTestApp({ clock });
  await signIn();
  for (const [categoryKey, profileKey] of [
    ['bank', 'cn-bank-insurance'],
    ['market', 'cn-market-regulation'],
    ['iso', 'iso-10002'],
  ]) {
    const body = { name: profileKey, kind: null, level: null, categoryKey, profileKey, enabled: true };
    const lengths = { firstReplyMinutes: 30, resolveMinutes: 1440, warnFraction: 0.75 };
    const answer = await admin('POST', '/api/sla/policies', { ...body, ...lengths });
    expect(answer.status, answer.text).toBe(201);
  }
});
afterAll(() => it.stop());

// Weeks pass here; no session lasts that long, and what is behind us has fired.
const leapTo = async (iso: string): Promise<void> => {
  clock.set(iso);
  await fireDueClocks(it.app);
  await signIn();
};
beforeEach(() => leapTo(saturday));

const open = (categoryKey: string, more: object = {}) =>
  openTestTicket(it, { departmentId: it.departments.east, categoryKey, ...more });

const clocksOf = async (number: string, caller: Caller = admin): Promise<contract.ClockView[]> =>
  contract.readClocks.reply.parse((await caller('GET', `/api/tickets/${number}/clocks`)).body).items;
const on = async (number: string, name: string, caller: Caller = admin): Promise<contract.ClockView> => {
  const found = (await clocksOf(number, caller)).find((one) => one.clock === name);
  if (!found) throw new Error(`no clock ${name}`);
  return found;
};
const alarmRows = (ticketId: string) => it.app.db.read(everything, (tx) => alarmsOfTicket(tx, ticketId));

const alarmsOf = async (caller: Caller): Promise<contract.Alarm[]> =>
  contract.listAlarms.reply.parse((await caller('GET', '/api/sla/alarms?limit=100')).body).items;

describe('a ticket under a profile', () => {
  test('has the clocks of the profile, each with its reason: Sunday 20 September is worked', async () => {
    const { number } = await open('iso');
    const names = (await clocksOf(number)).map((one) => one.clock).sort();
    expect(names).toEqual(['acknowledge', 'assess', 'decide']);
    const acknowledge = await on(number, 'acknowledge');
    expect(Date.parse(acknowledge.dueAt)).toBe(Date.parse('2026-09-20T10:30:00+08:00'));
    expect(acknowledge.reason.map((line) => line.step)).toEqual(['received', 'starts', 'makeup', 'due']);
    expect(acknowledge.profile).toMatchObject({ key: 'iso-10002', version: 1 });
  });

  test('is shown in lists by what ends first, and a draft number starts no clock', async () => {
    const { number } = await open('market');
    expect((await clocksOf(number)).map((one) => one.clock)).toEqual(['accept']);
    expect((await admin('GET', `/api/tickets/${number}`)).body).toMatchObject({
      nextClock: 'accept',
      nextDueAt: (await on(number, 'accept')).dueAt,
    });
  });

  test('starts the next clock when it is accepted, and keeps the promise of acceptance', async () => {
    const { number } = await open('market');
    await leapTo('2026-09-21T09:00:00+08:00');
    const step = await agent('POST', `/api/tickets/${number}/transitions`, { action: 'accept' });
    expect(step.status, step.text).toBe(200);
    await eventually(async () => {
      expect(await on(number, 'accept')).toMatchObject({ state: 'met' });
      expect(await on(number, 'mediate')).toMatchObject({ state: 'running', startedAt: clock.now().toISOString() });
    });
  });

  test('stands still only for what its law allows; days that stood still do not count', async () => {
    const { number } = await open('market');
    const before = await on(number, 'accept');
    const pause = (reason: string) => agent('POST', `/api/tickets/${number}/pause`, { reason });
    expect(await pause('waiting_customer')).toMatchObject({ status: 409, body: { code: 'sla.pause_not_allowed' } });
    await leapTo('2026-09-21T09:00:00+08:00');
    expect((await pause('inspection')).status).toBe(200);
    await leapTo('2026-09-23T09:00:00+08:00');
    expect((await agent('POST', `/api/tickets/${number}/resume`)).status).toBe(200);
    const after = await on(number, 'accept');
    // 22 and 23 September did not count: from the 29th over the holidays to the 8th of October.
    expect(before.dueAt).toBe(new Date('2026-09-29T18:00:00+08:00').toISOString());
    expect(after.dueAt).toBe(new Date('2026-10-08T18:00:00+08:00').toISOString());
    expect(after.pauses).toHaveLength(1);
    expect(after.reason.some((line) => line.step === 'paused')).toBe(true);
  });
});

describe('alarms', () => {
  test('climb the tree before the end: the team first, those above later, nobody else', async () => {
    const team = await it.as('supervisor', it.departments.eastTeam);
    const east = await it.as('supervisor', it.departments.east);
    const west = await it.as('supervisor', it.departments.west);
    const { id } = await openTestTicket(it, { departmentId: it.departments.eastTeam, categoryKey: 'bank' });
    clock.set('2026-10-08T15:00:00+08:00');
    await fireDueClocks(it.app);
    await eventually(async () => {
      const rows = await alarmRows(id);
      const steps = new Map(
        rows.filter((row) => row.kind === 'escalated').map((row) => [row.personId, row.data['step']]),
      );
      expect(steps.get(team.personId ?? '')).toBe(1);
      expect(steps.get(east.personId ?? '')).toBe(2);
      expect(steps.has(west.personId ?? '')).toBe(false);
    });
  });

  test('silence of a day is told, and the morning sums up once', async () => {
    const { id, number } = await open('bank', { ownerId: agent.personId ?? '' });
    await leapTo('2026-09-20T16:41:00+08:00');
    await eventually(async () => {
      const rows = await alarmRows(id);
      expect(rows.some((row) => row.kind === 'silent')).toBe(true);
    });
    expect(number).not.toBe('');
    clock.set('2026-10-08T08:20:00+08:00');
    expect(await sendDigest(it.app)).toBeGreaterThan(0);
    const owner = await it.as('supervisor');
    await sendDigest(it.app);
    const digests = (await alarmsOf(owner)).filter((one) => one.kind === 'digest');
    expect(digests.length).toBeLessThanOrEqual(1);
  });

  test('are mine alone, and seen when I say so', async () => {
    const items = await alarmsOf(supervisor);
    expect(
      (
        await supervisor('POST', '/api/sla/alarms/seen', {
          upTo: items[0]?.id ?? '00000000-0000-7000-8000-000000000000',
        })
      ).status,
    ).toBe(204);
    expect((await alarmsOf(supervisor)).every((one) => one.seen)).toBe(true);
    expect((await it.anyone('GET', '/api/sla/alarms')).status).toBe(401);
  });
});

describe('a year without notice', () => {
  const notice = (days: readonly string[]): FormData => {
    const form = new FormData();
    form.set('file', new Blob([days.join('\n')], { type: 'text/csv' }), '2027.csv');
    return form;
  };

  test('makes a deadline provisional until the notice is imported; then it is computed again and says so', async () => {
    await leapTo('2026-12-21T10:00:00+08:00');
    const { number } = await open('market');
    await open('bank');
    const before = await on(number, 'accept');
    expect(before).toMatchObject({ provisional: true, dueAt: new Date('2026-12-30T18:00:00+08:00').toISOString() });
    // Told once a week, however often it is looked at.
    await watchCalendars(it.app);
    await watchCalendars(it.app);
    expect((await alarmsOf(admin)).filter((one) => one.kind === 'calendar_missing')).toHaveLength(1);

    const days = ['2026-12-30', '2026-12-31', '2027-01-01', '2027-02-06', '2027-02-07', '2027-02-08', '2027-02-09'];
    const body = notice([...days.map((date) => `${date},休,元旦`), '2026-12-26,班,元旦']);
    expect((await agent('POST', '/api/sla/calendars/cn/notices', body)).status).toBe(404);
    const read = await admin('POST', '/api/sla/calendars/cn/notices', body);
    expect(read.status, read.text).toBe(200);
    expect(contract.importNotice.reply.parse(read.body)).toMatchObject({ years: [2027], holidays: 7, workdays: 1 });
    const after = await on(number, 'accept');
    // 22, 23, 24, 25, 26 (Saturday, worked now), 28, 29.
    expect(after).toMatchObject({ provisional: false, dueAt: new Date('2026-12-29T18:00:00+08:00').toISOString() });
    const thread = await admin('GET', `/api/tickets/${number}/thread`);
    expect(thread.text).toContain('sla.recomputed');
  });

  test.each([
    [['2028-01-01,maybe'], 'sla.notice_unknown_kind'],
    [['2028-01-01,休,元旦'], 'sla.notice_no_year'],
    [['2028-02-30,休,元旦'], 'sla.notice_bad_date'],
  ])('%j is refused: %s', async (lines, code) => {
    expect(await admin('POST', '/api/sla/calendars/cn/notices', notice(lines))).toMatchObject({
      status: 422,
      body: { code },
    });
  });
});

describe('rules are data', () => {
  const find = async (key: string): Promise<contract.ProfileView> => {
    const { items } = contract.listProfiles.reply.parse((await admin('GET', '/api/sla/profiles')).body);
    const found = items.find((one) => one.key === key);
    if (!found) throw new Error(`no profile ${key}`);
    return found;
  };

  test('a confirmed number becomes a new version; running clocks keep the one they began with', async () => {
    const old = await open('market');
    const { version, spec, confirmed } = await find('cn-market-regulation');
    expect(confirmed).toBe(false);
    const clocks = spec.clocks.map((one) =>
      one.id === 'odr_settle' ? { ...one, confirmed: true } : { ...one, length: 3 },
    );
    const url = '/api/sla/profiles/cn-market-regulation';
    expect((await agent('PUT', url, { version, spec })).status).toBe(404);
    expect((await admin('PUT', url, { version, spec: { ...spec, clocks } })).status).toBe(200);
    expect(await admin('PUT', url, { version, spec })).toMatchObject({
      status: 409,
      body: { code: 'sla.profile_changed' },
    });
    expect((await on(old.number, 'accept')).dueAt).toBe(new Date('2026-09-29T18:00:00+08:00').toISOString());
    const fresh = await open('market');
    expect((await clocksOf(fresh.number)).map((one) => one.clock).sort()).toEqual(['accept', 'odr_settle']);
    expect((await on(fresh.number, 'accept')).dueAt).toBe(new Date('2026-09-22T18:00:00+08:00').toISOString());
  });

  test('a calendar in which nobody works is refused, and so is a profile that counts by none', async () => {
    const { items } = contract.listCalendars.reply.parse((await admin('GET', '/api/sla/calendars')).body);
    const cn = items.find((one) => one.key === 'cn');
    const spec = { name: '空', timeZone: 'Asia/Shanghai', week: [[], [], [], [], [], [], []], notice: 'none' };
    expect(await admin('PUT', '/api/sla/calendars/empty', spec)).toMatchObject({
      status: 422,
      body: { code: 'sla.calendar_no_working_time' },
    });
    expect(cn?.years.length).toBeGreaterThan(20);
    const { version, spec: iso } = await find('iso-10002');
    const answer = await admin('PUT', '/api/sla/profiles/iso-10002', { version, spec: { ...iso, calendar: 'empty' } });
    expect(answer).toMatchObject({ status: 422, body: { code: 'sla.no_such_calendar' } });
  });

  test('shorter days move the deadlines that run', async () => {
    const { number } = await open('iso');
    const { items } = contract.listCalendars.reply.parse((await admin('GET', '/api/sla/calendars')).body);
    const cn = items.find((one) => one.key === 'cn');
    if (!cn) throw new Error('no calendar');
    const body = { name: cn.name, timeZone: cn.timeZone, notice: cn.notice, source: cn.source };
    const early = cn.week.map((periods) => (periods.length > 0 ? [[600, 960]] : []));
    expect((await admin('PUT', '/api/sla/calendars/cn', { ...body, week: early })).status).toBe(200);
    expect((await on(number, 'acknowledge')).dueAt).toBe(new Date('2026-09-20T12:00:00+08:00').toISOString());
    expect((await admin('PUT', '/api/sla/calendars/cn', { ...body, week: cn.week })).status).toBe(200);
    expect((await on(number, 'acknowledge')).dueAt).toBe(new Date('2026-09-20T10:30:00+08:00').toISOString());
  });

  test('a profile of drafts only cannot be promised, and the last promise cannot be taken away', async () => {
    const { items } = contract.listPolicies.reply.parse((await admin('GET', '/api/sla/policies')).body);
    const general = items.find((one) => one.kind === null && one.level === null && one.categoryKey === null);
    const url = `/api/sla/policies/${general?.id ?? ''}`;
    expect(await admin('DELETE', url)).toMatchObject({ status: 409, body: { code: 'sla.last_policy' } });
    const body = { firstReplyMinutes: 30, resolveMinutes: 60, warnFraction: 0.5, enabled: true, profileKey: 'nobody' };
    expect(await admin('PUT', url, body)).toMatchObject({ status: 422, body: { code: 'sla.no_such_profile' } });
  });
});
