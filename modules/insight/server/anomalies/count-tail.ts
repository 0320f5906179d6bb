/** Chances of counts, pure. */

const lanczos = [
  676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
  -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
];

/** Natural logarithm of the gamma function, for x > 0 (Lanczos, g = 7). */
export const logGamma = (x: number): number => {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const base = x - 1;
  const t = base + 7.5;
  const sum = lanczos.reduce((total, factor, index) => total + factor / (base + index + 1), 0.9999999999998099);
  return 0.5 * Math.log(2 * Math.PI) + (base + 0.5) * Math.log(t) - t + Math.log(sum);
};

const enough = 1e-12;
const mostTerms = 100_000;

/** Sum of the terms from `first` on, each made from the one before it; they fall, for the count lies above the mean. */
const sumUp = (first: number, ratio: (k: number) => number, from: number): number => {
  let term = first;
  let sum = first;
  for (let k = from; k < from + mostTerms && term > sum * enough; k += 1) {
    term *= ratio(k);
    sum += term;
  }
  return Math.min(sum, 1);
};

/**
 * Chance that a count is `count` or more, when `mean` are expected with this variance: Poisson, or negative binomial
 * where the variance is the larger. At or below the mean it is not worked out and 1.
 */
export const chanceOfAtLeast = (count: number, mean: number, variance: number): number => {
  if (count <= mean || count <= 0) return 1;
  if (mean <= 0) return 0;
  if (variance <= mean * 1.0001) {
    const first = Math.exp(count * Math.log(mean) - mean - logGamma(count + 1));
    return sumUp(first, (k) => mean / (k + 1), count);
  }
  const size = (mean * mean) / (variance - mean);
  const chance = mean / (size + mean);
  const log =
    logGamma(count + size) -
    logGamma(count + 1) -
    logGamma(size) +
    size * Math.log(size / (size + mean)) +
    count * Math.log(chance);
  return sumUp(Math.exp(log), (k) => ((k + size) / (k + 1)) * chance, count);
};
