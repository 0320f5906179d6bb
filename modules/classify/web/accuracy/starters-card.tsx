import type { ReactElement } from 'react';
import { useLanguage, useText } from '#platform/web/i18n.ts';
import { Badge, Button, Card, confirmAction } from '#platform/web/parts/index.ts';
import { problemText } from '#platform/web/problem-text.ts';
import { useRoute, useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { chooseStarter, listStarters } from '../../contract.ts';

/** A beginning for a company without history: categories and words of its industry, beside what is there. */
export const StartersCard = (): ReactElement | null => {
  const t = useText('classify');
  const english = useLanguage() === 'en';
  const items = useRoute(listStarters, {}, { staleMs: 300_000 }).data?.items ?? [];
  const choose = useRouteMutation(chooseStarter, {
    topics: ['categories'],
    onDone: ({ categories, rules }) => toast({ text: t('starters.done', { categories, rules }) }),
    onProblem: (problem) => toast({ text: problemText(problem), icon: 'over' }),
  });
  const ask = async (industry: string, name: string): Promise<void> => {
    const yes = await confirmAction({
      title: t('starters.title', { name }),
      text: t('starters.text'),
      action: t('starters.add'),
    });
    if (yes) choose.mutate({ body: { industry } });
  };
  if (items.length === 0) return null;
  return (
    <Card title={t('starters.card')} note={t('starters.note')}>
      <ul className="starters">
        {items.map((one) => {
          const name = english ? one.nameEn : one.name;
          return (
            <li key={one.industry} className="row wrap">
              <b>{name}</b>
              <span className="t3 f12">{t('starters.holds', { categories: one.categories, rules: one.rules })}</span>
              <span className="sp" />
              {one.chosen ? <Badge tone="met">{t('starters.chosen')}</Badge> : null}
              <Button size="s" busy={choose.isPending} onClick={() => void ask(one.industry, name)}>
                {t('starters.add')}
              </Button>
            </li>
          );
        })}
      </ul>
    </Card>
  );
};
