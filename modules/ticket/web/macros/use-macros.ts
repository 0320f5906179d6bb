import { useMemo } from 'react';
import { type Translate, useText } from '#platform/web/i18n.ts';
import { useRoute } from '#platform/web/query.ts';
import { type Category, type Macro, type MacroStep, macroRoutes } from '../../contract.ts';
import { useCategories } from '../names.ts';

const slow = { staleMs: 60_000 };

export const useMacros = (enabled = true): readonly Macro[] | undefined =>
  useRoute(macroRoutes.list, { query: {} }, { ...slow, enabled }).data?.items;

/** The category and everything above it. */
export const categoryAbove = (categories: readonly Category[], key: string | null): readonly string[] => {
  const parents = new Map(categories.map((one) => [one.key, one.parentKey]));
  const above: string[] = [];
  for (let at = key; at !== null && !above.includes(at); at = parents.get(at) ?? null) above.push(at);
  return above;
};

export const fitsCategory = (macro: Pick<Macro, 'categoryKeys'>, above: readonly string[]): boolean =>
  macro.categoryKeys.length === 0 || macro.categoryKeys.some((key) => above.includes(key));

/** The macros of a ticket of this category; of many tickets (undefined) all, as each row is tried by itself. */
export const useMacrosFor = (categoryKey: string | null | undefined, enabled = true): readonly Macro[] => {
  const macros = useMacros(enabled);
  const categories = useCategories().data?.items;
  return useMemo(() => {
    if (!enabled || !macros) return [];
    if (categoryKey === undefined) return macros;
    const above = categoryAbove(categories ?? [], categoryKey);
    return macros.filter((macro) => fitsCategory(macro, above));
  }, [macros, categories, categoryKey, enabled]);
};

/** What a macro does, in a line. */
export const stepWords = (t: Translate, steps: readonly MacroStep[]): string =>
  steps
    .map((step) => (step.type === 'step' ? t(`step.${step.action}`) : t(`macro.type.${step.type}`)))
    .join(t('listComma'));

export const useStepWords = (): ((steps: readonly MacroStep[]) => string) => {
  const t = useText('ticket');
  return (steps) => stepWords(t, steps);
};
