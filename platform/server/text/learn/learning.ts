import type { SparseRows } from './rows.ts';

export interface Settings {
  cost: number;
  /** Exponent of the logarithm of a feature's rarity. */
  rarity: number;
  /** Scale of a feature: 1 if `bayes` is 0, else `plain` + `bayes` x |log of how much commoner it is in the class|. */
  plain: number;
  bayes: number;
  /** The descent ends when no row's gradient strays further than this, or after so many rounds (few classes). */
  tolerance: number;
  rounds: number;
}

export interface Learning {
  data: SparseRows;
  actual: Int32Array;
  classes: number;
  fold: Uint8Array;
  folds: number;
  settings: Settings;
  seed: number;
  store: (place: number, weights: Float32Array) => void;
  onProgress: (part: number) => void;
  scratch: Float32Array;
}
