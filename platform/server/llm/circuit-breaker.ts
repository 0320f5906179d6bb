import type { Clock } from '../clock/index.ts';

/**
 * After so many failures in a row nobody is asked for a while: a provider that is down must not hold up people who wait
 * for their screen. Then one call is let through to see. One per process and provider.
 */
export type CircuitBreaker = {
  /** False while open; lets exactly one call through when the pause is over. */
  allows(): boolean;
  note(isGood: boolean): void;
  readonly state: 'closed' | 'open';
};

export const createBreaker = (clock: Clock, { failures = 5, pauseSeconds = 60 } = {}): CircuitBreaker => {
  let inRow = 0;
  let openUntil = 0;
  const isOpen = (): boolean => inRow >= failures;
  return {
    allows() {
      if (!isOpen()) return true;
      const now = clock.now().getTime();
      if (now < openUntil) return false;
      // The others wait for what this one brings.
      openUntil = now + pauseSeconds * 1000;
      return true;
    },
    note(isGood) {
      inRow = isGood ? 0 : inRow + 1;
      if (inRow === failures || (inRow > failures && !isGood)) openUntil = clock.now().getTime() + pauseSeconds * 1000;
    },
    get state() {
      return isOpen() ? 'open' : 'closed';
    },
  };
};
