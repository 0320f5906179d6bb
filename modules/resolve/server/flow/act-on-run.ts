import {
  accessTicketForChange,
  setCustomValues,
  ticketsByIds,
  transitionTicket,
  type TicketRow,
} from '#modules/ticket/server/index.ts';
import type { BodyOf } from '#platform/contract/route.ts';
import type { App } from '#platform/server/app.ts';
import { everything, type Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { notFound, Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type {
  finishFlowStep,
  FlowRunReply,
  FlowStep,
  FlowWay,
  moveFlowRun,
  tickFlowCheck,
} from '../../contract/flow.ts';
import { peopleNames } from '../people-names.ts';
import { resolveEvent } from '../resolve.events.ts';
import { beginFlow, bindOpened, leaveFlow } from './bind-ticket.ts';
import { actionBetween, isOpenWay, stepOf } from './flow.rules.ts';
import { endRun, followState, goTo, standingOf, type Standing } from './follow-state.ts';
import { demandDone, stepName, waitsForApproval } from './leave-step.ts';
import { publishedFlows } from './published-flows.ts';
import { deleteTick, insertTick, lockRun, setWanted, visitOf, type Wanted } from './run.queries.ts';
import { stepWords } from './stay.ts';
import { factsOf } from './ticket-facts.ts';
import { runReply } from './view-run.ts';
import { mayFinish } from './who-finishes.ts';

type Holding = { ticket: TicketRow; at: Standing };

/** The stay that the caller saw, locked. Of two who finish it at once the second learns who was faster. */
const hold = async (tx: Tx, app: App, actor: Actor, number: string, seen: number): Promise<Holding> => {
  const ticket = await accessTicketForChange(tx, actor, number, 'ticket.transition', undefined);
  const found = (await lockRun(tx, ticket.id)) ?? (await bindOpened(tx, app, ticket));
  if (!found) throw notFound('workflow_run');
  const run = await followState(tx, app, ticket, found);
  const at = await standingOf(tx, app, run);
  if (at?.visit.no === seen) return { ticket, at };
  const gone = await visitOf(tx, ticket.id, seen);
  const by = gone?.leftBy ?? null;
  throw new Problem('resolve.flow_step_done', 409, {
    step: at ? stepName(actor, at.step) : '',
    by: (await peopleNames(tx, [by]))(by),
  });
};

export const tickCheck = (
  app: App,
  actor: Actor,
  number: string,
  body: BodyOf<typeof tickFlowCheck>,
): Promise<FlowRunReply> =>
  app.db.write(actor.reach, async (tx) => {
    const { ticket, at } = await hold(tx, app, actor, number, body.visit);
    const check = at.step.checks.find((one) => one.key === body.check);
    if (!check) throw notFound('workflow_check');
    if (!(await mayFinish(tx, app, actor, ticket, at.step)))
      throw new Problem('resolve.flow_not_yours', 403, { step: stepName(actor, at.step) });
    const now = app.clock.now();
    const changed = body.done
      ? await insertTick(tx, ticket.id, at.visit.no, { checkKey: check.key, doneAt: now, doneBy: actor.id })
      : await deleteTick(tx, ticket.id, at.visit.no, check.key);
    const name = body.done ? 'resolve.flow_ticked' : 'resolve.flow_unticked';
    const data = { step: check.text, stepEn: check.textEn || check.text };
    if (changed) await emit(tx, [resolveEvent(name, ticket.id, actor, now, data)]);
    return runReply(tx, app, actor, ticket.id);
  });

type Leaving = { app: App; actor: Actor; ticket: TicketRow; at: Standing; wanted: Wanted };

/** Within a state the flow goes alone. */
const goWithin = async (tx: Tx, leaving: Leaving, to: FlowStep): Promise<void> => {
  const { app, actor, ticket, at, wanted } = leaving;
  await demandDone(tx, app, actor, ticket, at);
  if (await waitsForApproval(tx, leaving, at, wanted)) return;
  await goTo(tx, app, ticket, at, { step: to, way: wanted.way, by: actor.id });
};

/** From state to state the state machine decides, with everybody who has a say; the guard of this module among them. */
const goAlong = async (tx: Tx, leaving: Leaving, way: FlowWay, to: FlowStep): Promise<void> => {
  const { app, actor, ticket, at, wanted } = leaving;
  const action = actionBetween(at.step.state, to.state);
  if (action === undefined || action === 'stay') throw new Problem('resolve.flow_no_way', 409, { step: way.name });
  await setWanted(tx, at.visit, wanted);
  const reply = wanted.reply === null ? {} : { reply: wanted.reply };
  const moved = await transitionTicket(tx, app, actor, ticket.id, action, { reason: wanted.reason, ...reply });
  if (moved.state === to.state) await followState(tx, app, moved, at.run);
};

/** A step without ways is the end of the flow; the state machine goes on by itself. */
const endHere = async (tx: Tx, leaving: Leaving): Promise<void> => {
  const { app, actor, ticket, at, wanted } = leaving;
  if (at.step.ways.length > 0) throw new Problem('resolve.flow_choose_way', 422);
  await demandDone(tx, app, actor, ticket, at);
  if (await waitsForApproval(tx, leaving, at, wanted)) return;
  await endRun(tx, app, at, { state: 'done', by: actor.id });
  await emit(tx, [resolveEvent('resolve.flow_done', ticket.id, actor, app.clock.now(), stepWords(at.step))]);
};

export const finishStep = (
  app: App,
  actor: Actor,
  number: string,
  body: BodyOf<typeof finishFlowStep>,
): Promise<FlowRunReply> =>
  app.db.write(actor.reach, async (tx) => {
    const { ticket, at } = await hold(tx, app, actor, number, body.visit);
    if (Object.keys(body.values).length > 0) await setCustomValues(tx, app, actor, ticket, body.values);
    const wanted: Wanted = { way: body.way, reason: body.reason, reply: body.reply ?? null, by: actor.id };
    const leaving: Leaving = { app, actor, ticket, at, wanted };
    if (body.way === null) {
      await endHere(tx, leaving);
      return runReply(tx, app, actor, ticket.id);
    }
    const way = at.step.ways.find((one) => one.key === body.way);
    const to = way && stepOf(at.spec, way.to);
    if (!way || !to || !isOpenWay(way, await factsOf(tx, ticket)))
      throw new Problem('resolve.flow_way_closed', 409, { way: way?.name ?? body.way });
    if (to.state === at.step.state) await goWithin(tx, leaving, to);
    else await goAlong(tx, leaving, way, to);
    return runReply(tx, app, actor, ticket.id);
  });

/** Puts a running ticket on the version in force of a flow; where both know its step, it stays at that step. */
export const moveRun = (
  app: App,
  actor: Actor,
  number: string,
  body: BodyOf<typeof moveFlowRun>,
): Promise<FlowRunReply> =>
  app.db.write(everything, async (tx) => {
    const ticket = await accessTicketForChange(tx, actor, number, 'ticket.read', undefined);
    const flow = (await publishedFlows(tx, app)).find((one) => one.flowId === body.flowId);
    if (!flow) throw new Problem('resolve.flow_not_published', 409);
    const run = await lockRun(tx, ticket.id);
    const key = run && (await visitOf(tx, ticket.id, run.visit))?.stepKey;
    if (run) await leaveFlow(tx, app, run);
    if (!(await beginFlow(tx, app, actor, ticket, flow, key ?? undefined)))
      throw new Problem('resolve.flow_no_step', 409, { state: ticket.state });
    const data = { flow: flow.spec.name, flowEn: flow.spec.nameEn || flow.spec.name, no: flow.no, reason: body.reason };
    await emit(tx, [resolveEvent('resolve.flow_moved', ticket.id, actor, app.clock.now(), data)]);
    return runReply(tx, app, actor, ticket.id);
  });

/** For commands and the demonstration: the same without a person. */
export const bindByHand = async (
  tx: Tx,
  app: App,
  actor: Actor,
  ticketId: string,
  flowId: string,
): Promise<boolean> => {
  const [ticket] = await ticketsByIds(tx, [ticketId]);
  const flow = (await publishedFlows(tx, app)).find((one) => one.flowId === flowId);
  return ticket !== undefined && flow !== undefined && (await beginFlow(tx, app, actor, ticket, flow)) !== null;
};
