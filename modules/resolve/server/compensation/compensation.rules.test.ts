import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compensationStates, mostCents } from '../../contract.ts';
import { centsToApprove, mayAct, totalsOf, type Money } from './compensation.rules.ts';

const line: fc.Arbitrary<Money> = fc.record({
  id: fc.uuid(),
  state: fc.constantFrom(...compensationStates),
  amountCents: fc.integer({ min: 1, max: mostCents }),
  currency: fc.constantFrom('CNY', 'USD', 'EUR'),
});
const lines = fc.uniqueArray(line, { maxLength: 40, selector: (one) => one.id });

describe('sums of compensation', () => {
  test('are whole cents, never negative, and what is paid was granted', () => {
    fc.assert(
      fc.property(lines, (many) => {
        for (const total of totalsOf(many)) {
          for (const cents of [total.pendingCents, total.grantedCents, total.paidCents]) {
            expect(Number.isSafeInteger(cents)).toBe(true);
            expect(cents).toBeGreaterThanOrEqual(0);
          }
          expect(total.paidCents).toBeLessThanOrEqual(total.grantedCents);
        }
      }),
    );
  });

  test('do not depend on the order of the lines, and lose no cent of what counts', () => {
    fc.assert(
      fc.property(lines, fc.integer(), (many, seed) => {
        const shuffled = many.toSorted(
          (a, b) => ((a.amountCents * 31 + seed) % 97) - ((b.amountCents * 31 + seed) % 97),
        );
        expect(totalsOf(shuffled)).toEqual(totalsOf(many));
        const counted = many.filter((one) => one.state !== 'draft' && one.state !== 'rejected');
        const all = counted.reduce((sum, one) => sum + one.amountCents, 0);
        const told = totalsOf(many).reduce((sum, one) => sum + one.pendingCents + one.grantedCents, 0);
        expect(told).toBe(all);
      }),
    );
  });

  test('asked in slices, the last slice faces the limit of the whole', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 20 }), (slices) => {
        const asked: Money[] = [];
        let last = 0;
        for (const [index, amountCents] of slices.entries()) {
          const slice: Money = { id: String(index), state: 'draft', amountCents, currency: 'CNY' };
          last = centsToApprove(asked, slice);
          asked.push({ ...slice, state: 'approved' });
        }
        expect(last).toBe(slices.reduce((sum, one) => sum + one, 0));
      }),
    );
  });

  test('what others are deciding about, or agreed to, is neither changed nor dropped nor asked again', () => {
    for (const state of ['pending', 'approved', 'paid'] as const)
      for (const act of ['edit', 'drop', 'submit'] as const) expect(mayAct(state, act)).toBe(false);
    expect(compensationStates.filter((state) => mayAct(state, 'pay'))).toEqual(['approved']);
  });
});
