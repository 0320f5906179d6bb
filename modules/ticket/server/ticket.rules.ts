import {
  openStates,
  ticketStages,
  type StageStep,
  type TicketAction,
  type TicketStage,
  type TicketState,
} from '../contract.ts';
import type { StepEventName } from './ticket.events.ts';

/** Pure decisions about the case: which step leads where, what it needs, what it stamps. */

export type Stamp = 'acceptedAt' | 'verifiedAt' | 'resolvedAt' | 'answeredAt' | 'closedAt' | 'archivedAt';

type Step = {
  readonly from: readonly TicketState[];
  readonly to: TicketState;
  readonly stamp: Stamp | null;
  readonly event: StepEventName;
  /** A person who takes this step says why. */
  readonly needsReason?: boolean;
};

export const steps: Readonly<Record<TicketAction, Step>> = {
  accept: { from: ['new'], to: 'verifying', stamp: 'acceptedAt', event: 'ticket.accepted' },
  verify: { from: ['verifying'], to: 'resolving', stamp: 'verifiedAt', event: 'ticket.verified' },
  solve: { from: ['verifying', 'resolving'], to: 'replying', stamp: 'resolvedAt', event: 'ticket.solved' },
  answer: {
    from: ['verifying', 'resolving', 'replying'],
    to: 'awaiting',
    stamp: 'answeredAt',
    event: 'ticket.answered',
  },
  close: { from: ['awaiting'], to: 'closed', stamp: 'closedAt', event: 'ticket.closed', needsReason: true },
  reopen: { from: ['awaiting', 'closed'], to: 'resolving', stamp: null, event: 'ticket.reopened', needsReason: true },
  decline: {
    from: ['new', 'verifying'],
    to: 'declined',
    stamp: 'closedAt',
    event: 'ticket.declined',
    needsReason: true,
  },
  archive: { from: ['closed', 'declined'], to: 'archived', stamp: 'archivedAt', event: 'ticket.archived' },
  restore: { from: ['spam'], to: 'new', stamp: null, event: 'ticket.restored' },
  quarantine: { from: ['new'], to: 'spam', stamp: null, event: 'ticket.quarantined' },
};

const order: readonly TicketAction[] = [
  'accept',
  'verify',
  'solve',
  'answer',
  'close',
  'reopen',
  'decline',
  'archive',
  'restore',
  'quarantine',
];

export const stepsFrom = (state: TicketState): TicketAction[] =>
  order.filter((action) => steps[action].from.includes(state));

const openSet: ReadonlySet<TicketState> = new Set(openStates);
export const isOpen = (state: TicketState): boolean => openSet.has(state);

export type StepCase = {
  readonly state: TicketState;
  /** An outbound message was written since the ticket was opened or last reopened. */
  readonly repliedThisRound: boolean;
};

export type Refusal = { code: 'illegal_transition' | 'needs_reply' | 'needs_reason'; data: Record<string, unknown> };
export type StepDecision =
  | { ok: true; to: TicketState; stamp: Stamp | null; event: StepEventName; reopens: boolean }
  | { ok: false; refusal: Refusal };

/** Whether a step may be taken now. `reason` is what the actor said; system and customers need none. */
export const decideStep = (
  ticket: StepCase,
  action: TicketAction,
  given: { reason: string; byPerson: boolean },
): StepDecision => {
  const step = steps[action];
  const refuse = (code: Refusal['code']): StepDecision => ({
    ok: false,
    refusal: { code, data: { state: ticket.state, action } },
  });
  if (!step.from.includes(ticket.state)) return refuse('illegal_transition');
  if (step.needsReason === true && given.byPerson && given.reason.trim() === '') return refuse('needs_reason');
  if (action === 'answer' && !ticket.repliedThisRound) return refuse('needs_reply');
  return { ok: true, to: step.to, stamp: step.stamp, event: step.event, reopens: action === 'reopen' };
};

const stageByState: Readonly<Record<TicketState, TicketStage>> = {
  new: 'accept',
  verifying: 'verify',
  resolving: 'resolve',
  replying: 'reply',
  awaiting: 'confirm',
  closed: 'archive',
  archived: 'archive',
  declined: 'archive',
  spam: 'accept',
};
export const stageOf = (state: TicketState): TicketStage => stageByState[state];

export type Stamps = {
  readonly acceptedAt: Date | null;
  readonly verifiedAt: Date | null;
  readonly resolvedAt: Date | null;
  readonly answeredAt: Date | null;
  readonly closedAt: Date | null;
  readonly archivedAt: Date | null;
};

const stampOfStage: Readonly<Record<TicketStage, keyof Stamps>> = {
  accept: 'acceptedAt',
  verify: 'verifiedAt',
  resolve: 'resolvedAt',
  reply: 'answeredAt',
  confirm: 'closedAt',
  archive: 'archivedAt',
};

/** The six stages as the bar shows them: past ones with the instant they ended, the present one, the ones to come. */
export const stageBar = (state: TicketState, stamps: Stamps): StageStep[] => {
  const now = ticketStages.indexOf(stageOf(state));
  return ticketStages.map((stage, index) => {
    const at = stamps[stampOfStage[stage]];
    if (index < now) return { stage, state: 'done', at: at?.toISOString() ?? null };
    if (index === now)
      return {
        stage,
        state: state === 'archived' ? 'done' : 'now',
        at: state === 'archived' ? (at?.toISOString() ?? null) : null,
      };
    return { stage, state: 'later', at: null };
  });
};

export const urgeEveryMinutes = 10;

/** Minutes until the next urge is allowed; 0 = now. */
export const minutesUntilUrge = (urgedAt: Date | null, now: Date): number =>
  urgedAt === null ? 0 : Math.max(0, Math.ceil(urgeEveryMinutes - (now.getTime() - urgedAt.getTime()) / 60_000));
