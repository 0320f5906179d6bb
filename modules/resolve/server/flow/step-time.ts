import { afterWorkingMinutes, workingMinutesBetween } from '#modules/sla/server/index.ts';
import type { App } from '#platform/server/app.ts';
import type { FlowStep } from '../../contract/flow.ts';
import { elapsed, timesOf, type Counting, type StepTimes } from './step-time.rules.ts';

type Limit = Pick<FlowStep, 'working' | 'minutes'>;

const working = (app: App): Counting => ({
  after: (from, minutes) => afterWorkingMinutes(app, from, minutes),
  between: (from, to) => workingMinutesBetween(app, from, to),
});

/** How the time of a step counts: by the company's calendar, or by the wall clock. */
export const limitOf = (app: App, step: Limit): { counting: Counting; minutes: number | null } => ({
  counting: step.working ? working(app) : elapsed,
  minutes: step.minutes,
});

/** For a step that begins at `from` and never stands still. */
export const timesOfStep = (app: App, step: Limit, from: Date): StepTimes => {
  const { counting, minutes } = limitOf(app, step);
  return timesOf(counting, minutes, from);
};
