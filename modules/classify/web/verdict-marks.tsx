import './rules.css';
import type { ReactElement } from 'react';
import { ticketRoutes } from '#modules/ticket/contract.ts';
import { useLanguage } from '#platform/web/i18n.ts';
import { type Kind, KindMark, type Level, LevelMark } from '#platform/web/parts/index.ts';
import { useRoute } from '#platform/web/query.ts';
import { markWords } from './mark-words.ts';

export const useCategories = () => useRoute(ticketRoutes.categories, {}, { staleMs: 300_000 });

export const useCategoryName = (): ((key: string) => string) => {
  const english = useLanguage() === 'en';
  const items = useCategories().data?.items;
  return (key) => {
    const found = items?.find((item) => item.key === key);
    if (!found) return key;
    return english && found.nameEn !== '' ? found.nameEn : found.name;
  };
};

export type CategoryNode = { value: string; title: string; children: CategoryNode[] };

export const useCategoryTree = (): CategoryNode[] => {
  const nameOf = useCategoryName();
  const items = useCategories().data?.items ?? [];
  const below = (parent: string | null): CategoryNode[] =>
    items
      .filter((item) => item.parentKey === parent && !item.closed)
      .map((item) => ({ value: item.key, title: nameOf(item.key), children: below(item.key) }));
  return below(null);
};

export const Marked = ({ text, words }: { readonly text: string; readonly words: readonly string[] }): ReactElement => (
  <>
    {markWords(text, words).map((piece, index) =>
      piece.marked ? (
        <mark key={index} className="why">
          {piece.text}
        </mark>
      ) : (
        <span key={index}>{piece.text}</span>
      ),
    )}
  </>
);

type Verdict = { readonly kind: Kind; readonly categoryKey: string | null; readonly level: Level };

/** Kind, category and level as a list shows them. */
export const VerdictMarks = ({ verdict }: { readonly verdict: Verdict }): ReactElement => {
  const nameOf = useCategoryName();
  return (
    <span className="row wrap" style={{ gap: 8 }}>
      <KindMark kind={verdict.kind} {...(verdict.categoryKey === null ? {} : { facet: nameOf(verdict.categoryKey) })} />
      <LevelMark level={verdict.level} />
    </span>
  );
};
