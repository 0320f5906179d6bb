import type { NewEvent } from '#platform/server/events/event.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { RejectTarget } from '../contract.ts';
import type { Outcome } from './subjects.ts';

type About = { kind: string; subjectId: string };

/** Data of each event; the subject of all is the request. Ids only, never words of people. */
export type ApprovalEventData = {
  'approval.requested': About & { requestedBy: string };
  /** A level is open and these people are asked, stand-ins among them. */
  'approval.awaited': About & { level: number; round: number; personIds: readonly string[] };
  'approval.signed': About & { level: number; agreed: boolean; insteadOf: string | null };
  'approval.returned': About & { target: RejectTarget; requestedBy: string };
  'approval.resubmitted': About & { round: number };
  'approval.signer_added': About & { personIds: readonly string[]; place: 'before' | 'after' };
  'approval.transferred': About & { personIds: readonly string[] };
  'approval.commented': About;
  'approval.urged': About & { personIds: readonly string[]; times: number };
  'approval.reminded': About & { personIds: readonly string[] };
  'approval.escalated': About & { personIds: readonly string[] };
  'approval.decided': About & { outcome: Outcome; requestedBy: string };
};
export type ApprovalEventName = keyof ApprovalEventData;

export const approvalEventNames = [
  'approval.requested',
  'approval.awaited',
  'approval.signed',
  'approval.returned',
  'approval.resubmitted',
  'approval.signer_added',
  'approval.transferred',
  'approval.commented',
  'approval.urged',
  'approval.reminded',
  'approval.escalated',
  'approval.decided',
] as const satisfies readonly ApprovalEventName[];

export const approvalEvent = <Name extends ApprovalEventName>(
  name: Name,
  requestId: string,
  actor: Actor,
  at: Date,
  data: ApprovalEventData[Name],
): NewEvent => ({ name, subjectId: requestId, actor, at, data });
