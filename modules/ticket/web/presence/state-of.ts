import type { PresenceState } from '../../contract.ts';

/** Who has not touched a key for this long is no longer writing, though his words stand there. */
const restMs = 60_000;

/** Typing counts also while another window is in front: whoever looks an order up goes on writing afterwards. */
export const stateOf = (given: { written: number; typedAgoMs: number; inFront: boolean }): PresenceState => {
  if (given.written > 0 && given.typedAgoMs < restMs) return 'writing';
  return given.inFront ? 'looking' : 'away';
};
