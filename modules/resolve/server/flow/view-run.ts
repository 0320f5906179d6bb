import { pausedTickets } from '#modules/sla/server/index.ts';
import { accessTicket, canDoToTicket, ticketsByIds, type TicketRow } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { may, type Actor } from '#platform/server/session/actor.ts';
import type { FlowFacts, FlowRunReply, FlowRunView, FlowState } from '../../contract/flow.ts';
import { peopleNames } from '../people-names.ts';
import { askedFields, fieldValues } from './company-fields.ts';
import { versionsOf } from './flow.queries.ts';
import { actionBetween, isOpenWay, stepOf } from './flow.rules.ts';
import type { Standing } from './follow-state.ts';
import { specOf } from './published-flows.ts';
import { runOf, ticksOf, visitsOf, type RunRow, type VisitRow } from './run.queries.ts';
import { factsOf } from './ticket-facts.ts';
import { standLike } from './step-time.rules.ts';
import { limitOf } from './step-time.ts';
import { mayFinish, responsibleFor } from './who-finishes.ts';

type StepView = FlowRunView['step'];

const checksOf = async (tx: Tx, { step, visit }: Standing): Promise<StepView['checks']> => {
  const ticks = new Map((await ticksOf(tx, visit.ticketId, visit.no)).map((tick) => [tick.checkKey, tick]));
  const nameOf = await peopleNames(
    tx,
    [...ticks.values()].map((tick) => tick.doneBy),
  );
  return step.checks.map((check) => {
    const tick = ticks.get(check.key);
    return { ...check, doneAt: tick?.doneAt.toISOString() ?? null, doneBy: nameOf(tick?.doneBy ?? null) };
  });
};

const fieldsOf = async (tx: Tx, ticket: TicketRow, { step }: Standing): Promise<StepView['fields']> => {
  if (step.fields.length === 0) return [];
  const asked = new Set((await askedFields(tx, ticket, step.fields)).map((field) => field.key));
  const values = await fieldValues(tx, ticket.id);
  return step.fields.map((key) => ({ key, filled: values[key] !== undefined, asked: asked.has(key) }));
};

const waysOf = (ticket: TicketRow, { spec, step }: Standing, facts: FlowFacts): StepView['ways'] =>
  step.ways.flatMap((way) => {
    const to = stepOf(spec, way.to);
    const action = to && actionBetween(step.state, to.state);
    if (!to || action === undefined) return [];
    return [
      {
        key: way.key,
        name: way.name,
        nameEn: way.nameEn,
        toName: to.name,
        toNameEn: to.nameEn,
        toState: to.state,
        action: action === 'stay' ? null : action,
        open: isOpenWay(way, facts),
        needsReason: action === 'close' || action === 'reopen',
        needsReply: action === 'answer' && ticket.roundReplyAt === null,
      },
    ];
  });

const stepView = async (tx: Tx, app: App, ticket: TicketRow, at: Standing): Promise<StepView> => {
  const { step } = at;
  const since = (await pausedTickets(tx, [ticket.id])).get(ticket.id) ?? null;
  // As the ticket stands now: what says so to the stored row comes a moment later.
  const visit = at.visit.leftAt === null ? standLike(limitOf(app, step), at.visit, since, app.clock.now()) : at.visit;
  const { role, department, gone } = await responsibleFor(tx, app, step);
  return {
    key: step.key,
    name: step.name,
    nameEn: step.nameEn,
    state: step.state,
    guidance: step.guidance,
    guidanceEn: step.guidanceEn,
    responsible: { role, department, gone },
    enteredAt: visit.enteredAt.toISOString(),
    dueAt: visit.dueAt?.toISOString() ?? null,
    late: visit.lateAt !== null,
    pausedAt: visit.pausedAt?.toISOString() ?? null,
    checks: await checksOf(tx, at),
    fields: await fieldsOf(tx, ticket, at),
    approval: visit.approval,
    requestId: visit.requestId,
    ways: waysOf(ticket, at, await factsOf(tx, ticket)),
    faults: visit.faults,
  };
};

/** A ticket may have been on several flows; each stay is told by the words of its own version. */
const historyOf = async (tx: Tx, app: App, visits: readonly VisitRow[]): Promise<FlowRunView['visits']> => {
  const nameOf = await peopleNames(
    tx,
    visits.map((visit) => visit.leftBy),
  );
  const told: FlowRunView['visits'] = [];
  for (const visit of visits) {
    const step = stepOf(await specOf(tx, app, visit.flowId, visit.versionNo), visit.stepKey);
    told.push({
      no: visit.no,
      name: step?.name ?? visit.stepKey,
      nameEn: step?.nameEn ?? '',
      state: step?.state ?? ('new' satisfies FlowState),
      enteredAt: visit.enteredAt.toISOString(),
      leftAt: visit.leftAt?.toISOString() ?? null,
      leftBy: nameOf(visit.leftBy),
      dueAt: visit.dueAt?.toISOString() ?? null,
      late: visit.lateAt !== null,
    });
  }
  return told;
};

const runView = async (tx: Tx, app: App, actor: Actor, ticket: TicketRow, run: RunRow): Promise<FlowRunView | null> => {
  const spec = await specOf(tx, app, run.flowId, run.no);
  const visits = await visitsOf(tx, ticket.id);
  const visit = visits.find((one) => one.no === run.visit);
  const step = visit && stepOf(spec, visit.stepKey);
  if (!visit || !step) return null;
  const newest = (await versionsOf(tx, run.flowId)).find((row) => row.state === 'published');
  const works = run.state === 'running' && visit.leftAt === null && step.state === ticket.state;
  const mine = works && (await mayFinish(tx, app, actor, ticket, step));
  return {
    flow: { id: run.flowId, name: spec.name, nameEn: spec.nameEn, no: run.no, newestNo: newest?.no ?? null },
    state: run.state,
    visit: run.visit,
    step: await stepView(tx, app, ticket, { run, visit, spec, step }),
    visits: await historyOf(tx, app, visits),
    abilities: {
      tick: mine,
      finish: mine && visit.approval !== 'waiting',
      move: may(actor, 'flow.manage') && newest !== undefined && newest.no !== run.no,
    },
  };
};

/** Nothing for who no longer reaches the ticket: a step may have handed it to another department. */
export const runReply = async (tx: Tx, app: App, actor: Actor, ticketId: string): Promise<FlowRunReply> => {
  const [ticket] = await ticketsByIds(tx, [ticketId]);
  if (!ticket || !canDoToTicket(actor, 'ticket.read', ticket)) return { run: null, ticketState: null };
  const run = await runOf(tx, ticketId);
  return { run: run && (await runView(tx, app, actor, ticket, run)), ticketState: ticket.state };
};

export const readRun = (app: App, actor: Actor, number: string): Promise<FlowRunReply> =>
  app.db.read(actor.reach, async (tx) => {
    const ticket = await accessTicket(tx, actor, number, 'ticket.read');
    return runReply(tx, app, actor, ticket.id);
  });
