import { departmentDirectory } from '#modules/staff/server/index.ts';
import type { DeadlineRule } from '#platform/contract/deadline.ts';
import type { App } from '#platform/server/app.ts';
import {
  extensionSpec,
  type ClockEnd,
  type ClockSpec,
  type ClockStart,
  type ExtensionSpec,
  type Policy,
} from '../contract.ts';
import { computeDeadline, partOf, type Deadline, type DeadlineInput, type Pause } from './calendar/deadline.ts';
import { shippedCalendars } from './calendar/shipped.ts';
import { compileCalendar, type WorkingCalendar } from './calendar/working-calendar.ts';
import type { ClockPlan, ClockRow } from './clock.queries.ts';
import type { ProfileVersion, Rulebook } from './rulebook.ts';
import simpleExtension from './profiles/simple-extension.json' with { type: 'json' };
import { policyFor, type Case } from './sla.rules.ts';

const dayMs = 86_400_000;
const minuteMs = 60_000;

/** How long nobody may have done anything before silence is an alarm. */
export const silenceMs = dayMs;

let around: WorkingCalendar | null = null;
/** Elapsed time asks no calendar; this one stands in where a rule wants one. */
const aroundTheClock = (): WorkingCalendar => {
  const data = shippedCalendars().find((one) => one.key === 'always');
  if (!data) throw new Error('the calendar "always" is not shipped');
  around ??= compileCalendar(data);
  return around;
};

/** What a clock is computed by. */
export type RunningRule = {
  readonly rule: DeadlineRule;
  readonly calendar: WorkingCalendar;
  readonly warn: readonly number[];
  readonly escalate: readonly number[];
  /** How it may be extended. */
  readonly extensions: readonly ExtensionSpec[];
  readonly spec: ClockSpec | null;
  readonly profile: ProfileVersion | null;
};

const elapsed = (minutes: number): DeadlineRule => ({
  length: minutes,
  unit: 'minutes',
  start: 'immediately',
  firstDayCounted: false,
  restDayMovesOn: false,
  endsAt: 'midnight',
});

/** Telling those above about a first reply before it is late would be noise: it takes half an hour. */
const simpleEscalation = (until: ClockEnd): readonly number[] => (until === 'first_reply' ? [1] : [0.9, 1, 1.5]);

/** A promise without a profile may be extended once by as much again; a first reply may not. */
const simpleExtensions = (minutes: number, until: ClockEnd): readonly ExtensionSpec[] =>
  until === 'first_reply' ? [] : [extensionSpec.parse({ ...simpleExtension, length: minutes })];

const simpleRule = (minutes: number, warnFraction: number, until: ClockEnd): RunningRule => ({
  rule: elapsed(minutes),
  calendar: aroundTheClock(),
  warn: [warnFraction],
  escalate: simpleEscalation(until),
  extensions: simpleExtensions(minutes, until),
  spec: null,
  profile: null,
});

const profileRule = (rules: Rulebook, profile: ProfileVersion, spec: ClockSpec): RunningRule => ({
  rule: spec,
  calendar: rules.calendars.get(spec.calendar ?? profile.spec.calendar) ?? aroundTheClock(),
  warn: spec.warn,
  escalate: spec.escalate,
  extensions: spec.extensions,
  spec,
  profile,
});

type Stored = Pick<ClockRow, 'clock' | 'until' | 'profileKey' | 'profileVersion' | 'length' | 'policyId'>;

/** The rule of a stored clock, from its own row and the version of the profile that started it. */
export const ruleOfClock = (rules: Rulebook, row: Stored): RunningRule => {
  const profile = row.profileKey === null ? undefined : rules.profile(row.profileKey, row.profileVersion ?? undefined);
  const spec = profile?.spec.clocks.find((one) => one.id === row.clock);
  if (profile && spec) return profileRule(rules, profile, spec);
  const warn = rules.policies.find((policy) => policy.id === row.policyId)?.warnFraction ?? 0.75;
  return simpleRule(row.length, warn, row.until);
};

export type AlarmTimes = { alarmPlan: string; alarms: Date[]; warnAt: Date };

/** `w75 e90 e100`: what goes off when, in order of time. */
export const alarmsOf = (
  running: RunningRule,
  deadline: Pick<Deadline, 'startsAt' | 'dueAt'>,
  pauses: readonly Pause[] = [],
): AlarmTimes => {
  const { rule, calendar } = running;
  const parts = [
    ...running.warn.map((part) => ({ mark: 'w', part })),
    ...running.escalate.map((part) => ({ mark: 'e', part })),
  ].sort((a, b) => a.part - b.part);
  const at = (part: number): Date =>
    new Date(part === 1 ? deadline.dueAt : partOf(calendar, rule, deadline, part, pauses));
  const alarms = parts.map(({ part }) => at(part));
  const first = parts.findIndex(({ mark }) => mark === 'w');
  return {
    alarmPlan: parts.map(({ mark, part }) => `${mark}${Math.round(part * 100)}`).join(' '),
    alarms,
    warnAt: alarms[first] ?? new Date(deadline.dueAt),
  };
};

