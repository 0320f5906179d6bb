import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  addTexts,
  chooseLanguage,
  currentLanguage,
  hasChosenLanguage,
  hasText,
  pickLanguage,
  startTexts,
  translate,
  type Language,
  type TextBundle,
} from './i18n.ts';

const shelf = (): Storage => {
  const kept = new Map<string, string>();
  return {
    length: 0,
    clear: () => kept.clear(),
    key: () => null,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
};

const browser = (languages: readonly string[], storage: unknown = shelf()): void => {
  vi.stubGlobal('navigator', { languages });
  vi.stubGlobal('localStorage', storage);
};

const words: Record<Language, TextBundle> = {
  'zh-CN': { probe: { hello: '你好' } },
  en: { probe: { hello: 'Hello' } },
};

afterEach(() => vi.unstubAllGlobals());

describe('the language of a page', () => {
  it.each([
    ['en', ['zh-CN'], 'en'],
    [null, ['fr-FR', 'en-GB', 'zh'], 'en'],
    [null, ['zh-Hant-TW'], 'zh-CN'],
    ['tlh', ['fr'], 'zh-CN'],
    [null, [], 'zh-CN'],
  ])('chosen %j, wished %j: %s', (chosen, wishes, language) => {
    expect(pickLanguage(chosen, wishes)).toBe(language);
  });

  it('is kept when it was chosen, and told apart from a wish of the browser', async () => {
    browser(['zh-CN']);
    await startTexts((language) => Promise.resolve(words[language]));
    expect([translate('probe', 'hello'), hasChosenLanguage()]).toEqual(['你好', false]);
    await chooseLanguage('en');
    expect([translate('probe', 'hello'), hasChosenLanguage()]).toEqual(['Hello', true]);
    await startTexts((language) => Promise.resolve(words[language]));
    expect(currentLanguage()).toBe('en');
  });

  it('opens in a browser that keeps nothing for us', async () => {
    const refuse = (): never => {
      throw new DOMException('denied', 'SecurityError');
    };
    browser(['en-US'], { getItem: refuse, setItem: refuse });
    await startTexts((language) => Promise.resolve(words[language]));
    expect(currentLanguage()).toBe('en');
    await chooseLanguage('zh-CN');
    expect([translate('probe', 'hello'), hasChosenLanguage()]).toEqual(['你好', false]);
  });

  it('is the last one asked for, whichever texts come last', async () => {
    browser(['zh-CN']);
    const late = Promise.withResolvers<TextBundle>();
    await startTexts((language) => (language === 'en' ? late.promise : Promise.resolve(words[language])));
    const first = chooseLanguage('en');
    await chooseLanguage('zh-CN');
    late.resolve(words.en);
    await first;
    expect(currentLanguage()).toBe('zh-CN');
  });
});

describe('a text', () => {
  it('of another module is named by it, and one that is missing shows its key', async () => {
    browser(['zh-CN']);
    await startTexts(() => Promise.resolve({}));
    addTexts('zh-CN', { other: { name: '别处' } });
    expect(translate('probe', 'other:name')).toBe('别处');
    expect(translate('probe', 'not.there')).toBe('not.there');
    expect([hasText('other', 'name'), hasText('other', 'nothing')]).toEqual([true, false]);
  });
});
