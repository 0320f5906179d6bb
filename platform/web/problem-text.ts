import { useCallback } from 'react';
import type { ApiProblem } from './api.ts';
import { hasText, translate, useLanguage } from './i18n.ts';

/**
 * The sentence of a problem in the person's language: the module's own (`errors.stale` of `ticket` for `ticket.stale`),
 * else the platform's, else the server's, else the code itself.
 */
export const problemText = (problem: ApiProblem): string => {
  const values: Record<string, string | number> = { code: problem.code };
  for (const [name, value] of Object.entries(problem.data)) {
    if (typeof value === 'string' || typeof value === 'number') values[name] = value;
  }
  const [module = '', ...rest] = problem.code.split('.');
  const own = `errors.${rest.join('.')}`;
  if (rest.length > 0 && hasText(module, own)) return translate(module, own, values);
  const general = `errors.${problem.code}`;
  if (hasText('platform', general)) return translate('platform', general, values);
  return problem.detail === '' ? translate('platform', 'errors.unknown', values) : problem.detail;
};

export const useProblemText = (): ((problem: ApiProblem) => string) => {
  const language = useLanguage();
  // The language is not read in the function, but a new one must give new sentences.
  return useCallback((problem) => (language ? problemText(problem) : ''), [language]);
};
