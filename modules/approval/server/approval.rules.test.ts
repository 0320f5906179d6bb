import { describe, expect, test } from 'vitest';
import { Problem } from '#platform/server/http/problem.ts';
import type { LevelRule } from '../contract.ts';
import {
  addSeats,
  approveSeat,
  beginRequest,
  canWithdraw,
  handUp,
  rejectSeat,
  resubmitRequest,
  settleUnasked,
  timeOut,
  transferSeat,
  withdrawRequest,
} from './approval.rules.ts';
import { neededOf, readySeats, seatsNow, type PlannedLevel, type RequestState } from './approval.state.ts';

const at = new Date('2026-09-22T03:00:00Z');
const requester = 'requester';
const level = (rule: LevelRule, ...people: string[]): PlannedLevel => ({ name: rule.kind, nameEn: '', rule, people });
const all: LevelRule = { kind: 'all' };
const any: LevelRule = { kind: 'any' };
const begin = (...levels: PlannedLevel[]): RequestState => beginRequest(requester, levels);
const me = (personId: string, ...standsInFor: string[]) => ({ personId, standsInFor });
const yes = (state: RequestState, ...people: string[]): RequestState =>
  people.reduce((now, person) => approveSeat(now, me(person), { at, comment: '' }), state);
const no = (state: RequestState, person: string, to: number | 'start' | 'end', reason = '理由不足'): RequestState =>
  rejectSeat(
    state,
    me(person),
    { at, comment: reason },
    typeof to === 'number' ? { kind: 'level', level: to } : { kind: to },
  );
const codeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof Problem) return error.code.replace('approval.', '');
    throw error;
  }
  return 'done';
};
const ready = (state: RequestState): string[] => readySeats(state).map((seat) => seat.personId);

describe('levels', () => {
  test('serial: the second is asked when the first has passed, not before', () => {
    const state = begin(level(any, 'a'), level(any, 'b'));
    expect(ready(state)).toEqual(['a']);
    expect(codeOf(() => yes(state, 'b'))).toBe('not_asked');
    expect(ready(yes(state, 'a'))).toEqual(['b']);
    expect(yes(state, 'a', 'b').status).toBe('approved');
  });

  test('parallel: all of a level are asked at once, and sign in any order', () => {
    const state = begin(level(all, 'a', 'b', 'c'));
    expect(ready(state)).toEqual(['a', 'b', 'c']);
    expect(yes(state, 'c', 'a', 'b').status).toBe('approved');
  });

  test('the same person at two levels is asked twice', () => {
    const state = yes(begin(level(any, 'a'), level(any, 'a')), 'a');
    expect(state).toMatchObject({ status: 'open', level: 2 });
    expect(yes(state, 'a').status).toBe('approved');
  });

  test('a level that nobody can sign is told at once, also a later one', () => {
    expect(codeOf(() => begin(level(any)))).toBe('nobody_can_sign');
    expect(codeOf(() => begin(level(any, 'a'), level(all, requester)))).toBe('nobody_can_sign');
    expect(codeOf(() => begin(level({ kind: 'count', count: 2 }, 'a', requester)))).toBe('too_few_signers');
  });
});

describe('会签 all', () => {
  test('one pending blocks', () => {
    const state = yes(begin(level(all, 'a', 'b', 'c')), 'a', 'b');
    expect(state.status).toBe('open');
    expect(ready(state)).toEqual(['c']);
  });
  test('one refusal fells the level', () => {
    expect(no(yes(begin(level(all, 'a', 'b', 'c')), 'a'), 'b', 'end').status).toBe('rejected');
  });
});

describe('或签 any', () => {
  test('the first agreement passes, and the others are asked no more', () => {
    const state = yes(begin(level(any, 'a', 'b')), 'b');
    expect(state.status).toBe('approved');
    expect(state.seats.map((seat) => seat.state)).toEqual(['lapsed', 'approved']);
  });
  test('the first refusal fells', () => {
    expect(no(begin(level(any, 'a', 'b')), 'a', 'end').status).toBe('rejected');
  });
});