export type Computed = AlarmTimes & { deadline: Deadline };

export const computeClock = (running: RunningRule, input: DeadlineInput): Computed => {
  const deadline = computeDeadline(running.calendar, running.rule, input);
  return { deadline, ...alarmsOf(running, deadline, input.pauses) };
};

type Promised = { clock: string; until: ClockEnd; running: RunningRule; length: number };

const planOf = (one: Promised, policy: Policy, at: Date): ClockPlan => {
  const { running } = one;
  const { deadline, ...alarms } = computeClock(running, { receivedAt: at.getTime() });
  return {
    clock: one.clock,
    until: one.until,
    startedAt: at,
    dueAt: new Date(deadline.dueAt),
    ...alarms,
    policyId: policy.id,
    profileKey: running.profile?.spec.key ?? null,
    profileVersion: running.profile?.version ?? null,
    length: one.length,
    provisional: deadline.provisional,
    calendarKey: running.spec && running.rule.unit !== 'minutes' ? running.calendar.key : null,
    quietAt: null,
  };
};

const simplePromises = (policy: Policy, from: ClockStart): Promised[] => {
  const resolve: Promised = {
    clock: 'resolve',
    until: 'answered',
    running: simpleRule(policy.resolveMinutes, policy.warnFraction, 'answered'),
    length: policy.resolveMinutes,
  };
  if (from === 'reopened') return [resolve];
  if (from !== 'opened') return [];
  const first: Promised = {
    clock: 'first_reply',
    until: 'first_reply',
    running: simpleRule(policy.firstReplyMinutes, policy.warnFraction, 'first_reply'),
    length: policy.firstReplyMinutes,
  };
  return [first, resolve];
};

const applies = (spec: ClockSpec, of: Case): boolean =>
  spec.confirmed &&
  (spec.levels === undefined || spec.levels.includes(of.level)) &&
  (spec.kinds === undefined || spec.kinds.some((kind) => kind === of.kind));

const answersAgain: readonly ClockEnd[] = ['solved', 'answered', 'closed'];

/** A draft number starts no clock. A reopened ticket gets the clocks made for that, else those of the answer anew. */
const profilePromises = (rules: Rulebook, profile: ProfileVersion, of: Case, from: ClockStart): Promised[] => {
  const { clocks } = profile.spec;
  const own = clocks.filter((spec) => spec.from === from && applies(spec, of));
  const chosen =
    own.length > 0 || from !== 'reopened'
      ? own
      : clocks.filter((spec) => spec.from === 'opened' && answersAgain.includes(spec.until) && applies(spec, of));
  return chosen.map((spec) => ({
    clock: spec.id,
    until: spec.until,
    running: profileRule(rules, profile, spec),
    length: spec.length,
  }));
};

const withSilence = (plans: ClockPlan[], at: Date): ClockPlan[] => {
  const longest = plans.reduce<ClockPlan | undefined>((a, b) => (a && a.dueAt >= b.dueAt ? a : b), undefined);
  const quietAt = new Date(at.getTime() + silenceMs);
  return plans.map((plan) => (plan === longest ? { ...plan, quietAt } : plan));
};

/** The clocks that a step of such a ticket starts. Pure over the rulebook; a ticket that opens always gets one. */
export const planClocks = (rules: Rulebook, of: Case, from: ClockStart, at: Date): ClockPlan[] => {
  const policy = policyFor(rules.policies, of);
  if (!policy) return [];
  const profile = policy.profileKey === null ? undefined : rules.profile(policy.profileKey);
  const byProfile = profile ? profilePromises(rules, profile, of, from) : [];
  const promises = byProfile.length > 0 || (profile && from !== 'opened') ? byProfile : simplePromises(policy, from);
  const plans = promises.map((one) => planOf(one, policy, at));
  return from === 'opened' || from === 'reopened' ? withSilence(plans, at) : plans;
};

export const minutesOf = (ms: number): number => Math.round(ms / minuteMs);

type TicketLike = { kind: string; level: number; categoryKey?: string | null; channel: string; departmentId?: string };

/** What of a ticket chooses its promise; a department counts with all above it. */
export const caseOf = (app: App, ticket: TicketLike): Case => {
  const directory = departmentDirectory(app);
  const departments: string[] = [];
  for (let at: string | null = ticket.departmentId ?? null; at !== null && departments.length < 20;) {
    departments.push(at);
    at = directory.department(at)?.parentId ?? null;
  }
  return {
    kind: ticket.kind,
    level: ticket.level,
    categoryKey: ticket.categoryKey ?? null,
    channel: ticket.channel,
    departments,
  };
};
