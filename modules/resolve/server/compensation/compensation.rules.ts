import type { CompensationState, CompensationTotal } from '../../contract.ts';

/** Pure decisions about money, in whole cents. */

export type Money = {
  readonly id: string;
  readonly state: CompensationState;
  readonly amountCents: number;
  readonly currency: string;
};

export type LineAct = 'edit' | 'drop' | 'submit' | 'pay';

const from: Readonly<Record<LineAct, readonly CompensationState[]>> = {
  edit: ['draft', 'rejected'],
  drop: ['draft', 'rejected'],
  submit: ['draft', 'rejected'],
  pay: ['approved'],
};

/** While others decide about a line, or once they have agreed, it stays as they saw it. */
export const mayAct = (state: CompensationState, act: LineAct): boolean => from[act].includes(state);

const granted = (state: CompensationState): boolean => state === 'approved' || state === 'paid';

/** Per currency: amounts of different ones are never added. Drafts and refusals count for nothing. */
export const totalsOf = (lines: readonly Money[]): CompensationTotal[] => {
  const totals = new Map<string, CompensationTotal>();
  for (const { state, amountCents, currency } of lines) {
    if (state === 'draft' || state === 'rejected') continue;
    const sum = totals.get(currency) ?? { currency, pendingCents: 0, grantedCents: 0, paidCents: 0 };
    totals.set(currency, {
      currency,
      pendingCents: sum.pendingCents + (state === 'pending' ? amountCents : 0),
      grantedCents: sum.grantedCents + (granted(state) ? amountCents : 0),
      paidCents: sum.paidCents + (state === 'paid' ? amountCents : 0),
    });
  }
  return [...totals.values()].toSorted((a, b) => a.currency.localeCompare(b.currency));
};

/**
 * What approval flows compare: the line with everything asked for and granted before in this ticket and currency, so
 * that nobody stays below a limit by asking in slices.
 */
export const centsToApprove = (lines: readonly Money[], line: Money): number => {
  const others = lines.filter((other) => other.id !== line.id && other.currency === line.currency);
  const [sum] = totalsOf(others);
  return line.amountCents + (sum?.pendingCents ?? 0) + (sum?.grantedCents ?? 0);
};
