import '../workbench.css';
import './list.css';
import { type ReactElement, Suspense } from 'react';
import { useSearchParams } from 'react-router';
import { listApprovals } from '#modules/approval/contract.ts';
import { ApprovalRequest, ApprovalRows } from '#modules/approval/web/index.ts';
import { useText } from '#platform/web/i18n.ts';
import { Empty, KeyHint, Loaded, SkeletonRows } from '#platform/web/parts/index.ts';
import { usePagedRoute } from '#platform/web/query.ts';
import { Foot, Tabs, Top } from './list-column.tsx';
import type { Source } from './trays.ts';
import { useListActions } from './use-list-actions.ts';
import { useColumns } from './use-media.ts';

type InboxProps = { readonly source: Source; readonly onSource: (key: string) => void };

/** The chosen request stands in the address, so that it can be sent to whoever signs in one's stead. */
const useChosen = (): { chosen: string | undefined; choose: (id: string | null) => void } => {
  const [search, setSearch] = useSearchParams();
  const choose = (id: string | null): void =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        if (id === null) next.delete('r');
        else next.set('r', id);
        return next;
      },
      { replace: true },
    );
  return { chosen: search.get('r') ?? undefined, choose };
};

const focusRequest = (): void => {
  const title = document.querySelector('.ap-request h1');
  if (title instanceof HTMLElement) title.focus();
};

const Nothing = ({ none }: { readonly none: boolean }): ReactElement => {
  const t = useText('approval');
  return (
    <main className="wt wnone">
      {none ? (
        <Empty kind="done" icon="stamp" title={t('none.mine')} text={t('none.mineText')} />
      ) : (
        <Empty kind="first" icon="stamp" title={t('list.choose')} text={t('list.chooseText')}>
          <KeyHint keys="J" spoken />
          <KeyHint keys="K" spoken />
        </Empty>
      )}
    </main>
  );
};

/** What waits for my signature, in the workbench: the same keys as among tickets, decided on the right. */
export const ApprovalInbox = ({ source, onSource }: InboxProps): ReactElement => {
  const t = useText('ticket');
  const columns = useColumns();
  const { chosen, choose } = useChosen();
  const list = usePagedRoute(listApprovals, (cursor) => ({
    query: { view: 'mine' as const, limit: 30, ...(cursor === undefined ? {} : { cursor }) },
  }));
  const { items } = list;
  const at = items.findIndex((item) => item.id === chosen);
  const first = items[0];
  useListActions({
    move(step) {
      const next = items[at < 0 ? (step === 1 ? 0 : items.length - 1) : at + step];
      if (next) choose(next.id);
    },
    open: () => (chosen === undefined ? first && choose(first.id) : focusRequest()),
    back: () => choose(null),
    go: onSource,
  });
  const more = list.hasNextPage ? (): void => void list.fetchNextPage() : undefined;
  // Once it is decided it leaves the list; the one that stood below it takes its place.
  const next = (): void => choose((items[at + 1] ?? items[at - 1])?.id ?? null);
  return (
    <div className={`wb ${columns}${chosen ? ' open' : ''}`} data-place="approvals">
      {columns === 'one' && chosen ? null : (
        <section className="wl" aria-label={t('tray.approvals')}>
          <Top />
          <Tabs source={source} onSource={onSource} />
          <div className="tl wapprovals">
            <Loaded
              data={list.data ? items : undefined}
              error={list.problem}
              onRetry={() => void list.refetch()}
              errorTitle={t('list.failed')}
              skeleton={<SkeletonRows rows={6} />}
            >
              {(rows) =>
                rows.length === 0 ? (
                  <p className="t3 wnothing">{t('list.noApprovals')}</p>
                ) : (
                  <Suspense fallback={<SkeletonRows rows={6} />}>
                    <ApprovalRows rows={rows} chosen={chosen} more={more} onChoose={choose} />
                  </Suspense>
                )
              }
            </Loaded>
          </div>
          <Foot approvals />
        </section>
      )}
      {chosen ? (
        <main className="wt">
          <Suspense fallback={<SkeletonRows rows={5} />}>
            <ApprovalRequest key={chosen} id={chosen} onBack={() => choose(null)} next={next} />
          </Suspense>
        </main>
      ) : columns === 'one' ? null : (
        <Nothing none={list.data !== undefined && items.length === 0} />
      )}
    </div>
  );
};
