import i18next from 'i18next';
import { useCallback, useSyncExternalStore } from 'react';

export const languages = ['zh-CN', 'en'] as const;
export type Language = (typeof languages)[number];
/** Namespace (the module's name) -> its texts, as in `web/i18n/<language>.json`. */
export type TextBundle = Record<string, object>;
export type TextValues = Record<string, string | number>;
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

const addBundle = async (language: Language): Promise<void> => {
  const bundle = await loadBundle(language);
  for (const [namespace, texts] of Object.entries(bundle)) {
    i18next.addResourceBundle(language, namespace, texts, true, true);
  }
};

export const currentLanguage = (): Language => toLanguage(i18next.language) ?? 'zh-CN';

export const startTexts = async (load: typeof loadBundle): Promise<void> => {
  loadBundle = load;
  const language = pickLanguage(localStorage.getItem(storageKey), navigator.languages);
  await i18next.init({
    lng: language,
    fallbackLng: false,
    ns: [],
    defaultNS: 'platform',
    interpolation: { escapeValue: false },
  });
  await addBundle(language);
  document.documentElement.lang = language;
};

export const chooseLanguage = async (language: Language): Promise<void> => {
  localStorage.setItem(storageKey, language);
  await addBundle(language);
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
};

/** True when the person has chosen here; otherwise the language of the account may be applied. */
export const hasChosenLanguage = (): boolean => localStorage.getItem(storageKey) !== null;

export const translate = (namespace: string, key: string, values?: TextValues): string =>
  i18next.t(key, { ns: namespace, ...values });

export const hasText = (namespace: string, key: string): boolean => i18next.exists(key, { ns: namespace });

export const namespaces = (): string[] => Object.keys(i18next.getDataByLanguage(i18next.language) ?? {});

const subscribe = (listener: () => void): (() => void) => {
  i18next.on('languageChanged', listener);
  return () => i18next.off('languageChanged', listener);
};

export const useLanguage = (): Language => useSyncExternalStore(subscribe, currentLanguage, () => 'zh-CN');

/** The texts of one namespace. A key may name another namespace: `staff:roles.agent`. */
export const useText = (namespace: string): Translate => {
  const language = useLanguage();
  return useCallback(
    (key, values) => i18next.t(key, { ns: namespace, lng: language, ...values }),
    [namespace, language],
  );
};
