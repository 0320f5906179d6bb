import './call.css';
import { type ReactElement, useEffect, useMemo, useRef } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { type Action, useActions } from '#platform/web/actions.ts';
import { useText } from '#platform/web/i18n.ts';
import { Button, Empty, Loaded, Page, Segmented, SkeletonRows } from '#platform/web/parts/index.ts';
import { problemText } from '#platform/web/problem-text.ts';
import { usePagedRoute, useRouteMutation } from '#platform/web/query.ts';
import { useCan } from '#platform/web/session.tsx';
import { toast } from '#platform/web/toast.ts';
import { type CallBackRow, claimNextCallBack, listCallBacks } from '../../contract.ts';
import { CallFigures } from './call-figures.tsx';
import { CallList } from './call-list.tsx';
import { CallPane } from './call-pane.tsx';

type Moves = {
  readonly next: () => void;
  readonly move: (step: 1 | -1) => void;
  readonly back: () => void;
};

const useQueueKeys = (moves: Moves, canCall: boolean): void => {
  const t = useText('follow-up');
  const latest = useRef(moves);
  useEffect(() => {
    latest.current = moves;
  });
  const actions = useMemo<Action[]>(
    () => [
      ...(canCall
        ? [
            {
              id: 'call.next',
              title: t('call.takeNext'),
              icon: 'phone' as const,
              keys: ['N'],
              section: 'current' as const,
              priority: 95,
              run: () => latest.current.next(),
            },
          ]
        : []),
      ...(
        [
          ['next', 'down', 'J', () => latest.current.move(1)],
          ['previous', 'up', 'K', () => latest.current.move(-1)],
          ['back', 'left', 'Esc', () => latest.current.back()],
        ] as const
      ).map(([key, icon, keys, run], index) => ({
        id: `call.list.${key}`,
        title: t(`call.key.${key}`),
        icon,
        keys: [keys],
        section: 'go' as const,
        priority: 2000 - index,
        run,
      })),
    ],
    [t, canCall],
  );
  useActions(actions);
};

/** What the address says: which list, and which call of it. */
const usePlace = () => {
  const navigate = useNavigate();
  const { id } = useParams();
  const [search] = useSearchParams();
  const mine = search.get('mine') === '1';
  const state = search.get('state') === 'ended' ? ('ended' as const) : ('waiting' as const);
  const goTo = (next: { id?: string | undefined; mine?: boolean; state?: 'waiting' | 'ended' }): void => {
    const query = new URLSearchParams();
    if (next.mine ?? mine) query.set('mine', '1');
    if ((next.state ?? state) === 'ended') query.set('state', 'ended');
    const words = query.toString();
    void navigate(`/call-backs${next.id === undefined ? '' : `/${next.id}`}${words === '' ? '' : `?${words}`}`);
  };
  return { id, mine, state, goTo };
};

type Place = ReturnType<typeof usePlace>;

const Filters = ({ mine, state, goTo }: Place): ReactElement => {
  const t = useText('follow-up');
  return (
    <>
      <Segmented
        label={t('call.view.label')}
        value={state}
        onChange={(next) => goTo({ state: next })}
        choices={(['waiting', 'ended'] as const).map((value) => ({ value, label: t(`call.view.${value}`) }))}
      />
      <Segmented
        label={t('call.scope.label')}
        value={mine ? 'mine' : 'all'}
        onChange={(next) => goTo({ mine: next === 'mine' })}
        choices={(['all', 'mine'] as const).map((value) => ({ value, label: t(`call.scope.${value}`) }))}
      />
    </>
  );
};

const Nothing = ({ mine, state }: Pick<Place, 'mine' | 'state'>): ReactElement => {
  const t = useText('follow-up');
  const key = state === 'ended' ? 'noneEnded' : mine ? 'noneMine' : 'noneWaiting';
  return (
    <Empty
      kind={state === 'ended' ? 'first' : 'done'}
      icon="phone"
      title={t(`call.${key}`)}
      text={t(`call.${key}Text`)}
    />
  );
};

type PanesProps = Pick<Place, 'id' | 'goTo'> & {
  readonly items: readonly CallBackRow[];
  readonly more: (() => void) | undefined;
  readonly next: () => void;
};

const Panes = ({ items, id, more, goTo, next }: PanesProps): ReactElement => {
  const t = useText('follow-up');
  return (
    <div className={id === undefined ? 'panes' : 'panes one'}>
      <CallList items={items} chosen={id} more={more} onChoose={(chosen) => goTo({ id: chosen })} />
      {id === undefined ? (
        <section className="pane">
          <Empty kind="done" icon="phone" title={t('call.choose')} text={t('call.chooseText')} />
        </section>
      ) : (
        <CallPane
          key={id}
          id={id}
          onBack={() => goTo({})}
          onDone={(goesOn) => {
            if (goesOn) next();
          }}
        />
      )}
    </div>
  );
};

/** The queue of calls to customers, and the one that is being made. */
const CallsPage = (): ReactElement => {
  const t = useText('follow-up');
  const place = usePlace();
  const { id, mine, state, goTo } = place;
  const canCall = useCan()('ticket.reply');
  const list = usePagedRoute(
    listCallBacks,
    (cursor) => ({ query: { state, mine: String(mine), limit: 30, ...(cursor === undefined ? {} : { cursor }) } }),
    { topics: ['call-back'] },
  );
  const takeNext = useRouteMutation(claimNextCallBack, {
    topics: ['call-back'],
    onDone: ({ callBack }) => {
      if (callBack) goTo({ id: callBack.id, state: 'waiting' });
      else toast({ text: t('call.nextNone'), icon: 'check' });
    },
    onProblem: (problem) => toast({ text: problemText(problem), icon: 'over' }),
  });
  const next = (): void => takeNext.mutate({ body: { mine } });
  const at = list.items.findIndex((item) => item.id === id);
  useQueueKeys(
    {
      next,
      move(step) {
        const found = list.items[at < 0 ? (step === 1 ? 0 : -1) : at + step];
        if (found) goTo({ id: found.id });
      },
      back: () => goTo({}),
    },
    canCall,
  );
  return (
    <Page
      title={t('call.title')}
      note={t('call.note')}
      flush
      actions={
        <>
          <Filters {...place} />
          {canCall ? (
            <Button tone="primary" icon="phone" keys="N" busy={takeNext.isPending} onClick={next}>
              {t('call.takeNext')}
            </Button>
          ) : null}
        </>
      }
    >
      <CallFigures />
      <Loaded
        data={list.data ? list.items : undefined}
        error={list.problem}
        onRetry={() => void list.refetch()}
        skeleton={<SkeletonRows rows={6} />}
      >
        {(items) =>
          items.length === 0 && id === undefined ? (
            <Nothing mine={mine} state={state} />
          ) : (
            <Panes
              items={items}
              id={id}
              more={list.hasNextPage ? () => void list.fetchNextPage() : undefined}
              goTo={goTo}
              next={next}
            />
          )
        }
      </Loaded>
    </Page>
  );
};

export default CallsPage;
