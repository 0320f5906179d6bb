import { Problem } from '#platform/server/http/problem.ts';
import type { RejectTarget } from '../contract.ts';
import {
  isEarlier,
  isReady,
  isTouched,
  levelFault,
  levelVerdict,
  readySeats,
  ruleVerdict,
  seatsNow,
  takesPart,
  type PlannedLevel,
  type RequestState,
  type Seat,
  type Vote,
  type Voter,
} from './approval.state.ts';

/** More would be a mailing list, not a signature. */
const mostSeats = 40;

const refuse = (code: string, data?: Record<string, unknown>): Problem => new Problem(`approval.${code}`, 409, data);

const lastNo = (state: RequestState): number => state.seats.reduce((most, seat) => Math.max(most, seat.no), 0);

const newSeat = (seat: Pick<Seat, 'no' | 'round' | 'level' | 'personId' | 'origin' | 'waitsFor'>): Seat => ({
  ...seat,
  state: 'waiting',
  decidedBy: null,
  decidedAt: null,
  comment: '',
});

/** Seats everybody whom the level names, but never the requester. */
const openLevel = (state: RequestState, level: number): RequestState => {
  const plan = state.levels[level - 1];
  if (!plan) throw refuse('no_such_step', { level });
  const fault = levelFault(plan.rule, plan.people, state.requesterId);
  if (fault) throw new Problem(`approval.${fault}`, 422, { level, name: plan.name, nameEn: plan.nameEn });
  const people = [...new Set(plan.people)].filter((id) => id !== state.requesterId);
  const first = lastNo(state) + 1;
  const seats = people.map((personId, index) =>
    newSeat({ no: first + index, round: state.round, level, personId, origin: 'flow', waitsFor: [] }),
  );
  return { ...state, status: 'open', level, seats: [...state.seats, ...seats] };
};

export const beginRequest = (requesterId: string, levels: readonly PlannedLevel[]): RequestState => {
  const blank: RequestState = {
    status: 'open',
    requesterId,
    round: 1,
    submittedRound: 1,
    level: 1,
    levels,
    seats: [],
  };
  // A later level that nobody could ever sign is told now, not when everybody before has signed.
  for (let level = levels.length; level > 1; level -= 1) openLevel(blank, level);
  return openLevel(blank, 1);
};

const changeSeats = (state: RequestState, nos: ReadonlySet<number>, change: (seat: Seat) => Seat): RequestState => ({
  ...state,
  seats: state.seats.map((seat) => (nos.has(seat.no) ? change(seat) : seat)),
});

const nosOf = (seats: readonly Seat[]): Set<number> => new Set(seats.map((seat) => seat.no));

/** Whoever has not signed is not asked any more. */
const lapse = (state: RequestState, seats: readonly Seat[]): RequestState =>
  changeSeats(state, nosOf(seats.filter((seat) => seat.state === 'waiting')), (seat) => ({ ...seat, state: 'lapsed' }));

const sendBack = (state: RequestState, target: RejectTarget): RequestState => {
  const ended = lapse(state, seatsNow(state));
  if (target.kind === 'end') return { ...ended, status: 'rejected' };
  if (target.kind === 'start') return { ...ended, status: 'returned' };
  return openLevel({ ...ended, round: ended.round + 1 }, target.level);
};

/** After a signature: the level goes on, passes, or falls to where the signature that felled it points. */
const settle = (state: RequestState, target: RejectTarget): RequestState => {
  const plan = state.levels[state.level - 1];
  if (!plan) throw refuse('no_such_step', { level: state.level });
  const seats = seatsNow(state);
  const verdict = levelVerdict(plan.rule, seats);
  if (verdict === 'fallen') return sendBack(state, target);
  const enough = ruleVerdict(plan.rule, seats) === 'passed';
  const next = enough
    ? lapse(
        state,
        seats.filter((seat) => seat.origin === 'flow'),
      )
    : state;
  if (verdict === 'open') return next;
  return state.level === state.levels.length ? { ...next, status: 'approved' } : openLevel(next, state.level + 1);
};

/** The seat on which this person may act now: his own, or that of somebody for whom he stands in. */
export const seatFor = (state: RequestState, voter: Voter): Seat => {
  if (state.status !== 'open') throw refuse('not_open', { status: state.status });
  if (voter.personId === state.requesterId) throw refuse('own_request');
  const ready = readySeats(state);
  const own = ready.find((seat) => seat.personId === voter.personId);
  if (own) return own;
  // One person, one vote a level: whoever sits here himself, or has signed here, does not sign for another as well.
  if (takesPart(state, voter.personId)) {
    const waits = seatsNow(state).some((seat) => seat.personId === voter.personId && seat.state === 'waiting');
    throw refuse(waits ? 'not_your_turn' : 'already_decided');
  }
  const borrowed = ready.find((seat) => voter.standsInFor.includes(seat.personId));
  if (!borrowed) throw refuse('not_asked');
  return borrowed;
};

