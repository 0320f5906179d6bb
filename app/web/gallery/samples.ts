import { useLanguage } from '#platform/web/i18n.ts';
import en from './samples.en.json' with { type: 'json' };
import zh from './samples.zh-CN.json' with { type: 'json' };

export type Samples = typeof zh;

export const useSamples = (): Samples => (useLanguage() === 'en' ? en : zh);
