import { useCallback, useSyncExternalStore } from 'react';
import { readChoice, storeChoice } from './stored-choice.ts';
import { textOf, type TextValues } from './texts.ts';

export type { TextValues } from './texts.ts';
export const languages = ['zh-CN', 'en'] as const;
export type Language = (typeof languages)[number];
/** Namespace (the module's name) -> its texts, as in `web/i18n/<language>.json`. */
export type TextBundle = Record<string, object>;
export type Translate = (key: string, values?: TextValues) => string;

/** The same key stands in app/web/public/boot.js. */
const storageKey = 'huiyin.language';

export const toLanguage = (tag: string | null | undefined): Language | undefined => {
  if (!tag) return undefined;
  if (/^zh/i.test(tag)) return 'zh-CN';
  return /^en/i.test(tag) ? 'en' : undefined;
};

/** The person's choice, then the browser's wishes in their order, then zh-CN. */
export const pickLanguage = (chosen: string | null, wishes: readonly string[]): Language =>
  toLanguage(chosen) ?? wishes.map(toLanguage).find((wish) => wish !== undefined) ?? 'zh-CN';

let loadBundle: (language: Language) => Promise<TextBundle> = () => Promise.resolve({});
const bundles: Record<Language, TextBundle> = { 'zh-CN': {}, en: {} };
let language: Language = 'zh-CN';
const listeners = new Set<() => void>();

export const addTexts = (target: Language, bundle: TextBundle): void => {
  bundles[target] = { ...bundles[target], ...bundle };
};

let wanted: Language = language;

const use = async (next: Language): Promise<void> => {
  wanted = next;
  addTexts(next, await loadBundle(next));
  // Somebody changed his mind while the texts were on their way.
  if (wanted !== next) return;
  language = next;
  if (typeof document !== 'undefined') document.documentElement.lang = next;
  listeners.forEach((listener) => listener());
};

export const currentLanguage = (): Language => language;

export const startTexts = (load: typeof loadBundle): Promise<void> => {
  loadBundle = load;
  return use(pickLanguage(readChoice(storageKey), navigator.languages));
};

export const chooseLanguage = (next: Language): Promise<void> => {
  storeChoice(storageKey, next);
  return use(next);
};

/** True when the person has chosen here; otherwise the language of the account may be applied. */
export const hasChosenLanguage = (): boolean => readChoice(storageKey) !== null;

/** `staff:roles.agent` names another namespace than the given one. */
const find = (namespace: string, key: string, values?: TextValues): string | undefined => {
  const at = key.indexOf(':');
  const [space, name] = at < 0 ? [namespace, key] : [key.slice(0, at), key.slice(at + 1)];
  return textOf(bundles[language][space], name, language, values);
};

/** A key without text shows itself: ugly enough to be found, better than nothing. */
export const translate = (namespace: string, key: string, values?: TextValues): string =>
  find(namespace, key, values) ?? key;

export const hasText = (namespace: string, key: string): boolean => find(namespace, key) !== undefined;

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useLanguage = (): Language => useSyncExternalStore(subscribe, currentLanguage, () => 'zh-CN');

/** The texts of one namespace; renders anew when the language changes. */
export const useText = (namespace: string): Translate => {
  const now = useLanguage();
  return useCallback((key, values) => (now ? translate(namespace, key, values) : key), [namespace, now]);
};