export const approveSeat = (state: RequestState, voter: Voter, vote: Vote): RequestState => {
  const seat = seatFor(state, voter);
  const signed = changeSeats(state, nosOf([seat]), (each) => ({
    ...each,
    state: 'approved',
    decidedBy: voter.personId,
    decidedAt: vote.at,
    comment: vote.comment,
  }));
  return settle(signed, { kind: 'start' });
};

export const rejectSeat = (state: RequestState, voter: Voter, vote: Vote, target: RejectTarget): RequestState => {
  const seat = seatFor(state, voter);
  if (!isEarlier(target, state.level)) throw refuse('no_such_step', { level: state.level });
  if (vote.comment.trim() === '') throw refuse('reason_missing');
  const signed = changeSeats(state, nosOf([seat]), (each) => ({
    ...each,
    state: 'rejected',
    decidedBy: voter.personId,
    decidedAt: vote.at,
    comment: vote.comment,
  }));
  return settle(signed, target);
};

const mustBeNew = (state: RequestState, personId: string): void => {
  if (personId === state.requesterId) throw refuse('requester_signs');
  if (takesPart(state, personId)) throw refuse('already_signer', { personId });
};

/** Brought in before: he signs first, then I. After: he signs when I have. Either way the level needs his signature too. */
export const addSeats = (
  state: RequestState,
  voter: Voter,
  people: readonly string[],
  where: 'before' | 'after',
): RequestState => {
  const seat = seatFor(state, voter);
  const fresh = [...new Set(people)];
  fresh.forEach((personId) => mustBeNew(state, personId));
  if (fresh.includes(voter.personId)) throw refuse('already_signer', { personId: voter.personId });
  if (seatsNow(state).length + fresh.length > mostSeats) throw refuse('too_many_signers', { most: mostSeats });
  const first = lastNo(state) + 1;
  const added = fresh.map((personId, index) =>
    newSeat({
      no: first + index,
      round: state.round,
      level: state.level,
      personId,
      origin: 'added',
      waitsFor: where === 'after' ? [seat.no] : [],
    }),
  );
  const held =
    where === 'before'
      ? changeSeats(state, nosOf([seat]), (each) => ({
          ...each,
          waitsFor: [...each.waitsFor, ...added.map((one) => one.no)],
        }))
      : state;
  return { ...held, seats: [...held.seats, ...added] };
};

export const transferSeat = (state: RequestState, voter: Voter, toId: string): RequestState => {
  const seat = seatFor(state, voter);
  mustBeNew(state, toId);
  if (toId === voter.personId) throw refuse('already_signer', { personId: toId });
  return changeSeats(state, nosOf([seat]), (each) => ({ ...each, personId: toId }));
};

export const canWithdraw = (state: RequestState, personId: string): boolean =>
  personId === state.requesterId && (state.status === 'returned' || (state.status === 'open' && !isTouched(state)));

export const withdrawRequest = (state: RequestState, personId: string): RequestState => {
  if (personId !== state.requesterId) throw refuse('not_requester');
  if (state.status !== 'open' && state.status !== 'returned') throw refuse('not_open', { status: state.status });
  if (!canWithdraw(state, personId)) throw refuse('decided_already');
  return { ...lapse(state, seatsNow(state)), status: 'withdrawn' };
};

const askedAgain = (state: RequestState, personId: string): RequestState => {
  if (personId !== state.requesterId) throw refuse('not_requester');
  if (state.status !== 'returned') throw refuse('not_returned', { status: state.status });
  const round = state.round + 1;
  return { ...state, round, submittedRound: round };
};

export const resubmitRequest = (
  state: RequestState,
  personId: string,
  levels: readonly PlannedLevel[] = state.levels,
): RequestState => openLevel({ ...askedAgain(state, personId), levels }, 1);

/** Asked again with facts for which no flow asks anybody: approved, whether or not the old levels still had people. */
export const settleUnasked = (state: RequestState, personId: string): RequestState => ({
  ...askedAgain(state, personId),
  level: 1,
  status: 'approved',
});

/**
 * Seats go on to those who answer for their people, nearest first: who sits here already is passed over. A seat for which
 * nobody is left stays.
 */
export const handUp = (state: RequestState, heirs: ReadonlyMap<number, readonly string[]>): RequestState => {
  let next = state;
  for (const [no, candidates] of heirs) {
    const seat = next.seats.find((each) => each.no === no);
    const heir = candidates.find((id) => id !== next.requesterId && !takesPart(next, id));
    if (seat?.state !== 'waiting' || heir === undefined) continue;
    next = changeSeats(next, new Set([no]), (each) => ({ ...each, personId: heir }));
  }
  return next;
};

/** The time of the level is over: what nobody signed is signed by the rule of the flow. */
export const timeOut = (state: RequestState, action: 'approve' | 'reject', at: Date): RequestState => {
  if (state.status !== 'open') throw refuse('not_open', { status: state.status });
  if (action === 'reject') return sendBack(state, { kind: 'end' });
  const waiting = seatsNow(state).filter((seat) => seat.state === 'waiting');
  const signed = changeSeats(state, nosOf(waiting), (seat) => ({ ...seat, state: 'approved', decidedAt: at }));
  return settle(signed, { kind: 'start' });
};

export { isReady };
