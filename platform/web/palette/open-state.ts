import { useSyncExternalStore } from 'react';

export type OpenSheet = 'none' | 'palette' | 'shortcuts';

let current: OpenSheet = 'none';
const listeners = new Set<() => void>();

const set = (next: OpenSheet): void => {
  current = next;
  listeners.forEach((listener) => listener());
};

export const openPalette = (): void => set('palette');
export const openShortcuts = (): void => set('shortcuts');
export const closeSheet = (): void => set('none');

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useOpenSheet = (): OpenSheet =>
  useSyncExternalStore(
    subscribe,
    () => current,
    () => 'none',
  );

export const openSheet = (): OpenSheet => current;
