import type { IconName } from './parts/icon-paths.ts';

export type Toast = {
  readonly id: number;
  readonly text: string;
  readonly icon: IconName;
  readonly undo?: () => void;
  readonly seconds: number;
};
export type ToastInput = {
  readonly text: string;
  readonly icon?: IconName;
  readonly undo?: () => void;
  readonly seconds?: number;
};

let toasts: readonly Toast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

const set = (next: readonly Toast[]): void => {
  toasts = next;
  listeners.forEach((listener) => listener());
};

export const currentToasts = (): readonly Toast[] => toasts;

export const watchToasts = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Says what was done, with a way back where there is one. Shown 6 s; more than three would hide the page. */
export const toast = (input: ToastInput): number => {
  lastId += 1;
  const { icon = 'met', seconds = 6 } = input;
  set([...toasts.slice(-2), { ...input, id: lastId, icon, seconds }]);
  return lastId;
};

export const closeToast = (id: number): void => set(toasts.filter((each) => each.id !== id));

/** Takes back the newest thing that can be taken back; false when there is none. */
export const undoLatest = (): boolean => {
  const latest = toasts.findLast((each) => each.undo !== undefined);
  if (!latest) return false;
  closeToast(latest.id);
  latest.undo?.();
  return true;
};
