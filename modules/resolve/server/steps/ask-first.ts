import { registerApprovalSubject, requestApproval, type ApprovalSubject } from '#modules/approval/server/index.ts';
import {
  accessTicket,
  canDoToTicket,
  formatTicketNumber,
  registerStepGuard,
  ticketsByIds,
  transitionTicket,
  type WantedStep,
} from '#modules/ticket/server/index.ts';
import type { ReplyOf } from '#platform/contract/route.ts';
import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { Problem } from '#platform/server/http/problem.ts';
import { systemActor, type Actor } from '#platform/server/session/actor.ts';
import type { readWaitingStep } from '../../contract.ts';
import { peopleNames } from '../people-names.ts';
import { resolveEvent } from '../resolve.events.ts';
import {
  insertStep,
  latestStep,
  settleStep,
  stepById,
  stepIdsOf,
  ticketOfStep,
  type StepRow,
} from './waiting-step.queries.ts';

/** What the approval of a step is called; all other steps are taken at once. */
const kindOf: Partial<Record<StepRow['action'], string>> = { decline: 'refusal', close: 'closing' };

const askFirst = async (tx: Tx, kind: string, { app, actor, ticket, action, reason, reply }: WantedStep) => {
  if ((await latestStep(tx, ticket.id))?.state === 'waiting') throw new Problem('resolve.step_waits', 409);
  const now = app.clock.now();
  const id = newId(now);
  const number = formatTicketNumber(ticket.number);
  const answered = await requestApproval(tx, {
    subject: {
      kind,
      id,
      title: `${number} · ${ticket.subject}`.slice(0, 200),
      link: `/tickets/${ticket.number}`,
      departmentId: ticket.departmentId,
    },
    facts: { level: ticket.level, kind: ticket.kind, channel: ticket.channel },
    requestedBy: actor,
    now,
    reason,
  });
  if (answered.outcome === 'approved') return 'go';
  const { requestId } = answered;
  const row = { id, ticketId: ticket.id, action, reason, reply: reply ?? null, requestId };
  if (!(await insertStep(tx, { ...row, askedBy: actor.id, askedAt: now })))
    throw new Problem('resolve.step_waits', 409);
  await emit(tx, [resolveEvent('resolve.step_waits', ticket.id, actor, now, { action, requestId })]);
  return 'wait';
};

registerStepGuard('resolve.approval', 30, async (tx, step) => {
  const kind = kindOf[step.action];
  return kind === undefined ? 'go' : askFirst(tx, kind, step);
});

/** False where the case went on in the meantime and no longer stands where the step begins. */
const take = async (tx: Tx, app: App, step: StepRow): Promise<boolean> => {
  const words = step.reply === null ? {} : { reply: step.reply };
  try {
    await transitionTicket(tx, app, systemActor, step.ticketId, step.action, { reason: step.reason, ...words });
    return true;
  } catch (error) {
    // Refused before anything was written: the approval stands, the step does not.
    if (error instanceof Problem) return false;
    throw error;
  }
};

const subject: ApprovalSubject = {
  onDecided: async (tx, request, outcome, { app, actor, at }) => {
    const step = await stepById(tx, request.subjectId);
    if (step?.state !== 'waiting') return;
    if (outcome === 'approved') {
      await settleStep(tx, step.id, (await take(tx, app, step)) ? 'taken' : 'lapsed', at);
      return;
    }
    await settleStep(tx, step.id, outcome === 'rejected' ? 'refused' : 'withdrawn', at);
    await emit(tx, [resolveEvent('resolve.step_refused', step.ticketId, actor, at, { action: step.action })]);
  },
  canSee: async (tx, actor, subjectId) => {
    const ticketId = await ticketOfStep(tx, subjectId);
    const [ticket] = ticketId === null ? [] : await ticketsByIds(tx, [ticketId]);
    return ticket !== undefined && canDoToTicket(actor, 'ticket.read', ticket);
  },
  subjectsOf: stepIdsOf,
};
for (const kind of Object.values(kindOf)) registerApprovalSubject(kind, subject);

export const readWaiting = (app: App, actor: Actor, number: string): Promise<ReplyOf<typeof readWaitingStep>> =>
  app.db.read(actor.reach, async (tx) => {
    const ticket = await accessTicket(tx, actor, number, 'ticket.read');
    const step = await latestStep(tx, ticket.id);
    if (!step) return { step: null };
    const { action, reason, state, requestId } = step;
    const askedBy = (await peopleNames(tx, [step.askedBy]))(step.askedBy);
    return { step: { action, reason, state, requestId, askedBy, askedAt: step.askedAt.toISOString() } };
  });
