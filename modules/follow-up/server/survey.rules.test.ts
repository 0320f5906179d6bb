import { describe, expect, test } from 'vitest';
import { ticketStates } from '#modules/ticket/contract.ts';
import { isLow } from '../contract.ts';
import { nightlyStep, surveyState } from './survey.rules.ts';

const invitedAt = new Date('2026-09-20T00:00:00Z');
const after = (days: number): Date => new Date(invitedAt.getTime() + days * 86_400_000);
const survey = { round: 1, answeredAt: null, invitedAt, remindedAt: null, byPhone: false };
const waiting = { state: 'awaiting', reopenCount: 1 } as const;

test('an invitation is open only while its own round waits for the customer', () => {
  const open = ticketStates.filter((state) => surveyState(survey, { state, reopenCount: 1 }) === 'open');
  expect(open).toEqual(['awaiting', 'closed']);
  expect(surveyState(survey, { state: 'awaiting', reopenCount: 2 })).toBe('over');
  expect(surveyState({ ...survey, answeredAt: after(1) }, { state: 'resolving', reopenCount: 2 })).toBe('answered');
});

describe('every night', () => {
  test.each([
    [2.9, null, 'wait'],
    [3, null, 'remind'],
    [6.9, after(3), 'wait'],
    [7, after(3), 'close'],
    [7, null, 'close'],
  ] as const)('after %s days', (days, remindedAt, step) => {
    expect(nightlyStep({ ...survey, remindedAt }, waiting, after(days))).toBe(step);
  });

  test('while a call is to be made nothing is closed; who is asked by phone is not reminded of a link', () => {
    expect(nightlyStep(survey, waiting, after(8), true)).toBe('wait');
    expect(nightlyStep(survey, waiting, after(3), true)).toBe('remind');
    expect(nightlyStep({ ...survey, byPhone: true }, waiting, after(4))).toBe('wait');
    expect(nightlyStep({ ...survey, byPhone: true }, waiting, after(7))).toBe('close');
  });

  test('a case that went another way ends the waiting', () => {
    expect(nightlyStep(survey, { state: 'closed', reopenCount: 1 }, after(4))).toBe('end');
    expect(nightlyStep(survey, { state: 'resolving', reopenCount: 2 }, after(4))).toBe('end');
    expect(nightlyStep(survey, undefined, after(4))).toBe('end');
  });
});

test('three is low, four is not, and "not solved" is low whatever the score', () => {
  const low = [1, 2, 3, 4, 5].filter((score) => isLow({ score, solved: true }));
  expect(low).toEqual([1, 2, 3]);
  expect(isLow({ score: 5, solved: false })).toBe(true);
});
