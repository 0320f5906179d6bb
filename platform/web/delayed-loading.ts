import { useEffect, useRef, useState } from 'react';

/** A flash of a skeleton is worse than none: it appears after 300 ms and then stays at least 500 ms. */
export const appearAfterMs = 300;
export const stayAtLeastMs = 500;

export type LoadingMemory = { readonly startedAt: number | null; readonly shownAt: number | null };
export const nothingLoading: LoadingMemory = { startedAt: null, shownAt: null };

export type LoadingPlan = {
  readonly visible: boolean;
  /** When to look again; null when only a change of `loading` matters. */
  readonly waitMs: number | null;
  readonly memory: LoadingMemory;
};

const still = (visible: boolean, memory: LoadingMemory): LoadingPlan => ({ visible, waitMs: null, memory });

export const planLoading = (loading: boolean, memory: LoadingMemory, now: number): LoadingPlan => {
  if (memory.shownAt !== null) {
    if (loading) return still(true, memory);
    const rest = memory.shownAt + stayAtLeastMs - now;
    return rest > 0 ? { visible: true, waitMs: rest, memory } : still(false, nothingLoading);
  }
  if (!loading) return still(false, nothingLoading);
  const startedAt = memory.startedAt ?? now;
  const rest = startedAt + appearAfterMs - now;
  if (rest > 0) return { visible: false, waitMs: rest, memory: { startedAt, shownAt: null } };
  return still(true, { startedAt, shownAt: now });
};

/** Whether to show the skeleton. While it is false and data is missing, show nothing in its place. */
export const useDelayedLoading = (loading: boolean): boolean => {
  const memory = useRef<LoadingMemory>(nothingLoading);
  const [visible, setVisible] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = (): void => {
      const plan = planLoading(loading, memory.current, performance.now());
      memory.current = plan.memory;
      setVisible(plan.visible);
      if (plan.waitMs !== null) timer = setTimeout(look, plan.waitMs);
    };
    look();
    return () => clearTimeout(timer);
  }, [loading]);
  return visible;
};