describe('N of M', () => {
  const two: LevelRule = { kind: 'count', count: 2 };
  test('exactly N agreements pass, a refusal that leaves N possible does not fell', () => {
    const refused = no(begin(level(two, 'a', 'b', 'c')), 'a', 'end');
    expect(refused.status).toBe('open');
    expect(yes(refused, 'b').status).toBe('open');
    expect(yes(refused, 'b', 'c').status).toBe('approved');
  });
  test('falls when N are out of reach, to where the felling refusal points', () => {
    const state = begin(level(any, 'x'), level(two, 'a', 'b', 'c'));
    const fallen = no(no(yes(state, 'x'), 'a', 'end'), 'b', 1);
    expect(fallen).toMatchObject({ status: 'open', level: 1, round: 2 });
    expect(ready(fallen)).toEqual(['x']);
  });
});

describe('percentage', () => {
  test.each([
    [50, 3, 2],
    [50, 4, 2],
    [51, 4, 3],
    [67, 3, 3],
    [66, 3, 2],
    [1, 5, 1],
    [100, 7, 7],
  ])('%i %% of %i is %i: it rounds up', (percent, seats, needed) => {
    expect(neededOf({ kind: 'percent', percent }, seats)).toBe(needed);
  });
  test('passes with the number it rounds to', () => {
    const state = yes(begin(level({ kind: 'percent', percent: 50 }, 'a', 'b', 'c')), 'a');
    expect(state.status).toBe('open');
    expect(yes(state, 'c').status).toBe('approved');
  });
});

describe('加签', () => {
  test('before: the one brought in signs first, then I', () => {
    const state = addSeats(begin(level(any, 'a')), me('a'), ['b'], 'before');
    expect(ready(state)).toEqual(['b']);
    expect(codeOf(() => yes(state, 'a'))).toBe('not_your_turn');
    expect(yes(state, 'b', 'a').status).toBe('approved');
  });
  test('after: he signs when I have, and the level waits for him', () => {
    const state = addSeats(begin(level(any, 'a')), me('a'), ['b'], 'after');
    expect(ready(state)).toEqual(['a']);
    expect(codeOf(() => yes(state, 'b'))).toBe('not_your_turn');
    const mine = yes(state, 'a');
    expect(mine.status).toBe('open');
    expect(ready(mine)).toEqual(['b']);
    expect(yes(mine, 'b').status).toBe('approved');
  });
  test('whoever was brought in is needed, also where another met the rule meanwhile', () => {
    const state = yes(addSeats(begin(level(any, 'a', 'c')), me('a'), ['b'], 'after'), 'c');
    expect(state.status).toBe('open');
    expect(ready(state)).toEqual(['b']);
    expect(yes(state, 'b').status).toBe('approved');
  });
  test('his refusal fells the level', () => {
    expect(no(addSeats(begin(level(any, 'a')), me('a'), ['b'], 'before'), 'b', 'start').status).toBe('returned');
  });
  test('it does not change how many of the flow are needed', () => {
    const state = addSeats(begin(level({ kind: 'count', count: 1 }, 'a', 'c')), me('a'), ['b', 'd'], 'before');
    expect(yes(state, 'b', 'd').status).toBe('open');
    expect(yes(state, 'b', 'd', 'c').status).toBe('approved');
  });
  test('not the requester, nobody twice, not by who is not asked', () => {
    const state = begin(level(all, 'a', 'b'));
    expect(codeOf(() => addSeats(state, me('a'), [requester], 'before'))).toBe('requester_signs');
    expect(codeOf(() => addSeats(state, me('a'), ['b'], 'before'))).toBe('already_signer');
    expect(codeOf(() => addSeats(state, me('z'), ['y'], 'before'))).toBe('not_asked');
  });
});

