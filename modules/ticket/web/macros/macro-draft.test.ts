import { expect, test } from 'vitest';
import { macroStepTypes, type MacroStep } from '../../contract.ts';
import { areWhole, newStep, swapped, withStep } from './macro-draft.ts';

const assign: MacroStep = { type: 'assign', departmentId: '0193b000-0000-7000-8000-000000000001', reason: '' };

test('a step that is added stands before the transfer, which stays last', () => {
  const steps = withStep([newStep('claim'), assign], newStep('follow'));
  expect(steps.map((step) => step.type)).toEqual(['claim', 'follow', 'assign']);
  expect(areWhole(steps)).toBe(true);
});

test('what a new step lacks is seen before it is sent', () => {
  const whole = new Map(macroStepTypes.map((type) => [type, areWhole([newStep(type)])]));
  expect([...whole].filter(([, is]) => is).map(([type]) => type)).toEqual(['claim', 'follow', 'step']);
  expect(areWhole([])).toBe(false);
  expect(areWhole([assign, newStep('claim')])).toBe(false);
});

test('moving beyond either end changes nothing', () => {
  expect(swapped([1, 2, 3], 0, -1)).toEqual([1, 2, 3]);
  expect(swapped([1, 2, 3], 2, 1)).toEqual([1, 2, 3]);
  expect(swapped([1, 2, 3], 1, 1)).toEqual([1, 3, 2]);
  expect(swapped([1, 2, 3], 1, -1)).toEqual([2, 1, 3]);
});
