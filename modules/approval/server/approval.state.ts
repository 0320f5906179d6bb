import type { LevelRule, RejectTarget, RequestStatus } from '../contract.ts';

/**
 * One place at a level that somebody has to sign. A transfer changes its person, a stand-in signs it for him; the vote
 * always belongs to the seat, so that N of M counts seats and nobody can vote twice.
 */
export type Seat = {
  readonly no: number;
  readonly round: number;
  readonly level: number;
  readonly personId: string;
  readonly origin: 'flow' | 'added';
  /** Seats that have to be settled first. */
  readonly waitsFor: readonly number[];
  readonly state: 'waiting' | 'approved' | 'rejected' | 'lapsed';
  /** Null while waiting or lapsed, and where the time-out signed. */
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly comment: string;
};

export type PlannedLevel = {
  readonly name: string;
  readonly nameEn: string;
  readonly rule: LevelRule;
  readonly people: readonly string[];
};

export type RequestState = {
  readonly status: RequestStatus;
  readonly requesterId: string;
  /** Counts up whenever it is sent back, and when it is asked again. */
  readonly round: number;
  /** The round that began with the requester's own act. */
  readonly submittedRound: number;
  /** 1 for the first. */
  readonly level: number;
  readonly levels: readonly PlannedLevel[];
  readonly seats: readonly Seat[];
};

/** The voter and whose seats he may take as a stand-in: those who go away, without the ones whose chain the requester is in. */
export type Voter = { readonly personId: string; readonly standsInFor: readonly string[] };

export type Vote = { readonly at: Date; readonly comment: string };

/** How many of so many signatures a rule asks. Percentages round up: half of three is two, and never less than one. */
export const neededOf = (rule: LevelRule, seats: number): number => {
  switch (rule.kind) {
    case 'all':
      return seats;
    case 'any':
      return 1;
    case 'count':
      return rule.count;
    case 'percent':
      return Math.max(1, Math.ceil((seats * rule.percent) / 100));
  }
};

export type LevelFault = 'nobody_can_sign' | 'too_few_signers';

/** Whether these people, without the requester, can carry a level at all. */
export const levelFault = (rule: LevelRule, people: readonly string[], requesterId: string): LevelFault | null => {
  const signers = new Set(people.filter((id) => id !== requesterId)).size;
  if (signers === 0) return 'nobody_can_sign';
  return neededOf(rule, signers) > signers ? 'too_few_signers' : null;
};

/** The seats of the level that is being signed now. */
export const seatsNow = (state: RequestState): Seat[] =>
  state.seats.filter((seat) => seat.round === state.round && seat.level === state.level);

export const isReady = (state: RequestState, seat: Seat): boolean =>
  state.status === 'open' &&
  seat.round === state.round &&
  seat.level === state.level &&
  seat.state === 'waiting' &&
  seat.waitsFor.every((no) => state.seats.find((each) => each.no === no)?.state !== 'waiting');

export const readySeats = (state: RequestState): Seat[] => seatsNow(state).filter((seat) => isReady(state, seat));

/** Somebody has a vote here already: he sits at this level, or signed at it for another. */
export const takesPart = (state: RequestState, personId: string): boolean =>
  seatsNow(state).some(
    (seat) => seat.decidedBy === personId || (seat.personId === personId && seat.state !== 'lapsed'),
  );

/** Anybody signed since the requester asked. */
export const isTouched = (state: RequestState): boolean =>
  state.seats.some(
    (seat) => seat.round >= state.submittedRound && (seat.state === 'approved' || seat.state === 'rejected'),
  );

export type Verdict = 'open' | 'passed' | 'fallen';

type Tally = { readonly waiting: number; readonly approved: number; readonly rejected: number };

const tallyOf = (seats: readonly Seat[]): Tally => {
  const count = (state: Seat['state']): number => seats.filter((seat) => seat.state === state).length;
  return { waiting: count('waiting'), approved: count('approved'), rejected: count('rejected') };
};

/** Whether the rule of the level is met by the seats of the flow, or can no longer be. */
export const ruleVerdict = (rule: LevelRule, seats: readonly Seat[]): Verdict => {
  const own = seats.filter((seat) => seat.origin === 'flow');
  const { approved, rejected } = tallyOf(own);
  // Any one decides, either way; the other rules fall when what they need is out of reach.
  if (rule.kind === 'any') return rejected > 0 ? 'fallen' : approved > 0 ? 'passed' : 'open';
  const needed = neededOf(rule, own.length);
  if (rejected > own.length - needed) return 'fallen';
  return approved >= needed ? 'passed' : 'open';
};

/** The level as a whole: its rule, and besides everybody who was brought in. */
export const levelVerdict = (rule: LevelRule, seats: readonly Seat[]): Verdict => {
  const added = tallyOf(seats.filter((seat) => seat.origin === 'added'));
  const verdict = ruleVerdict(rule, seats);
  if (verdict === 'fallen' || added.rejected > 0) return 'fallen';
  return verdict === 'passed' && added.waiting === 0 ? 'passed' : 'open';
};

export const isEarlier = (target: RejectTarget, level: number): boolean =>
  target.kind !== 'level' || target.level < level;

const urgeEveryMs = 30 * 60_000;

/** When the requester may urge again; null: now. */
export const urgeFreeAt = (urgedAt: Date | null, now: Date): Date | null => {
  if (urgedAt === null) return null;
  const free = new Date(urgedAt.getTime() + urgeEveryMs);
  return free <= now ? null : free;
};
