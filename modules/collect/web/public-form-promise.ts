import { durationWords } from '#platform/web/format.ts';
import type { Language } from '#platform/web/i18n.ts';
import type { PublicForm } from '../contract.ts';

/** Up to here a promise is said as a time span: nobody counts fourteen hours through the night. */
const nearMinutes = 240;

export type PromiseWords = { readonly key: 'promise' | 'promiseAt' | 'noPromise'; readonly time: string };

export const promiseWords = (
  promise: PublicForm['promise'],
  { language, instant }: { readonly language: Language; readonly instant: (iso: string) => string },
): PromiseWords => {
  if (promise === null) return { key: 'noPromise', time: '' };
  if (promise.minutes > nearMinutes) return { key: 'promiseAt', time: instant(promise.at) };
  return { key: 'promise', time: durationWords(Math.max(promise.minutes, 1) * 60_000, { language }) };
};
