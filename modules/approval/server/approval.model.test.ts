import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Problem } from '#platform/server/http/problem.ts';
import type { LevelRule, RejectTarget } from '../contract.ts';
import {
  addSeats,
  approveSeat,
  beginRequest,
  handUp,
  rejectSeat,
  resubmitRequest,
  timeOut,
  transferSeat,
  withdrawRequest,
} from './approval.rules.ts';
import { isTouched, neededOf, readySeats, seatsNow, type PlannedLevel, type RequestState } from './approval.state.ts';

const people = ['p0', 'p1', 'p2', 'p3', 'p4', 'p5', 'p6'];
const requester = 'p0';
const at = new Date('2026-09-22T03:00:00Z');

/** The whole truth beside the tested state: what each seat was told, once. */
type Model = { decided: Map<number, string>; ended: boolean };
type Real = { state: RequestState };

const anybody = fc.constantFrom(...people);
const rule: fc.Arbitrary<LevelRule> = fc.oneof(
  fc.constant<LevelRule>({ kind: 'all' }),
  fc.constant<LevelRule>({ kind: 'any' }),
  fc.record({ kind: fc.constant('count' as const), count: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ kind: fc.constant('percent' as const), percent: fc.integer({ min: 1, max: 100 }) }),
);
const plannedLevel: fc.Arbitrary<PlannedLevel> = fc.record({
  name: fc.constant('step'),
  nameEn: fc.constant(''),
  rule,
  people: fc.uniqueArray(anybody, { minLength: 1, maxLength: 6 }),
});
const levels = fc.array(plannedLevel, { minLength: 1, maxLength: 4 });

const attempt = (real: Real, run: (state: RequestState) => RequestState): boolean => {
  try {
    real.state = run(real.state);
    return true;
  } catch (error) {
    if (error instanceof Problem) return false;
    throw error;
  }
};

/** What must hold after every step, whatever was tried. */
const examine = (model: Model, { state }: Real): void => {
  for (const seat of state.seats) {
    expect(seat.personId, 'the requester has a seat').not.toBe(requester);
    expect(seat.decidedBy, 'the requester signed').not.toBe(requester);
    const told = model.decided.get(seat.no);
    if (told !== undefined) expect(`${seat.state} by ${seat.decidedBy}`, 'a signature was changed').toBe(told);
    if (seat.state === 'approved' || seat.state === 'rejected')
      model.decided.set(seat.no, `${seat.state} by ${seat.decidedBy}`);
  }
  const key = (seat: RequestState['seats'][number]): string => `${seat.round}/${seat.level}/${seat.decidedBy}`;
  const votes = state.seats.filter((seat) => seat.decidedBy !== null).map(key);
  expect(new Set(votes).size, 'one person voted twice at a level').toBe(votes.length);
  if (state.status === 'open') expect(readySeats(state).length, 'open, and nobody can sign').toBeGreaterThan(0);
  else
    expect(
      state.seats.filter((seat) => seat.state === 'waiting'),
      'ended, and somebody still waits',
    ).toEqual([]);
  if (model.ended) expect(['approved', 'rejected', 'withdrawn']).toContain(state.status);
  model.ended = ['approved', 'rejected', 'withdrawn'].includes(state.status);
};

class Step implements fc.Command<Model, Real> {
  readonly name: string;
  readonly run0: (state: RequestState) => RequestState;
  constructor(name: string, run0: (state: RequestState) => RequestState) {
    this.name = name;
    this.run0 = run0;
  }
  check(): boolean {
    return true;
  }
  run(model: Model, real: Real): void {
    const before = real.state;
    const done = attempt(real, this.run0);
    if (this.name === 'withdraw' && done)
      expect(before.status === 'returned' || !isTouched(before), 'withdrawn after a decision').toBe(true);
    if (['approved', 'rejected', 'withdrawn'].includes(before.status))
      expect(real.state, 'changed after its end').toEqual(before);
    examine(model, real);
  }
  toString(): string {
    return this.name;
  }
}

const voter = fc.record({ personId: anybody, standsInFor: fc.uniqueArray(anybody, { maxLength: 2 }) });
const target: fc.Arbitrary<RejectTarget> = fc.oneof(
  fc.constant<RejectTarget>({ kind: 'end' }),
  fc.constant<RejectTarget>({ kind: 'start' }),
  fc.record({ kind: fc.constant('level' as const), level: fc.integer({ min: 1, max: 4 }) }),
);
const approving = voter.map(
  (who) => new Step(`approve by ${who.personId}`, (state) => approveSeat(state, who, { at, comment: '' })),
);
const steps = [
  approving,
  approving,
  approving,
  fc
    .tuple(voter, target)
    .map(([who, to]) => new Step('reject', (state) => rejectSeat(state, who, { at, comment: 'no' }, to))),
  fc
    .tuple(voter, fc.uniqueArray(anybody, { minLength: 1, maxLength: 3 }), fc.constantFrom('before', 'after'))
    .map(([who, added, where]) => new Step(`add ${where}`, (state) => addSeats(state, who, added, where))),
  fc.tuple(voter, anybody).map(([who, to]) => new Step('transfer', (state) => transferSeat(state, who, to))),
  anybody.map((who) => new Step('withdraw', (state) => withdrawRequest(state, who))),
  anybody.map((who) => new Step('resubmit', (state) => resubmitRequest(state, who))),
  fc.constantFrom('approve', 'reject').map((how) => new Step('time-out', (state) => timeOut(state, how, at))),
  anybody.map(
    (who) =>
      new Step('escalate', (state) =>
        handUp(state, new Map(readySeats(state).map((seat) => [seat.no, [who]] as const))),
      ),
  ),
];