describe('转办', () => {
  test('the seat goes on, the former holder is out', () => {
    const state = transferSeat(begin(level(all, 'a', 'b')), me('a'), 'c');
    expect(ready(state)).toEqual(['c', 'b']);
    expect(codeOf(() => yes(state, 'a'))).toBe('not_asked');
    expect(yes(state, 'c', 'b').status).toBe('approved');
  });
  test('never to the requester, nor to who sits here', () => {
    const state = begin(level(all, 'a', 'b'));
    expect(codeOf(() => transferSeat(state, me('a'), requester))).toBe('requester_signs');
    expect(codeOf(() => transferSeat(state, me('a'), 'b'))).toBe('already_signer');
  });
  test('who waited for the seat waits for its new holder', () => {
    const added = addSeats(begin(level(any, 'a')), me('a'), ['b'], 'before');
    expect(ready(yes(transferSeat(added, me('b'), 'c'), 'c'))).toEqual(['a']);
  });
});

describe('委托 while away', () => {
  test('the stand-in signs the seat of the absent, who is recorded beside him', () => {
    const state = approveSeat(begin(level(any, 'a')), me('d', 'a'), { at, comment: '' });
    expect(state.seats[0]).toMatchObject({ personId: 'a', decidedBy: 'd', state: 'approved' });
  });
  test('the absent may still sign himself', () => {
    expect(yes(begin(level(any, 'a')), 'a').status).toBe('approved');
  });
  test('one person has one vote at a level: a signer does not sign for another too', () => {
    const state = begin(level(all, 'a', 'd'));
    const mine = approveSeat(state, me('d', 'a'), { at, comment: '' });
    expect(mine.seats.find((seat) => seat.personId === 'a')?.state).toBe('waiting');
    expect(codeOf(() => approveSeat(mine, me('d', 'a'), { at, comment: '' }))).toBe('already_decided');
    const twice = begin(level(all, 'a', 'b'));
    const once = approveSeat(twice, me('d', 'a', 'b'), { at, comment: '' });
    expect(codeOf(() => approveSeat(once, me('d', 'a', 'b'), { at, comment: '' }))).toBe('already_decided');
  });
  test('the requester does not sign, whoever asks him to stand in', () => {
    expect(codeOf(() => approveSeat(begin(level(any, 'a')), me(requester, 'a'), { at, comment: '' }))).toBe(
      'own_request',
    );
  });
});

describe('撤回', () => {
  test('while nobody decided', () => {
    const state = withdrawRequest(begin(level(all, 'a', 'b')), requester);
    expect(state.status).toBe('withdrawn');
    expect(codeOf(() => yes(state, 'a'))).toBe('not_open');
  });
  test('not after the first decision, not by another', () => {
    expect(codeOf(() => withdrawRequest(yes(begin(level(all, 'a', 'b')), 'a'), requester))).toBe('decided_already');
    expect(codeOf(() => withdrawRequest(begin(level(all, 'a')), 'a'))).toBe('not_requester');
    expect(codeOf(() => withdrawRequest(yes(begin(level(all, 'a')), 'a'), requester))).toBe('not_open');
  });
  test('bringing in or handing on is no decision', () => {
    const state = transferSeat(addSeats(begin(level(all, 'a')), me('a'), ['b'], 'before'), me('b'), 'c');
    expect(canWithdraw(state, requester)).toBe(true);
  });
  test('what came back may be dropped', () => {
    expect(withdrawRequest(no(begin(level(all, 'a')), 'a', 'start'), requester).status).toBe('withdrawn');
  });
});

