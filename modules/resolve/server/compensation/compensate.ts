import { registerApprovalSubject, requestApproval, type Outcome } from '#modules/approval/server/index.ts';
import {
  accessTicket,
  canDoToTicket,
  registerStepGuard,
  ticketsByIds,
  type TicketRow,
} from '#modules/ticket/server/index.ts';
import { moneyText } from '#platform/contract/money.ts';
import type { BodyOf, ReplyOf } from '#platform/contract/route.ts';
import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { notFound, Problem } from '#platform/server/http/problem.ts';
import { may, type Actor } from '#platform/server/session/actor.ts';
import type { addCompensation, CompensationState, listCompensation } from '../../contract.ts';
import { peopleNames } from '../people-names.ts';
import { resolveEvent } from '../resolve.events.ts';
import {
  deleteLine,
  insertLine,
  lineById,
  linesOf,
  lockLines,
  rewriteLine,
  setLineState,
  setPaid,
  type LineRow,
} from './compensation.queries.ts';
import { centsToApprove, mayAct, totalsOf, type LineAct } from './compensation.rules.ts';

type Reply = ReplyOf<typeof listCompensation>;
type LineInput = BodyOf<typeof addCompensation>;

const write = 'compensation.write';
const pay = 'compensation.pay';
const approvalKind = 'compensation';

const isSettled = (ticket: TicketRow): boolean => ['archived', 'declined', 'spam'].includes(ticket.state);

const viewOf = async (tx: Tx, actor: Actor, ticket: TicketRow): Promise<Reply> => {
  const lines = await linesOf(tx, ticket.id);
  const nameOf = await peopleNames(
    tx,
    lines.map((line) => line.createdBy),
  );
  const canWrite = canDoToTicket(actor, write, ticket) && !isSettled(ticket);
  const canPay = canDoToTicket(actor, pay, ticket);
  return {
    items: lines.map((line) => ({
      ...line,
      createdBy: nameOf(line.createdBy),
      createdAt: line.createdAt.toISOString(),
      paidAt: line.paidAt?.toISOString() ?? null,
      abilities: {
        edit: canWrite && mayAct(line.state, 'edit'),
        submit: canWrite && mayAct(line.state, 'submit'),
        pay: canPay && mayAct(line.state, 'pay'),
      },
    })),
    totals: totalsOf(lines),
    canAdd: canWrite,
  };
};

export const readCompensation = (app: App, actor: Actor, number: string): Promise<Reply> =>
  app.db.read(actor.reach, async (tx) => viewOf(tx, actor, await accessTicket(tx, actor, number, 'ticket.read')));

const demandUnsettled = (ticket: TicketRow): void => {
  if (isSettled(ticket)) throw new Problem('ticket.not_open', 409, { state: ticket.state });
};

export const addLine = (app: App, actor: Actor, number: string, line: LineInput): Promise<Reply> =>
  app.db.write(actor.reach, async (tx) => {
    const ticket = await accessTicket(tx, actor, number, write);
    demandUnsettled(ticket);
    const at = app.clock.now();
    await insertLine(tx, { ...line, id: newId(at), ticketId: ticket.id, by: actor.id, at });
    await emit(tx, [resolveEvent('resolve.compensation_changed', ticket.id, actor, at)]);
    return viewOf(tx, actor, ticket);
  });

type Held = { readonly ticket: TicketRow; readonly line: LineRow; readonly lines: readonly LineRow[] };

/** The line for a change: its ticket is within reach, all lines of the ticket are held, and its state allows it. */
const holdLine = async (tx: Tx, actor: Actor, id: string, permission: string, act: LineAct): Promise<Held> => {
  const seen = await lineById(tx, id);
  if (!seen) throw notFound('compensation');
  const ticket = await accessTicket(tx, actor, seen.ticketId, permission);
  const lines = await lockLines(tx, ticket.id);
  const line = lines.find((one) => one.id === id);
  if (!line) throw notFound('compensation');
  if (!mayAct(line.state, act)) throw new Problem('resolve.line_is_fixed', 409, { state: line.state });
  if (act !== 'pay') demandUnsettled(ticket);
  return { ticket, line, lines };
};