const began = (plan: readonly PlannedLevel[]): RequestState | null => {
  try {
    return beginRequest(requester, plan);
  } catch (error) {
    if (error instanceof Problem) return null;
    throw error;
  }
};

describe('whatever people do, in whatever order', () => {
  test('never decided twice, never stuck, never signed by the requester, withdrawn only untouched, ended for good', () => {
    fc.assert(
      fc.property(levels, fc.commands(steps, { maxCommands: 60 }), (plan, commands) => {
        const state = began(plan);
        fc.pre(state !== null);
        if (state === null) return;
        const setup = () => ({ model: { decided: new Map<number, string>(), ended: false }, real: { state } });
        fc.modelRun(setup, commands);
      }),
      { numRuns: 1500 },
    );
  });

  test('from anywhere, willing signers bring it to an end: each level once, then approved', () => {
    fc.assert(
      fc.property(levels, fc.commands(steps, { maxCommands: 25 }), (plan, commands) => {
        const state = began(plan);
        fc.pre(state !== null);
        if (state === null) return;
        const real: Real = { state };
        fc.modelRun(() => ({ model: { decided: new Map(), ended: false }, real }), commands);
        if (real.state.status === 'returned') real.state = resubmitRequest(real.state, requester);
        for (let turn = 0; real.state.status === 'open'; turn += 1) {
          expect(turn, 'it does not end').toBeLessThan(200);
          const [seat] = readySeats(real.state);
          if (!seat) throw new Error('open, and nobody can sign');
          real.state = approveSeat(real.state, { personId: seat.personId, standsInFor: [] }, { at, comment: '' });
        }
        expect(['approved', 'rejected', 'withdrawn']).toContain(real.state.status);
      }),
      { numRuns: 600 },
    );
  });

  test('N of M is exact: it passes with the N-th agreement and falls when N are out of reach, not a vote sooner', () => {
    const votes = fc.array(fc.boolean(), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(rule, fc.integer({ min: 1, max: 6 }), votes, (asked, size, opinions) => {
        const signers = people.slice(1, size + 1);
        const state = began([{ name: 'step', nameEn: '', rule: asked, people: signers }]);
        fc.pre(state !== null);
        let now = state;
        let [agreed, refused] = [0, 0];
        for (const [index, personId] of signers.entries()) {
          if (now === null || now.status !== 'open') break;
          const needed = neededOf(asked, size);
          const agrees = opinions[index] === true;
          if (agrees) agreed += 1;
          else refused += 1;
          const who = { personId, standsInFor: [] };
          const vote = { at, comment: 'x' };
          now = agrees ? approveSeat(now, who, vote) : rejectSeat(now, who, vote, { kind: 'end' });
          const falls = asked.kind === 'any' ? refused > 0 : size - refused < needed;
          expect(now.status).toBe(falls ? 'rejected' : agreed >= needed ? 'approved' : 'open');
        }
        expect(now?.status).not.toBe('open');
      }),
      { numRuns: 2000 },
    );
  });

  test('percentages round up, and never ask more than there are', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 30 }), (percent, seats) => {
        const needed = neededOf({ kind: 'percent', percent }, seats);
        expect(needed * 100).toBeGreaterThanOrEqual(seats * percent);
        expect((needed - 1) * 100).toBeLessThan(seats * percent);
        expect(needed).toBeLessThanOrEqual(seats);
        expect(needed).toBeGreaterThan(0);
      }),
    );
  });

  test('seats of a level are never fewer than its people, whoever was handed what', () => {
    fc.assert(
      fc.property(levels, fc.commands(steps, { maxCommands: 30 }), (plan, commands) => {
        const state = began(plan);
        fc.pre(state !== null);
        if (state === null) return;
        const real: Real = { state };
        fc.modelRun(() => ({ model: { decided: new Map(), ended: false }, real }), commands);
        const asked = plan[real.state.level - 1]?.people.filter((id) => id !== requester) ?? [];
        const own = seatsNow(real.state).filter((seat) => seat.origin === 'flow');
        expect(own.length).toBe(new Set(asked).size);
      }),
      { numRuns: 400 },
    );
  });
});
