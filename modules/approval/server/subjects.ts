import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { Facts } from '../contract.ts';

export type DecidedRequest = {
  readonly id: string;
  readonly kind: string;
  readonly subjectId: string;
  readonly facts: Facts;
  readonly requestedBy: string;
};

export type Outcome = 'approved' | 'rejected' | 'withdrawn';

export type Decision = {
  readonly app: App;
  /** Whose act ended it; the system where a time-out did. */
  readonly actor: Actor;
  readonly at: Date;
  /** What he said with it. */
  readonly comment: string;
};

export type ApprovalSubject = {
  /** Runs in the transaction of the deciding act, which reaches everything: a fault here undoes the decision. */
  readonly onDecided: (tx: Tx, request: DecidedRequest, outcome: Outcome, decision: Decision) => Promise<void>;
  /** It came back to the requester and waits for him. */
  readonly onReturned?: (tx: Tx, request: DecidedRequest, decision: Decision) => Promise<void>;
  /** Who reads the subject reads its approvals; without it only those who take part do. */
  readonly canSee?: (tx: Tx, actor: Actor, subjectId: string) => Promise<boolean>;
};

const subjects = new Map<string, ApprovalSubject>();

/** The owner of a kind says once, at import, what a decision does to its subjects. */
export const registerApprovalSubject = (kind: string, subject: ApprovalSubject): void => {
  subjects.set(kind, subject);
};

export const subjectOf = (kind: string): ApprovalSubject | undefined => subjects.get(kind);

export const subjectKinds = (): string[] => [...subjects.keys()];
