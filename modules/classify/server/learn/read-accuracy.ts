import { departmentDirectory } from '#modules/staff/server/index.ts';
import { ticketCategories } from '#modules/ticket/server/index.ts';
import type { ReplyOf } from '#platform/contract/route.ts';
import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { everything } from '#platform/server/database/index.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import {
  learnedFields,
  type FieldSummary,
  type LearnedField,
  type LearnReportView,
  type readAccuracy,
  type readFieldAccuracy,
  type TrainingView,
} from '../../contract.ts';
import { countLabels, sumDays, type DaySum } from './correction.queries.ts';
import { learnedNow, rowsToSuggest, usualPrecision } from './model-cache.ts';
import { findActiveModels, findAsked, findIndustry, modelsOf, reportOf } from './model.queries.ts';
import { isTraining, latestTraining } from './training.queries.ts';

const dayMs = 86_400_000;
/** What the company was promised: 分类 at least 92 %, 派单 at least 95 % right. */
const goals: Partial<Record<LearnedField, number>> = { category: 0.92, department: 0.95 };
/** A week with fewer decisions says nothing about drift. */
const leastDecisions = 30;
/** So much worse than the four weeks before, in shares, is a fall and no chance. */
const fall = 0.05;
const learningPoints = 60;

export type Week = FieldSummary['week'];

const weekOf = (sums: readonly DaySum[], field: LearnedField): Week => {
  const found = sums.find((one) => one.field === field);
  if (!found) return { decided: 0, corrected: 0, accuracy: null };
  // A day's corrections may be counted before its openings are.
  const decided = Math.max(found.decided, found.corrected);
  return {
    decided,
    corrected: found.corrected,
    accuracy: decided === 0 ? null : 1 - found.corrected / decided,
  };
};

/** Worse than before by more than chance would make it; a bad beginning is no fall. */
export const hasDrifted = (week: Week, before: Week): boolean =>
  week.accuracy !== null &&
  before.accuracy !== null &&
  week.decided >= leastDecisions &&
  before.decided >= leastDecisions &&
  week.accuracy < before.accuracy - fall;

export const fieldSummaries = async (tx: Tx, app: App): Promise<FieldSummary[]> => {
  const now = app.clock.now().getTime();
  const tomorrow = new Date(now + dayMs);
  const aWeekAgo = new Date(now - 6 * dayMs);
  const active = await findActiveModels(tx);
  const asked = await findAsked(tx);
  const week = await sumDays(tx, aWeekAgo, tomorrow);
  const before = await sumDays(tx, new Date(now - 34 * dayMs), aWeekAgo);
  const { problems } = learnedNow(app);
  return learnedFields.map((field) => {
    const [thisWeek, weeksBefore] = [weekOf(week, field), weekOf(before, field)];
    return {
      field,
      model: active.find((one) => one.field === field) ?? null,
      problem: problems.get(field) ?? null,
      asked: asked[field] ?? usualPrecision,
      week: thisWeek,
      before: weeksBefore,
      drift: hasDrifted(thisWeek, weeksBefore),
      goal: goals[field] ?? null,
    };
  });
};

/** The last training as it is: one that says running while nobody holds the lock was interrupted. */
export const currentTraining = async (tx: Tx): Promise<TrainingView | null> => {
  const latest = await latestTraining(tx);
  if (!latest) return null;
  const { cancelAsked: _cancelAsked, ...view } = latest;
  return view.state === 'running' && !(await isTraining(tx)) ? { ...view, state: 'interrupted' } : view;
};

export const accuracyOverview = (app: App): Promise<ReplyOf<typeof readAccuracy>> =>
  app.db.read(everything, async (tx) => ({
    fields: await fieldSummaries(tx, app),
    training: await currentTraining(tx),
    industry: await findIndustry(tx),
  }));

/** Names of labels that people gave: categories and departments. Kinds and levels are named by the screens. */
export const namesOf = async (
  tx: Tx,
  app: App,
  actor: Actor,
  field: LearnedField | undefined,
): Promise<Record<string, string>> => {
  const local = (one: { name: string; nameEn: string }): string =>
    actor.locale === 'en' && one.nameEn !== '' ? one.nameEn : one.name;
  const names: Record<string, string> = {};
  if (field === undefined || field === 'category')
    for (const one of await ticketCategories(tx)) names[one.key] = local(one);
  if (field === undefined || field === 'department')
    for (const one of departmentDirectory(app).departments) names[one.id] = local(one);
  return names;
};

type Step = ReplyOf<typeof readFieldAccuracy>['nextSteps'][number];

/** Until it may decide, a class needs a threshold; how many more tickets that takes is an estimate: half as many again. */
const nextStepsOf = (report: LearnReportView | null): Step[] =>
  (report?.perClass ?? [])
    .flatMap(({ label, support, threshold }): Step[] => {
      if (support < rowsToSuggest) return [{ label, rows: support, missing: rowsToSuggest - support, step: 'suggest' }];
      if (threshold !== null) return [];
      return [{ label, rows: support, missing: Math.max(rowsToSuggest, Math.ceil(support / 2)), step: 'decide' }];
    })
    .toSorted((a, b) => a.missing - b.missing);

const firstSteps = 5;

/** Before anything was learned: how far the classes are of which people spoke most. What an import named comes on top. */
const firstStepsOf = async (tx: Tx, field: LearnedField): Promise<Step[]> =>
  (await countLabels(tx, field, firstSteps)).map(({ label, rows }) => ({
    label,
    rows,
    missing: Math.max(0, rowsToSuggest - rows),
    step: 'suggest',
  }));

/** The thresholds as they are in use now, which need not be those for which it was trained. */
const reportInUse = (app: App, field: LearnedField, stored: LearnReportView | null): LearnReportView | null =>
  learnedNow(app).models.get(field)?.model.report ?? stored;

export const fieldAccuracy = (
  app: App,
  actor: Actor,
  field: LearnedField,
): Promise<ReplyOf<typeof readFieldAccuracy>> =>
  app.db.read(everything, async (tx) => {
    const summary = (await fieldSummaries(tx, app)).find((one) => one.field === field);
    if (!summary) throw new Error(`no summary of ${field}`);
    const stored = summary.model === null ? null : await reportOf(tx, summary.model.id);
    const report = summary.problem === null ? reportInUse(app, field, stored) : stored;
    const models = await modelsOf(tx, field, null, learningPoints);
    return {
      summary,
      report,
      learning: models.toReversed().map(({ version, rows, accuracy, state }) => ({ version, rows, accuracy, state })),
      nextSteps: report === null ? await firstStepsOf(tx, field) : nextStepsOf(report),
      names: await namesOf(tx, app, actor, field),
    };
  });
