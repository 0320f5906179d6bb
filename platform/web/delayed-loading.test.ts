import { describe, expect, it } from 'vitest';
import { type LoadingMemory, nothingLoading, planLoading } from './delayed-loading.ts';

/** Plays a story of (time, loading) and gives what is visible at each step. */
const play = (story: readonly (readonly [at: number, loading: boolean])[]): boolean[] => {
  let memory: LoadingMemory = nothingLoading;
  return story.map(([at, loading]) => {
    const plan = planLoading(loading, memory, at);
    memory = plan.memory;
    return plan.visible;
  });
};

describe('planLoading', () => {
  it('shows nothing for a quick answer', () => {
    expect(
      play([
        [0, true],
        [299, true],
        [299, false],
        [1_000, false],
      ]),
    ).toEqual([false, false, false, false]);
  });

  it('appears after 300 ms', () => {
    expect(
      play([
        [0, true],
        [300, true],
      ]),
    ).toEqual([false, true]);
  });

  it('stays at least 500 ms once it is there', () => {
    expect(
      play([
        [0, true],
        [300, true],
        [310, false],
        [799, false],
        [800, false],
      ]),
    ).toEqual([false, true, true, true, false]);
  });

  it('starts afresh the next time', () => {
    expect(
      play([
        [0, true],
        [300, true],
        [900, false],
        [1_000, true],
        [1_299, true],
        [1_300, true],
      ]),
    ).toEqual([false, true, false, false, false, true]);
  });

  it('says when to look again', () => {
    expect(planLoading(true, nothingLoading, 50).waitMs).toBe(300);
    expect(planLoading(false, { startedAt: 0, shownAt: 300 }, 600).waitMs).toBe(200);
    expect(planLoading(true, { startedAt: 0, shownAt: 300 }, 600).waitMs).toBeNull();
  });
});
