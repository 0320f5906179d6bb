import { newId } from '#platform/server/crypto/ids.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { notFound, Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { Facts } from '../contract.ts';
import { approvalEvent } from './approval.events.ts';
import {
  insertRequest,
  lockRequest,
  saveRequest,
  saveSeats,
  seatsOf,
  stateOf,
  type RequestRecord,
} from './approval.queries.ts';
import { beginRequest, resubmitRequest, settleUnasked } from './approval.rules.ts';
import type { RequestState } from './approval.state.ts';
import { absencesAt } from './delegation.queries.ts';
import { findFlows, type FlowRecord } from './flow.queries.ts';
import { flowFor } from './flow.rules.ts';
import { nameSigners } from './signers.ts';
import { awaitedPeople } from './stand-ins.ts';
import { dueOf, writeAct } from './write-act.ts';

export type Subject = {
  readonly kind: string;
  readonly id: string;
  /** What a signer reads first: 补偿 ¥800. */
  readonly title: string;
  /** Where the whole of it stands, a path of this product. */
  readonly link: string;
  /** Where it lies, for flows that ask the head of that department. */
  readonly departmentId?: string | null;
};

export type ApprovalWish = {
  readonly subject: Subject;
  readonly facts: Facts;
  readonly requestedBy: Actor;
  readonly now: Date;
  /** Why, in the requester's words. */
  readonly reason?: string;
  readonly attachmentIds?: readonly string[];
};

/** At once where no flow asks anybody; else the request that is under way. */
export type Answered =
  | { readonly outcome: 'approved'; readonly requestId: null }
  | { readonly outcome: 'pending'; readonly requestId: string };

const requesterOf = (actor: Actor): string => {
  if (actor.id === null) throw new Problem('approval.requester_missing', 422);
  return actor.id;
};

const announce = async (
  tx: Tx,
  row: RequestRecord,
  state: RequestState,
  { requestedBy: actor, now }: Pick<ApprovalWish, 'requestedBy' | 'now'>,
  name: 'approval.requested' | 'approval.resubmitted',
): Promise<void> => {
  const about = { kind: row.kind, subjectId: row.subjectId };
  const personIds = awaitedPeople(await absencesAt(tx, now), state);
  const { level, round } = state;
  await emit(tx, [
    name === 'approval.requested'
      ? approvalEvent(name, row.id, actor, now, { ...about, requestedBy: row.requestedBy })
      : approvalEvent(name, row.id, actor, now, { ...about, round }),
    approvalEvent('approval.awaited', row.id, actor, now, { ...about, level, round, personIds }),
  ]);
};

const openRequest = async (tx: Tx, wish: ApprovalWish, flow: FlowRecord): Promise<string> => {
  const { subject, facts, now } = wish;
  const requesterId = requesterOf(wish.requestedBy);
  const departmentId = subject.departmentId ?? null;
  const levels = await nameSigners(tx, flow.levels, { requesterId, subjectDepartmentId: departmentId });
  const state = beginRequest(requesterId, levels);
  const row: RequestRecord = {
    id: newId(now),
    kind: subject.kind,
    subjectId: subject.id,
    title: subject.title,
    link: subject.link,
    facts,
    departmentId,
    flowId: flow.id,
    flowVersion: flow.version,
    levels,
    requestedBy: requesterId,
    reason: wish.reason ?? '',
    status: state.status,
    round: state.round,
    submittedRound: state.submittedRound,
    level: state.level,
    requestedAt: now,
    decidedAt: null,
    dueAt: await dueOf(tx, state, levels, now),
    urgedAt: null,
    urgeCount: 0,
    actCount: 1,
  };
  if (!(await insertRequest(tx, row))) throw new Problem('approval.pending_already', 409);
  await saveSeats(tx, row.id, null, state);
  await writeAct(tx, row, wish.requestedBy, now, {
    kind: 'requested',
    comment: row.reason,
    facts,
    attachmentIds: wish.attachmentIds ?? [],
  });
  await saveRequest(tx, row);
  await announce(tx, row, state, wish, 'approval.requested');
  return row.id;
};

/** Asks whoever the first fitting flow names; approved at once when none fits. In the caller's transaction. */
export const requestApproval = async (tx: Tx, wish: ApprovalWish): Promise<Answered> => {
  const flow = flowFor(await findFlows(tx, wish.subject.kind), wish.subject.kind, wish.facts);
  if (!flow) return { outcome: 'approved', requestId: null };
  return { outcome: 'pending', requestId: await openRequest(tx, wish, flow) };
};

export type NewAsking = {
  readonly requestId: string;
  readonly by: Actor;
  readonly now: Date;
  readonly comment?: string;
  readonly attachmentIds?: readonly string[];
  /** What changed since it came back. Other facts may fit another flow, or none: then it is approved here and now. */
  readonly changed?: { readonly title?: string; readonly facts: Facts };
};

/**
 * Asks again after it came back. With other facts the flows are tried anew. When none fits any more, the request ends
 * approved, and the caller does what approval allows: no hook is called for what the caller does himself.
 */
export const resubmitApproval = async (tx: Tx, asking: NewAsking): Promise<Answered> => {
  const { by, now, changed } = asking;
  const row = await lockRequest(tx, asking.requestId);
  if (!row) throw notFound('approval');
  const before = stateOf(row, await seatsOf(tx, [row.id]));
  const personId = requesterOf(by);
  const facts = changed?.facts ?? row.facts;
  const flow = changed ? flowFor(await findFlows(tx, row.kind), row.kind, facts) : undefined;
  const place = { requesterId: row.requestedBy, subjectDepartmentId: row.departmentId };
  const levels = changed && !flow ? row.levels : await nameSigners(tx, flow?.levels ?? row.levels, place);
  const after = changed && !flow ? settleUnasked(before, personId) : resubmitRequest(before, personId, levels);
  const next: RequestRecord = {
    ...row,
    title: changed?.title ?? row.title,
    facts,
    levels,
    flowId: flow?.id ?? row.flowId,
    flowVersion: flow?.version ?? row.flowVersion,
    status: after.status,
    round: after.round,
    submittedRound: after.submittedRound,
    level: after.level,
    decidedAt: after.status === 'approved' ? now : null,
    dueAt: await dueOf(tx, after, levels, now),
    actCount: row.actCount + 1,
  };
  await writeAct(tx, next, by, now, {
    kind: 'resubmitted',
    comment: asking.comment ?? '',
    attachmentIds: asking.attachmentIds ?? [],
    facts,
  });
  await saveSeats(tx, row.id, before, after);
  await saveRequest(tx, next);
  const about = { kind: row.kind, subjectId: row.subjectId };
  if (after.status === 'approved') {
    const data = { ...about, outcome: 'approved' as const, requestedBy: row.requestedBy };
    await emit(tx, [approvalEvent('approval.decided', row.id, by, now, data)]);
    return { outcome: 'approved', requestId: null };
  }
  await announce(tx, next, after, { requestedBy: by, now }, 'approval.resubmitted');
  return { outcome: 'pending', requestId: row.id };
};
