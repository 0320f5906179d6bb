import './approvals.css';
import { type ReactElement, useEffect, useMemo, useRef } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { type Action, useActions } from '#platform/web/actions.ts';
import { useText } from '#platform/web/i18n.ts';
import type { IconName } from '#platform/web/parts/icon-paths.ts';
import { Empty } from '#platform/web/parts/index.ts';
import { usePagedRoute } from '#platform/web/query.ts';
import { listApprovals } from '../contract.ts';
import { ListPane, type ListView, listViews } from './list-pane.tsx';
import RequestPane from './request-pane.tsx';

const isView = (value: string | null): value is ListView => listViews.some((view) => view === value);

type Moves = {
  readonly move: (step: 1 | -1) => void;
  readonly open: () => void;
  readonly back: () => void;
  readonly show: (view: ListView) => void;
};

const moving: readonly (readonly [key: string, icon: IconName, keys: string, run: (moves: Moves) => void])[] = [
  ['next', 'down', 'J', (moves) => moves.move(1)],
  ['previous', 'up', 'K', (moves) => moves.move(-1)],
  ['open', 'right', 'Enter', (moves) => moves.open()],
  ['back', 'left', 'Esc', (moves) => moves.back()],
];

/** The letters of every list of the desk; none works in a field or while a candidate is being chosen. */
const useListKeys = (moves: Moves): void => {
  const t = useText('approval');
  const latest = useRef(moves);
  useEffect(() => {
    latest.current = moves;
  });
  const actions = useMemo<Action[]>(
    () => [
      ...moving.map(([key, icon, keys, run], index): Action => ({
        id: `approval:list.${key}`,
        title: t(`list.${key}`),
        icon,
        keys: [keys],
        section: 'go',
        priority: 2000 - index,
        run: () => run(latest.current),
      })),
      ...listViews.map((view, index): Action => ({
        id: `approval:view.${view}`,
        title: t(`view.${view}`),
        icon: 'stamp',
        keys: [String(index + 1)],
        section: 'go',
        priority: 1990 - index,
        run: () => latest.current.show(view),
      })),
    ],
    [t],
  );
  useActions(actions);
};

/** What waits for me, what I asked for, what I decided; the chosen one beside it, on a phone in its place. */
const ApprovalsPage = (): ReactElement => {
  const t = useText('approval');
  const navigate = useNavigate();
  const { id } = useParams();
  const [search] = useSearchParams();
  const asked = search.get('view');
  const view = isView(asked) ? asked : 'mine';
  const list = usePagedRoute(listApprovals, (cursor) => ({
    query: { view, limit: 30, ...(cursor === undefined ? {} : { cursor }) },
  }));
  const goTo = (next: string | null, inView: ListView = view): void => {
    const query = inView === 'mine' ? '' : `?view=${inView}`;
    void navigate(next === null ? `/approvals${query}` : `/approvals/${next}${query}`);
  };
  const at = list.items.findIndex((item) => item.id === id);
  useListKeys({
    move(step) {
      const next = list.items[at < 0 ? (step === 1 ? 0 : -1) : at + step];
      if (next) goTo(next.id);
    },
    open() {
      const first = list.items[0];
      if (id === undefined && first) goTo(first.id);
      else document.querySelector<HTMLElement>('.ap-request h1')?.focus();
    },
    back: () => goTo(null),
    show: (next) => goTo(null, next),
  });
  return (
    <main className={`ap ${id === undefined ? '' : 'ap-open'}`}>
      <ListPane
        view={view}
        chosen={id}
        items={list.data ? list.items : undefined}
        problem={list.problem}
        more={list.hasNextPage ? () => void list.fetchNextPage() : undefined}
        onRetry={() => void list.refetch()}
        onView={(next) => goTo(null, next)}
        onChoose={goTo}
      />
      {id === undefined ? (
        <div className="ap-none">
          <Empty kind="done" icon="stamp" title={t('list.choose')} text={t('list.chooseText')} />
        </div>
      ) : (
        <RequestPane key={id} id={id} onBack={() => goTo(null)} next={() => goTo(list.items[at + 1]?.id ?? null)} />
      )}
    </main>
  );
};

export default ApprovalsPage;
