import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useLive } from '#platform/web/live.ts';
import { invalidateTopics } from '#platform/web/query.ts';

/** The counters follow an event within about a second; asked at once they would still say the old thing. */
const settleMs = 1_500;
const shortestMs = 4_000;

/** How long to wait until the next refresh, so that a storm of events is one refresh every few seconds. */
export const waitMs = (lastAt: number, now: number): number => Math.max(settleMs, lastAt + shortestMs - now);

/** Asks for the board again when tickets change. */
export const useBoardLive = (): void => {
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const lastAt = useRef(0);
  useLive('ticket', () => {
    if (timer.current !== undefined) return;
    timer.current = setTimeout(
      () => {
        timer.current = undefined;
        lastAt.current = Date.now();
        void invalidateTopics(client, ['board']);
      },
      waitMs(lastAt.current, Date.now()),
    );
  });
  useEffect(() => () => clearTimeout(timer.current), []);
};