/** One act on one line, told in the thread. */
const onLine = (
  app: App,
  actor: Actor,
  id: string,
  { permission = write, act, event }: { permission?: string; act: LineAct; event: Parameters<typeof resolveEvent>[0] },
  change: (tx: Tx, held: Held, at: Date) => Promise<void>,
): Promise<Reply> =>
  app.db.write(actor.reach, async (tx) => {
    const held = await holdLine(tx, actor, id, permission, act);
    const at = app.clock.now();
    await change(tx, held, at);
    await emit(tx, [resolveEvent(event, held.ticket.id, actor, at, { lineId: id })]);
    return viewOf(tx, actor, held.ticket);
  });

export const changeLine = (app: App, actor: Actor, id: string, line: LineInput): Promise<Reply> =>
  onLine(app, actor, id, { act: 'edit', event: 'resolve.compensation_changed' }, (tx) => rewriteLine(tx, id, line));

export const dropLine = (app: App, actor: Actor, id: string): Promise<Reply> =>
  onLine(app, actor, id, { act: 'drop', event: 'resolve.compensation_changed' }, (tx) => deleteLine(tx, id));

export const markPaid = (app: App, actor: Actor, id: string, reference: string): Promise<Reply> =>
  onLine(app, actor, id, { permission: pay, act: 'pay', event: 'resolve.compensation_paid' }, (tx, _held, at) =>
    setPaid(tx, id, { by: actor.id, at, reference }),
  );

const cents = 100;

export const submitLine = (app: App, actor: Actor, id: string, reason: string): Promise<Reply> =>
  onLine(app, actor, id, { act: 'submit', event: 'resolve.compensation_asked' }, async (tx, held, at) => {
    const { ticket, line, lines } = held;
    const answered = await requestApproval(tx, {
      subject: {
        kind: approvalKind,
        id,
        title: `${moneyText(line.amountCents / cents, line.currency)} · ${ticket.subject}`.slice(0, 200),
        link: `/tickets/${ticket.number}`,
        departmentId: ticket.departmentId,
      },
      facts: {
        amount: centsToApprove(lines, line) / cents,
        line: line.amountCents / cents,
        currency: line.currency,
        kind: line.kind,
        level: ticket.level,
      },
      requestedBy: actor,
      now: at,
      reason,
    });
    const state: CompensationState = answered.outcome;
    await setLineState(tx, id, { state, requestId: answered.requestId, at: state === 'approved' ? at : null });
  });

const stateAfter: Readonly<Record<Outcome, CompensationState>> = {
  approved: 'approved',
  rejected: 'rejected',
  withdrawn: 'draft',
};

registerApprovalSubject(approvalKind, {
  onDecided: async (tx, request, outcome, { actor, at }) => {
    const line = await lineById(tx, request.subjectId);
    if (line?.state !== 'pending') return;
    const state = stateAfter[outcome];
    await setLineState(tx, line.id, { state, requestId: state === 'draft' ? null : request.id, at });
    const name = outcome === 'approved' ? 'resolve.compensation_approved' : 'resolve.compensation_rejected';
    await emit(tx, [
      resolveEvent(outcome === 'withdrawn' ? 'resolve.compensation_changed' : name, line.ticketId, actor, at, {
        lineId: line.id,
      }),
    ]);
  },
  canSee: async (tx, actor, subjectId) => {
    const line = await lineById(tx, subjectId);
    const [ticket] = line ? await ticketsByIds(tx, [line.ticketId]) : [];
    return ticket !== undefined && may(actor, 'ticket.read') && canDoToTicket(actor, 'ticket.read', ticket);
  },
  subjectsOf: async (tx, ticketId) => (await linesOf(tx, ticketId)).map((line) => line.id),
});

/** A case is not closed over money that is still being decided about. */
registerStepGuard('resolve.compensation', 20, async (tx, { ticket, action }) => {
  if (action !== 'close' && action !== 'decline') return 'go';
  const pending = (await linesOf(tx, ticket.id)).filter((line) => line.state === 'pending');
  if (pending.length === 0) return 'go';
  throw new Problem('resolve.compensation_pending', 409, { count: pending.length });
});
