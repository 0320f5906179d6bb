import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { FactNames, Facts } from '../contract.ts';

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
  /** The subjects that belong to one whole (a ticket), for who tells all that was asked about it. */
  readonly subjectsOf?: (tx: Tx, wholeId: string) => Promise<string[]>;
  /** The names of those facts that are keys of the owner's tables; what is told here, no signer has to look up. */
  readonly namesOf?: (tx: Tx, app: App, request: Pick<DecidedRequest, 'subjectId' | 'facts'>) => Promise<FactNames>;
};

const subjects = new Map<string, ApprovalSubject>();

/** The owner of a kind says once, at import, what a decision does to its subjects. */
export const registerApprovalSubject = (kind: string, subject: ApprovalSubject): void => {
  subjects.set(kind, subject);
};

export const subjectOf = (kind: string): ApprovalSubject | undefined => subjects.get(kind);

/** Ids of everything of any kind that belongs to one whole. */
export const subjectsOfWhole = async (tx: Tx, wholeId: string): Promise<string[]> => {
  const ids = new Set<string>();
  for (const subject of subjects.values())
    for (const id of (await subject.subjectsOf?.(tx, wholeId)) ?? []) ids.add(id);
  return [...ids];
};

export const subjectKinds = (): string[] => [...subjects.keys()];
