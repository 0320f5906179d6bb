import { useSyncExternalStore } from 'react';

/** Three columns, two (the context becomes a drawer), or one at a time. */
export type Columns = 'three' | 'two' | 'one';

const wide = '(min-width: 1440px)';
const middle = '(min-width: 1000px)';

const subscribe = (listener: () => void): (() => void) => {
  const queries = [wide, middle].map((query) => window.matchMedia(query));
  queries.forEach((query) => query.addEventListener('change', listener));
  return () => queries.forEach((query) => query.removeEventListener('change', listener));
};

const read = (): Columns => {
  if (window.matchMedia(wide).matches) return 'three';
  return window.matchMedia(middle).matches ? 'two' : 'one';
};

export const useColumns = (): Columns => useSyncExternalStore(subscribe, read, () => 'three');