describe('驳回', () => {
  const three = begin(level(any, 'a'), level(any, 'b'), level(any, 'c'));
  const third = yes(three, 'a', 'b');
  test('to the start: it waits for the requester, and begins anew when he asks again', () => {
    const back = no(third, 'c', 'start');
    expect(back.status).toBe('returned');
    expect(ready(back)).toEqual([]);
    const again = resubmitRequest(back, requester);
    expect(again).toMatchObject({ status: 'open', level: 1, round: 2, submittedRound: 2 });
    expect(yes(again, 'a', 'b', 'c').status).toBe('approved');
  });
  test('to an earlier level: it goes on from there, the levels between are signed anew', () => {
    const back = no(third, 'c', 1);
    expect(back).toMatchObject({ status: 'open', level: 1, round: 2 });
    expect(ready(yes(back, 'a'))).toEqual(['b']);
    expect(yes(back, 'a', 'b', 'c').status).toBe('approved');
    expect(ready(no(third, 'c', 2))).toEqual(['b']);
  });
  test('for good: nothing can follow', () => {
    const ended = no(third, 'c', 'end');
    expect(ended.status).toBe('rejected');
    expect(codeOf(() => resubmitRequest(ended, requester))).toBe('not_returned');
  });
  test('with a reason, and never forward or to the level itself', () => {
    expect(codeOf(() => no(third, 'c', 1, '  '))).toBe('reason_missing');
    expect(codeOf(() => no(third, 'c', 3))).toBe('no_such_step');
    expect(codeOf(() => no(three, 'a', 2))).toBe('no_such_step');
  });
  test('only the requester asks again, and only what came back', () => {
    expect(codeOf(() => resubmitRequest(no(three, 'a', 'start'), 'a'))).toBe('not_requester');
    expect(codeOf(() => resubmitRequest(three, requester))).toBe('not_returned');
  });
  test('after it was sent back to a level he cannot withdraw, others have decided', () => {
    expect(canWithdraw(no(third, 'c', 1), requester)).toBe(false);
  });
});

describe('time-out', () => {
  test('approve: every open seat is signed by nobody in person, and the request goes on', () => {
    const state = timeOut(begin(level(all, 'a', 'b'), level(any, 'c')), 'approve', at);
    expect(ready(state)).toEqual(['c']);
    expect(state.seats.filter((seat) => seat.level === 1)).toEqual([
      expect.objectContaining({ state: 'approved', decidedBy: null, decidedAt: at }),
      expect.objectContaining({ state: 'approved', decidedBy: null, decidedAt: at }),
    ]);
  });
  test('approve counts what was refused before', () => {
    const refused = no(begin(level({ kind: 'count', count: 1 }, 'a', 'b')), 'a', 'end');
    expect(timeOut(refused, 'approve', at).status).toBe('approved');
  });
  test('reject ends the request', () => {
    expect(timeOut(begin(level(all, 'a')), 'reject', at).status).toBe('rejected');
  });
  test('escalate: the seat goes to the manager, never to the requester or to one who sits here', () => {
    const state = begin(level(all, 'a', 'b'));
    const nos = seatsNow(state).map((seat) => seat.no);
    const up = handUp(
      state,
      new Map([
        [nos[0] ?? 0, ['boss']],
        [nos[1] ?? 0, ['boss']],
      ]),
    );
    expect(ready(up)).toEqual(['boss', 'b']);
    expect(ready(handUp(state, new Map([[nos[0] ?? 0, [requester]]])))).toEqual(['a', 'b']);
  });
  test('escalate: where the nearest head sits here already, the next one up gets the seat', () => {
    const state = begin(level(all, 'a', 'b'));
    const above = ['b', requester, 'boss'];
    expect(ready(handUp(state, new Map(seatsNow(state).map((seat) => [seat.no, above]))))).toEqual(['boss', 'b']);
  });
});

test('asked again with facts that no flow asks about, it is approved, also where the old levels have nobody left', () => {
  const back = no(begin(level(all, 'a')), 'a', 'start');
  const empty = { ...back, levels: [level(all)] };
  expect(settleUnasked(empty, requester)).toMatchObject({ status: 'approved', round: 2, seats: back.seats });
  expect(codeOf(() => settleUnasked(begin(level(all, 'a')), requester))).toBe('not_returned');
  expect(codeOf(() => settleUnasked(back, 'a'))).toBe('not_requester');
});

test('nobody approves his own request: he gets no seat, in whatever level he is named', () => {
  const state = begin(level(all, 'a', requester), level(any, requester, 'b'));
  expect(ready(state)).toEqual(['a']);
  expect(ready(yes(state, 'a'))).toEqual(['b']);
  expect(codeOf(() => yes(state, requester))).toBe('own_request');
});
