import { registerApprovalSubject, type ApprovalSubject, type Decision } from '#modules/approval/server/index.ts';
import {
  canDoToTicket,
  lockTicket,
  ticketCategories,
  ticketsByIds,
  transitionTicket,
  type TicketRow,
} from '#modules/ticket/server/index.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { Problem } from '#platform/server/http/problem.ts';
import { systemActor } from '#platform/server/session/actor.ts';
import { resolveEvent } from '../resolve.events.ts';
import { flowApprovalKind } from './ask-approval.ts';
import { actionBetween, isOpenWay, stepOf } from './flow.rules.ts';
import { followState, goTo, standingOf, type Standing } from './follow-state.ts';
import { specOf } from './published-flows.ts';
import { lockRun, setVisitApproval, setWanted, visitById, visitsOf, type VisitRow } from './run.queries.ts';
import { stepWords } from './stay.ts';
import { factsOf } from './ticket-facts.ts';

/** Steps that a person takes himself, for others have to be asked about them as well. */
const askedTwice = new Set<string>(['close']);

/** The way that was waited for, if it is still open; otherwise somebody chooses again. */
const goOn = async (tx: Tx, { app }: Decision, ticket: TicketRow, at: Standing): Promise<void> => {
  const { wanted } = at.visit;
  const way = at.step.ways.find((one) => one.key === wanted?.way);
  const to = way && stepOf(at.spec, way.to);
  if (!wanted || !way || !to || !isOpenWay(way, await factsOf(tx, ticket))) return;
  const action = actionBetween(at.step.state, to.state);
  if (action === 'stay') {
    await goTo(tx, app, ticket, at, { step: to, way: way.key, by: wanted.by });
    return;
  }
  if (action === undefined || askedTwice.has(action)) return;
  const words = wanted.reply === null ? {} : { reply: wanted.reply };
  try {
    const moved = await transitionTicket(tx, app, systemActor, ticket.id, action, { reason: wanted.reason, ...words });
    await followState(tx, app, moved, at.run);
  } catch (error) {
    // Refused before anything was written: the approval stands, and a person takes the step.
    if (!(error instanceof Problem)) throw error;
  }
};

const settle = async (tx: Tx, visit: VisitRow, approved: boolean, decision: Decision): Promise<void> => {
  const { app, actor, at } = decision;
  const ticket = await lockTicket(tx, visit.ticketId);
  const run = await lockRun(tx, visit.ticketId);
  await setVisitApproval(tx, visit, approved ? 'approved' : 'refused', visit.requestId);
  const standing = run && (await standingOf(tx, app, run));
  if (!ticket || !standing || standing.visit.id !== visit.id) return;
  const name = approved ? 'resolve.flow_agreed' : 'resolve.flow_refused';
  await emit(tx, [resolveEvent(name, ticket.id, actor, at, stepWords(standing.step))]);
  if (approved) await goOn(tx, decision, ticket, standing);
  else await setWanted(tx, visit, null);
};

const subject: ApprovalSubject = {
  onDecided: async (tx, request, outcome, decision) => {
    const visit = await visitById(tx, request.subjectId);
    if (visit?.approval === 'waiting') await settle(tx, visit, outcome === 'approved', decision);
  },
  canSee: async (tx, actor, subjectId) => {
    const visit = await visitById(tx, subjectId);
    const [ticket] = visit ? await ticketsByIds(tx, [visit.ticketId]) : [];
    return ticket !== undefined && canDoToTicket(actor, 'ticket.read', ticket);
  },
  subjectsOf: async (tx, ticketId) => (await visitsOf(tx, ticketId)).map((visit) => visit.id),
  namesOf: async (tx, app, { subjectId, facts }) => {
    const visit = await visitById(tx, subjectId);
    const step = visit && stepOf(await specOf(tx, app, visit.flowId, visit.versionNo), visit.stepKey);
    const category = (await ticketCategories(tx)).find((each) => each.key === facts['category']);
    return {
      ...(step ? { step: { name: step.name, nameEn: step.nameEn } } : {}),
      ...(category ? { category: { name: category.name, nameEn: category.nameEn } } : {}),
    };
  },
};
registerApprovalSubject(flowApprovalKind, subject);
