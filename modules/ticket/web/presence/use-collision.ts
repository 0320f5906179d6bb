import { useCallback, useMemo, useState } from 'react';
import type { PresentPerson } from '../../contract.ts';

const none: readonly string[] = [];

/** Asks once about each colleague who writes; the second press sends. Somebody new who begins to write is asked about again. */
export const useCollision = (writers: readonly PresentPerson[]) => {
  const [accepted, setAccepted] = useState(none);
  const asked = writers.length > 0 && writers.every((person) => accepted.includes(person.id));
  const mayGo = useCallback((): boolean => {
    if (writers.length === 0 || asked) return true;
    setAccepted(writers.map((person) => person.id));
    return false;
  }, [writers, asked]);
  const forget = useCallback(() => setAccepted(none), []);
  return useMemo(() => ({ asked, mayGo, forget }), [asked, mayGo, forget]);
};
