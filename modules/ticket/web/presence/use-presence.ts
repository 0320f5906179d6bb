import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { addressOf, call } from '#platform/web/api.ts';
import { routeKey, useRoute } from '#platform/web/query.ts';
import { presenceBeatMs, presenceRoutes, type PresenceState, type PresentPerson } from '../../contract.ts';
import { stateOf } from './state-of.ts';

const tab = crypto.randomUUID();

const nobody: readonly PresentPerson[] = [];

const inFront = (): boolean => document.visibilityState === 'visible' && document.hasFocus();

/** Says every ten seconds, and at once when it changes, what this tab does; `noteWriting` is called at each change of the words. */
const useBeat = (number: string): ((written: number) => void) => {
  const client = useQueryClient();
  const words = useRef({ written: 0, typedAt: 0 });
  const told = useRef<PresenceState | null>(null);
  // One after the other: a "gone" that overtakes a "looking" would leave a ghost behind.
  const queue = useRef<Promise<void>>(Promise.resolve());

  const say = useCallback(
    (state: PresenceState | 'gone') => {
      told.current = state === 'gone' ? null : state;
      const { written } = words.current;
      const params = { number };
      queue.current = queue.current.then(async () => {
        try {
          const reply = await call(presenceRoutes.beat, { params, body: { tab, state, written } });
          if (state !== 'gone') client.setQueryData(routeKey(presenceRoutes.present, { params }), reply);
        } catch {
          // The next beat says it again.
        }
      });
    },
    [client, number],
  );
  const now = useCallback(
    () =>
      stateOf({
        written: words.current.written,
        typedAgoMs: performance.now() - words.current.typedAt,
        inFront: inFront(),
      }),
    [],
  );
  useEffect(() => {
    const look = (): void => {
      const state = now();
      if (state !== told.current) say(state);
    };
    const beat = setInterval(() => say(now()), presenceBeatMs);
    const leave = (): void => {
      const body = new Blob([JSON.stringify({ tab, state: 'gone' })], { type: 'application/json' });
      navigator.sendBeacon(addressOf(presenceRoutes.beat, { params: { number } }), body);
    };
    look();
    window.addEventListener('focus', look);
    window.addEventListener('blur', look);
    document.addEventListener('visibilitychange', look);
    window.addEventListener('pagehide', leave);
    return () => {
      clearInterval(beat);
      window.removeEventListener('focus', look);
      window.removeEventListener('blur', look);
      document.removeEventListener('visibilitychange', look);
      window.removeEventListener('pagehide', leave);
      say('gone');
    };
  }, [number, now, say]);

  return useCallback(
    (written: number) => {
      words.current = { written, typedAt: performance.now() };
      const state = now();
      if (state !== told.current) say(state);
    },
    [now, say],
  );
};

export type Presence = {
  readonly others: readonly PresentPerson[];
  /** Those of them who are writing a reply right now. */
  readonly writers: readonly PresentPerson[];
  readonly noteWriting: (written: number) => void;
};

/** Who else is at this ticket, and what this tab tells them. */
export const usePresence = (number: string): Presence => {
  const noteWriting = useBeat(number);
  const { data } = useRoute(
    presenceRoutes.present,
    { params: { number } },
    { topics: ['presence'], refetchMs: presenceBeatMs },
  );
  const others = data?.items ?? nobody;
  return useMemo(
    () => ({ others, writers: others.filter((person) => person.state === 'writing'), noteWriting }),
    [others, noteWriting],
  );
};
