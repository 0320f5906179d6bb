export type Wait = { minutes: number; replies: number };

/** The smallest wait that covers this share of the replies; null without any. Several rows may hold the same wait. */
export const percentile = (waits: readonly Wait[], share: number): number | null => {
  const total = waits.reduce((sum, wait) => sum + wait.replies, 0);
  if (total === 0) return null;
  const wanted = Math.max(1, Math.ceil(total * share));
  let seen = 0;
  for (const wait of waits.toSorted((a, b) => a.minutes - b.minutes)) {
    seen += wait.replies;
    if (seen >= wanted) return wait.minutes;
  }
  return null;
};
