import { requestApproval } from '#modules/approval/server/index.ts';
import { personActor } from '#modules/staff/server/index.ts';
import { formatTicketNumber } from '#modules/ticket/server/index.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import { resolveEvent } from '../resolve.events.ts';
import { setVisitApproval, type VisitRow } from './run.queries.ts';
import { stepWords, type Entering } from './stay.ts';
import { factsOf } from './ticket-facts.ts';

/** Approval flows of this kind tell the steps apart by the facts `topic`, `flow` and `step`. */
export const flowApprovalKind = 'flow_step';

/** Somebody has to ask; where the system brought the ticket here, its owner does. */
const askerOf = async (tx: Tx, { actor, ticket }: Pick<Entering, 'actor' | 'ticket'>): Promise<Actor | null> => {
  if (actor.id !== null) return actor;
  return ticket.ownerId === null ? null : personActor(tx, ticket.ownerId);
};

type Stay = Pick<VisitRow, 'id' | 'ticketId' | 'no'>;
type Asking = Pick<Entering, 'app' | 'actor' | 'ticket' | 'step'> & { readonly run: Pick<Entering['run'], 'flowId'> };

/** `nobody`: nobody is there who could ask; then leaving asks. */
export const askToLeave = async (
  tx: Tx,
  asking: Asking,
  stay: Stay,
  topic: string,
  reason = '',
): Promise<'approved' | 'waiting' | 'nobody'> => {
  const { app, ticket, step } = asking;
  const asker = await askerOf(tx, asking);
  if (!asker) return 'nobody';
  const now = app.clock.now();
  const facts = await factsOf(tx, ticket);
  const answered = await requestApproval(tx, {
    subject: {
      kind: flowApprovalKind,
      id: stay.id,
      title: `${formatTicketNumber(ticket.number)} · ${step.name} · ${ticket.subject}`.slice(0, 200),
      link: `/tickets/${ticket.number}`,
      departmentId: ticket.departmentId,
    },
    facts: {
      topic,
      step: step.key,
      level: ticket.level,
      kind: ticket.kind,
      category: ticket.categoryKey ?? '',
      amount: typeof facts['amount'] === 'number' ? facts['amount'] : 0,
    },
    requestedBy: asker,
    now,
    reason,
  });
  const state = answered.outcome === 'approved' ? 'approved' : 'waiting';
  await setVisitApproval(tx, stay, state, answered.requestId);
  if (state === 'waiting') await emit(tx, [resolveEvent('resolve.flow_waits', ticket.id, asker, now, stepWords(step))]);
  return state;
};
