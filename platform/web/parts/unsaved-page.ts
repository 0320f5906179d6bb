import { useEffect, useRef } from 'react';
import { useBlocker } from 'react-router';
import { askToDiscard } from './unsaved.ts';

/**
 * For a page that keeps a draft of its own: a link, the history, a key and the end of the tab all ask before it is gone.
 * What is returned lets the next one pass, for a page that throws its draft away on purpose.
 */
export const useUnsavedPage = (unsaved: boolean): (() => void) => {
  const free = useRef(false);
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      unsaved && !free.current && currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    if (blocker.state !== 'blocked') return;
    void askToDiscard().then((yes) => (yes ? blocker.proceed() : blocker.reset()));
  }, [blocker]);
  useEffect(() => {
    if (!unsaved) return undefined;
    // The browser asks in its own words.
    const stay = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', stay);
    return () => window.removeEventListener('beforeunload', stay);
  }, [unsaved]);
  return () => {
    free.current = true;
  };
};
