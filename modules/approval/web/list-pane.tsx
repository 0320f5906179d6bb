import type { ReactElement } from 'react';
import type { ApiProblem } from '#platform/web/api.ts';
import { useText } from '#platform/web/i18n.ts';
import { Empty, Loaded, SkeletonRows } from '#platform/web/parts/index.ts';
import { useRoute } from '#platform/web/query.ts';
import { countApprovals, type RequestRow } from '../contract.ts';
import ApprovalRows from './approval-rows.tsx';

export const listViews = ['mine', 'requested', 'done'] as const;
export type ListView = (typeof listViews)[number];

type PaneProps = {
  readonly view: ListView;
  readonly chosen: string | undefined;
  readonly items: readonly RequestRow[] | undefined;
  readonly problem: ApiProblem | undefined;
  readonly more: (() => void) | undefined;
  readonly onRetry: () => void;
  readonly onView: (view: ListView) => void;
  readonly onChoose: (id: string) => void;
};

export const ListPane = (props: PaneProps): ReactElement => {
  const { view, chosen, items, problem, more, onRetry, onView, onChoose } = props;
  const t = useText('approval');
  const counts = useRoute(countApprovals, {}).data;
  // With a request beside it, that is what the page is about.
  const Title = chosen === undefined ? 'h1' : 'h2';
  const countOf = { mine: counts?.mine.count, requested: counts?.requested.count, done: undefined };
  return (
    <section className="ap-list" aria-label={t('nav.approvals')}>
      <header className="ap-head">
        <Title>{t('nav.approvals')}</Title>
        {counts && counts.returned.count > 0 ? (
          <button type="button" className="amber f12" onClick={() => onView('requested')}>
            {t('list.returned', { count: counts.returned.count })}
          </button>
        ) : null}
      </header>
      <div className="tabs" role="group" aria-label={t('list.views')}>
        {listViews.map((each) => (
          <button
            key={each}
            type="button"
            className={each === view ? 'on' : ''}
            aria-pressed={each === view}
            onClick={() => onView(each)}
          >
            {t(`view.${each}`)}
            {countOf[each] ? <em>{countOf[each]}</em> : null}
          </button>
        ))}
      </div>
      <div className="ap-rows">
        <Loaded data={items} error={problem} onRetry={onRetry} skeleton={<SkeletonRows rows={5} />}>
          {(rows) =>
            rows.length === 0 ? (
              <Empty
                kind={view === 'mine' ? 'done' : 'first'}
                icon="stamp"
                title={t(`none.${view}`)}
                text={t(`none.${view}Text`)}
              />
            ) : (
              <ApprovalRows rows={rows} chosen={chosen} more={more} onChoose={onChoose} />
            )
          }
        </Loaded>
      </div>
    </section>
  );
};
