import type { TicketRow } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { systemActor } from '#platform/server/session/actor.ts';
import type { FlowSpec, FlowStep, FlowWay } from '../../contract/flow.ts';
import { enterStep } from './enter-step.ts';
import { entryIn, isFlowState, stepOf, wayInto } from './flow.rules.ts';
import { specOf } from './published-flows.ts';
import { leaveVisit, saveRun, visitOf, type RunRow, type VisitRow } from './run.queries.ts';
import { factsOf } from './ticket-facts.ts';

/** Where a ticket stands: its run, the stay that is not over, and the words of the version it keeps. */
export type Standing = { run: RunRow; visit: VisitRow; spec: FlowSpec; step: FlowStep };

export const standingOf = async (tx: Tx, app: App, run: RunRow): Promise<Standing | null> => {
  const visit = await visitOf(tx, run.ticketId, run.visit);
  if (!visit || visit.leftAt !== null || run.state !== 'running') return null;
  const spec = await specOf(tx, app, run.flowId, run.no);
  const step = stepOf(spec, visit.stepKey);
  return step ? { run, visit, spec, step } : null;
};

/** Ends the stay by a way and begins the next one. Who chose it may have waited for an approval since. */
export const goTo = async (
  tx: Tx,
  app: App,
  ticket: TicketRow,
  { run, visit }: Pick<Standing, 'run' | 'visit'>,
  to: { step: FlowStep; way: string | null; by: string | null },
): Promise<RunRow> => {
  await leaveVisit(tx, visit, { at: app.clock.now(), by: to.by, way: to.way });
  return enterStep(tx, { app, actor: systemActor, ticket, run, step: to.step });
};

export const endRun = async (
  tx: Tx,
  app: App,
  { run, visit }: Pick<Standing, 'run' | 'visit'>,
  end: { state: 'done' | 'outside'; by: string | null },
): Promise<RunRow> => {
  if (visit.leftAt === null) await leaveVisit(tx, visit, { at: app.clock.now(), by: end.by, way: null });
  const ended: RunRow = { ...run, state: end.state };
  await saveRun(tx, ended);
  return ended;
};

const wayTaken = async (tx: Tx, ticket: TicketRow, standing: Standing): Promise<FlowWay | undefined> => {
  const { spec, step, visit } = standing;
  const { state } = ticket;
  if (!isFlowState(state)) return undefined;
  const wanted = step.ways.find((way) => way.key === visit.wanted?.way);
  if (wanted && stepOf(spec, wanted.to)?.state === state) return wanted;
  return wayInto(spec, step, state, await factsOf(tx, ticket));
};

/** A run that was over or had no step for the state comes back to life where the ticket is now. */
const resume = async (tx: Tx, app: App, ticket: TicketRow, run: RunRow): Promise<RunRow> => {
  const { state } = ticket;
  // What was finished stays finished: only a case that is worked on again begins again.
  if (!isFlowState(state) || state === 'closed' || (run.state === 'done' && state === 'awaiting')) return run;
  const step = entryIn(await specOf(tx, app, run.flowId, run.no), state, await factsOf(tx, ticket));
  return step ? enterStep(tx, { app, actor: systemActor, ticket, run, step }) : run;
};

/**
 * The state machine moves by more hands than the flow's own: customers reopen, jobs close, approvals take steps. The run
 * goes where the ticket is, by the way somebody chose, by the first open one, or to the first step of that state.
 * The ticket's row is locked by the caller.
 */
export const followState = async (tx: Tx, app: App, ticket: TicketRow, run: RunRow): Promise<RunRow> => {
  const standing = await standingOf(tx, app, run);
  const { state } = ticket;
  if (!standing) return resume(tx, app, ticket, run);
  const { spec, step, visit } = standing;
  if (step.state === state) return run;
  const by = visit.wanted?.by ?? null;
  if (!isFlowState(state)) return endRun(tx, app, standing, { state: 'done', by });
  const way = await wayTaken(tx, ticket, standing);
  const to = way ? stepOf(spec, way.to) : entryIn(spec, state, await factsOf(tx, ticket));
  if (to) return goTo(tx, app, ticket, standing, { step: to, way: way?.key ?? null, by });
  return endRun(tx, app, standing, { state: state === 'closed' ? 'done' : 'outside', by });
};
