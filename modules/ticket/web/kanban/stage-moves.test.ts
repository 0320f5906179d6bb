import { describe, expect, test } from 'vitest';
import { ticketStages } from '../../contract.ts';
import { stepBetween, wayBeside, waysFrom } from './stage-moves.ts';

describe('from column to column', () => {
  test('the usual way is one step each', () => {
    const usual = ticketStages.slice(0, -1).map((from) => {
      const to = wayBeside(from, 1);
      return to && stepBetween(from, to);
    });
    expect(usual).toEqual(['accept', 'verify', 'solve', 'answer', 'close']);
  });

  test('back goes only by reopening', () => {
    expect(wayBeside('confirm', -1)).toBe('resolve');
    expect(stepBetween('confirm', 'resolve')).toBe('reopen');
    expect(wayBeside('archive', -1)).toBe('resolve');
    for (const stage of ['accept', 'verify', 'resolve', 'reply'] as const) expect(wayBeside(stage, -1)).toBeUndefined();
  });

  test('no card goes to where it stands, none past the archive', () => {
    for (const stage of ticketStages) expect(waysFrom(stage)).not.toContain(stage);
    expect(wayBeside('archive', 1)).toBeUndefined();
  });

  test('a new case may not be answered unseen', () => {
    expect(stepBetween('accept', 'confirm')).toBeUndefined();
  });
});
