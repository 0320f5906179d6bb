/**
 * From margins to probabilities: a softmax whose one slope and one shift a class are fitted to held-out rows
 * by the likelihood. One slope for all, since a class of thirty rows cannot carry a curve of its own.
 */
export interface Calibration {
  slope: number;
  /** By class. */
  shift: Float32Array;
}

const ROUNDS = 40;
/** How many rows' worth of belief that a class needs no shift. */
const SHIFT_PRIOR = 8;
const MOST_ROWS = 6000;

/** Margins lie row by row, one for each class; `actual` is the class of each row. */
export function fitCalibration(margins: Float32Array, actual: Int32Array, classes: number): Calibration {
  const stride = Math.max(1, Math.ceil(actual.length / MOST_ROWS));
  const calibration: Calibration = { slope: 2, shift: new Float32Array(classes) };
  const chances = new Float32Array(classes);
  const gradient = new Float64Array(classes);
  const curvature = new Float64Array(classes);
  for (let round = 0; round < ROUNDS; round += 1) {
    gradient.fill(0);
    curvature.fill(0);
    let slopeGradient = 0;
    let slopeCurvature = 1e-3;
    for (let row = 0; row < actual.length; row += stride) {
      toChances(margins, row * classes, calibration, chances);
      let mean = 0;
      let square = 0;
      for (let c = 0; c < classes; c += 1) {
        const chance = chances[c] ?? 0;
        const margin = margins[row * classes + c] ?? 0;
        mean += chance * margin;
        square += chance * margin * margin;
        gradient[c] = (gradient[c] ?? 0) - chance;
        curvature[c] = (curvature[c] ?? 0) + chance * (1 - chance);
      }
      const own = actual[row] ?? 0;
      gradient[own] = (gradient[own] ?? 0) + 1;
      slopeGradient += (margins[row * classes + own] ?? 0) - mean;
      slopeCurvature += square - mean * mean;
    }
    const slopeStep = Math.max(-1, Math.min(1, (0.8 * slopeGradient) / slopeCurvature));
    calibration.slope = Math.max(0.2, Math.min(60, calibration.slope + slopeStep));
    let largest = Math.abs(slopeStep);
    for (let c = 0; c < classes; c += 1) {
      const shift = calibration.shift[c] ?? 0;
      const pull = (gradient[c] ?? 0) - SHIFT_PRIOR * shift;
      const step = Math.max(-1, Math.min(1, (0.8 * pull) / ((curvature[c] ?? 0) * 2 + SHIFT_PRIOR)));
      calibration.shift[c] = shift + step;
      largest = Math.max(largest, Math.abs(step));
    }
    if (largest < 1e-3) break;
  }
  return calibration;
}

/** Writes the probabilities of the margins at `from` into `chances`. */
export function toChances(
  margins: Float32Array,
  from: number,
  { slope, shift }: Calibration,
  chances: Float32Array,
): void {
  const classes = chances.length;
  let top = -Infinity;
  for (let c = 0; c < classes; c += 1) {
    const logit = slope * (margins[from + c] ?? 0) + (shift[c] ?? 0);
    chances[c] = logit;
    if (logit > top) top = logit;
  }
  let sum = 0;
  for (let c = 0; c < classes; c += 1) {
    const part = Math.exp((chances[c] ?? 0) - top);
    chances[c] = part;
    sum += part;
  }
  for (let c = 0; c < classes; c += 1) chances[c] = (chances[c] ?? 0) / sum;
}

/** The place of the largest number. */
export function largestOf(numbers: Float32Array): number {
  let best = 0;
  for (let i = 1; i < numbers.length; i += 1) if ((numbers[i] ?? 0) > (numbers[best] ?? 0)) best = i;
  return best;
}
