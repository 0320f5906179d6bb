import { useCallback, useSyncExternalStore } from 'react';

/** How a person likes the workbench, kept in this browser: widths, folded columns, the usual button. */
const storageKey = 'huiyin.workbench';
const listeners = new Set<() => void>();
let current: Record<string, unknown> | null = null;

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const read = (): Record<string, unknown> => {
  if (current) return current;
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '{}');
    current = isRecord(stored) ? stored : {};
  } catch {
    current = {};
  }
  return current;
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

const write = (name: string, value: unknown): void => {
  current = { ...read(), [name]: value };
  localStorage.setItem(storageKey, JSON.stringify(current));
  listeners.forEach((listener) => listener());
};

type Setting<Value> = readonly [Value, (next: Value) => void];

/** A stored value counts only while it has the type of the usual one. */
export const useSwitch = (name: string, usual: boolean): Setting<boolean> => {
  const stored = useSyncExternalStore(subscribe, () => read()[name]);
  return [typeof stored === 'boolean' ? stored : usual, useCallback((next) => write(name, next), [name])];
};

export const useMeasure = (name: string, usual: number): Setting<number> => {
  const stored = useSyncExternalStore(subscribe, () => read()[name]);
  return [typeof stored === 'number' ? stored : usual, useCallback((next) => write(name, next), [name])];
};

export const useWord = <Word extends string>(name: string, words: readonly Word[], usual: Word): Setting<Word> => {
  const stored = useSyncExternalStore(subscribe, () => read()[name]);
  return [words.find((word) => word === stored) ?? usual, useCallback((next) => write(name, next), [name])];
};

/** Some of a fixed list of words, in the order of that list. */
export const useWords = <Word extends string>(
  name: string,
  words: readonly Word[],
  usual: readonly Word[],
): Setting<readonly Word[]> => {
  const stored = useSyncExternalStore(subscribe, () => read()[name]);
  const chosen = typeof stored === 'string' ? words.filter((word) => stored.split(',').includes(word)) : usual;
  return [chosen, useCallback((next) => write(name, next.join(',')), [name])];
};
