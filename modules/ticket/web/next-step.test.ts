import { describe, expect, it } from 'vitest';
import type { TicketAction } from '../contract.ts';
import { isWaiting } from './is-waiting.ts';
import { nextStep } from './next-step.ts';

const withActions = (actions: TicketAction[]) => ({
  abilities: {
    reply: true,
    note: true,
    assign: true,
    claim: false,
    classify: true,
    pause: true,
    revealCustomer: false,
    actions,
  },
});

describe('the step of the key E', () => {
  it('is the next of the usual way, whatever else is possible', () => {
    expect(nextStep(withActions(['quarantine', 'decline', 'accept']))).toBe('accept');
    expect(nextStep(withActions(['solve', 'answer', 'verify']))).toBe('verify');
    expect(nextStep(withActions(['reopen', 'close']))).toBe('close');
  });

  it('is none where only a turn back is possible or nothing is permitted', () => {
    expect(nextStep(withActions(['reopen']))).toBeUndefined();
    expect(nextStep(withActions([]))).toBeUndefined();
  });
});

describe('a row that waits', () => {
  it('is one whose customer spoke last while something is owed', () => {
    expect(isWaiting({ needsAnswer: true, state: 'replying' })).toBe(true);
    expect(isWaiting({ needsAnswer: false, state: 'replying' })).toBe(false);
    expect(isWaiting({ needsAnswer: true, state: 'archived' })).toBe(false);
  });
});
