/** The smallest measured value that `share` of all values do not exceed; milliseconds in, milliseconds out, two decimals. */
export const percentile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const at = Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * share) - 1));
  return Math.round((sorted[at] ?? 0) * 100) / 100;
};
