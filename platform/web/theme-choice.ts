import { useSyncExternalStore } from 'react';
import { readChoice, storeChoice } from './stored-choice.ts';

export const themeChoices = ['system', 'light', 'dark'] as const;
export type ThemeChoice = (typeof themeChoices)[number];
export type ThemeName = 'light' | 'dark';

/** The same key stands in app/web/public/boot.js, which sets the theme before the first paint. */
const storageKey = 'huiyin.theme';
const listeners = new Set<() => void>();
const darkQuery = (): MediaQueryList => window.matchMedia('(prefers-color-scheme: dark)');

/** What was chosen since the page was opened, where the browser keeps nothing. */
let chosenHere: ThemeChoice | null = null;

const isChoice = (value: string | null): value is ThemeChoice => themeChoices.some((choice) => choice === value);

export const themeChoice = (): ThemeChoice => {
  const stored = readChoice(storageKey) ?? chosenHere;
  return isChoice(stored) ? stored : 'system';
};

export const currentTheme = (): ThemeName => {
  const choice = themeChoice();
  if (choice !== 'system') return choice;
  return darkQuery().matches ? 'dark' : 'light';
};

const apply = (): void => {
  document.documentElement.dataset['theme'] = currentTheme();
  listeners.forEach((listener) => listener());
};

export const chooseTheme = (choice: ThemeChoice): void => {
  chosenHere = choice;
  storeChoice(storageKey, choice);
  apply();
};

/** Follows the system and other tabs from now on. */
export const watchTheme = (): void => {
  darkQuery().addEventListener('change', apply);
  window.addEventListener('storage', (event) => {
    if (event.key === storageKey) apply();
  });
  apply();
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useTheme = (): ThemeName => useSyncExternalStore(subscribe, currentTheme, () => 'light');
export const useThemeChoice = (): ThemeChoice => useSyncExternalStore(subscribe, themeChoice, () => 'system');
