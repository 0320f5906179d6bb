import type { Clock } from '#platform/server/clock/index.ts';

export type FakeClock = Clock & {
  set(iso: string): void;
  advance(by: { minutes?: number; hours?: number; days?: number }): void;
};

const instant = (iso: string): number => {
  const at = Date.parse(iso);
  if (Number.isNaN(at)) throw new Error(`Not an instant: ${iso}`);
  return at;
};

/** A clock that stands still until a test moves it. Each `now()` is a Date of its own, so none can be changed by a reader. */
export const fakeClock = (startIso: string): FakeClock => {
  let at = instant(startIso);
  return {
    now: () => new Date(at),
    set: (iso) => {
      at = instant(iso);
    },
    advance: ({ minutes = 0, hours = 0, days = 0 }) => {
      at += ((days * 24 + hours) * 60 + minutes) * 60_000;
    },
  };
};
