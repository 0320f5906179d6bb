import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ticketActions, ticketStates, type TicketAction, type TicketState } from '../contract.ts';
import {
  decideStep,
  isOpen,
  minutesUntilUrge,
  stageBar,
  stageOf,
  steps,
  stepsFrom,
  type Stamps,
} from './ticket.rules.ts';

const noStamps: Stamps = {
  acceptedAt: null,
  verifiedAt: null,
  resolvedAt: null,
  answeredAt: null,
  closedAt: null,
  archivedAt: null,
};
const said = { reason: '客户电话确认', byPerson: true };

/** The table of the contract, written a second time by hand, so that a slip in the rules shows. */
const legal: Record<TicketState, Partial<Record<TicketAction, TicketState>>> = {
  new: { accept: 'verifying', decline: 'declined', quarantine: 'spam' },
  verifying: { verify: 'resolving', solve: 'replying', answer: 'awaiting', decline: 'declined' },
  resolving: { solve: 'replying', answer: 'awaiting' },
  replying: { answer: 'awaiting' },
  awaiting: { close: 'closed', reopen: 'resolving' },
  closed: { reopen: 'resolving', archive: 'archived' },
  archived: {},
  declined: { archive: 'archived' },
  spam: { restore: 'new' },
};

describe('every pair of state and action', () => {
  test.each(ticketStates.flatMap((state) => ticketActions.map((action) => [state, action] as const)))(
    '%s + %s',
    (state, action) => {
      const decision = decideStep({ state, repliedThisRound: true }, action, said);
      const to = legal[state][action];
      if (to === undefined)
        expect(decision).toEqual({ ok: false, refusal: { code: 'illegal_transition', data: { state, action } } });
      else expect(decision).toMatchObject({ ok: true, to });
      expect(stepsFrom(state).includes(action)).toBe(to !== undefined);
    },
  );
});

type Walk = { state: TicketState; replied: boolean; reopened: number; stamps: Stamps; tick: number };
const command = fc.oneof(
  fc.constantFrom(...ticketActions).map((action) => ({ action })),
  fc.constant({ action: 'reply' as const }),
);

const take = (walk: Walk, action: TicketAction | 'reply'): Walk => {
  if (action === 'reply') return { ...walk, replied: true };
  const decision = decideStep({ state: walk.state, repliedThisRound: walk.replied }, action, said);
  if (!decision.ok) return walk;
  const at = new Date(Date.UTC(2026, 8, 19) + walk.tick * 60_000);
  return {
    state: decision.to,
    replied: decision.reopens ? false : walk.replied,
    reopened: walk.reopened + (decision.reopens ? 1 : 0),
    stamps: decision.stamp === null ? walk.stamps : { ...walk.stamps, [decision.stamp]: at },
    tick: walk.tick + 1,
  };
};

describe('any sequence of commands', () => {
  test('never jumps, never is answered or closed without a reply of this round, counts reopenings', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 40 }), (commands) => {
        let walk: Walk = { state: 'new', replied: false, reopened: 0, stamps: noStamps, tick: 0 };
        let reopenings = 0;
        for (const { action } of commands) {
          const before = walk;
          walk = take(walk, action);
          if (walk.state !== before.state && action !== 'reply') {
            expect(legal[before.state][action]).toBe(walk.state);
            if (action === 'reopen') reopenings += 1;
            if (action === 'answer') expect(before.replied).toBe(true);
            const { stamp } = steps[action];
            if (stamp !== null) expect(walk.stamps[stamp]).not.toBeNull();
          }
          if (walk.state === 'awaiting' || walk.state === 'closed') expect(walk.replied).toBe(true);
        }
        expect(walk.reopened).toBe(reopenings);
      }),
      { numRuns: 500 },
    );
  });

  test('the bar has six stages, done ones first, at most one now', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ticketStates), (state) => {
        const bar = stageBar(state, noStamps);
        expect(bar.map((step) => step.stage)).toEqual(['accept', 'verify', 'resolve', 'reply', 'confirm', 'archive']);
        const word = bar.map((step) => step.state).join(' ');
        expect(word).toMatch(/^(done ?)*(now ?)?(later ?)*$/);
        if (state === 'archived') expect(word).not.toContain('now');
        else expect(bar.find((step) => step.state === 'now')?.stage).toBe(stageOf(state));
      }),
    );
  });
});

describe('what a step needs', () => {
  test('closing, declining and reopening by a person need a reason; by the system or the customer none', () => {
    for (const [state, action] of [
      ['awaiting', 'close'],
      ['new', 'decline'],
      ['closed', 'reopen'],
    ] as const) {
      expect(decideStep({ state, repliedThisRound: true }, action, { reason: '  ', byPerson: true })).toMatchObject({
        ok: false,
        refusal: { code: 'needs_reason' },
      });
      expect(decideStep({ state, repliedThisRound: true }, action, { reason: '', byPerson: false }).ok).toBe(true);
    }
  });

  test('an answer needs an outbound message since the last opening', () => {
    const decision = decideStep({ state: 'replying', repliedThisRound: false }, 'answer', said);
    expect(decision).toEqual({
      ok: false,
      refusal: { code: 'needs_reply', data: { state: 'replying', action: 'answer' } },
    });
  });

  test('open means that somebody still owes something', () => {
    expect(ticketStates.filter(isOpen)).toEqual(['new', 'verifying', 'resolving', 'replying', 'awaiting']);
  });
});

describe('urging', () => {
  const now = new Date('2026-09-23T06:00:00Z');
  test.each([
    [null, 0],
    ['2026-09-23T05:59:30Z', 10],
    ['2026-09-23T05:55:00Z', 5],
    ['2026-09-23T05:50:00Z', 0],
    ['2026-09-22T05:50:00Z', 0],
  ])('last at %s: wait %i minutes', (at, minutes) => {
    expect(minutesUntilUrge(at === null ? null : new Date(at), now)).toBe(minutes);
  });
});
