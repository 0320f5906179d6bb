import './triage.css';
import { type ReactElement, useEffect, useMemo, useRef, useState } from 'react';
import { Link } from 'react-router';
import { ticketRoutes } from '#modules/ticket/contract.ts';
import type { ReplyOf } from '#platform/contract/route.ts';
import { type Action, useActions } from '#platform/web/actions.ts';
import { percent, ticketNumber, useFormat } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import type { IconName } from '#platform/web/parts/icon-paths.ts';
import {
  Badge,
  Button,
  Empty,
  KeyHint,
  KindMark,
  LevelMark,
  Loaded,
  Page,
  SkeletonRows,
  TreeSelect,
} from '#platform/web/parts/index.ts';
import { problemText } from '#platform/web/problem-text.ts';
import { usePagedRoute, useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { listTriage } from '../contract.ts';
import { Marked, useCategoryName, useCategoryTree } from './verdict-marks.tsx';

type Waiting = ReplyOf<typeof listTriage>['items'][number];

type Moves = {
  readonly move: (step: 1 | -1) => void;
  readonly choose: (place: number) => void;
  readonly confirm: () => void;
  readonly follow: () => void;
  readonly open: () => void;
};

const keys: readonly (readonly [string, IconName, string, (moves: Moves) => void])[] = [
  ['next', 'down', 'J', (moves) => moves.move(1)],
  ['previous', 'up', 'K', (moves) => moves.move(-1)],
  ['first', 'pen', '1', (moves) => moves.choose(0)],
  ['second', 'pen', '2', (moves) => moves.choose(1)],
  ['third', 'pen', '3', (moves) => moves.choose(2)],
  ['opinion', 'bolt', '0', (moves) => moves.follow()],
  ['confirm', 'check', 'Enter', (moves) => moves.confirm()],
  ['tree', 'branch', 'L', (moves) => moves.open()],
];

const useTriageKeys = (moves: Moves): void => {
  const t = useText('classify');
  const latest = useRef(moves);
  useEffect(() => {
    latest.current = moves;
  });
  const actions = useMemo(
    () =>
      keys.map(([name, icon, key, run], index): Action => ({
        id: `triage.${name}`,
        title: t(`triage.keys.${name}`),
        icon,
        keys: [key],
        section: 'current',
        priority: 90 - index,
        run: () => run(latest.current),
      })),
    [t],
  );
  useActions(actions);
};

/** What Enter says yes to: the category that stands, else the best guess. */
const proposedOf = (one: Waiting | undefined): string | undefined =>
  one?.categoryKey ?? one?.suggestions[0]?.categoryKey;

const useDecide = () => {
  const t = useText('classify');
  const nameOf = useCategoryName();
  const classify = useRouteMutation(ticketRoutes.classify, {
    topics: ['classify'],
    onProblem: (problem) => toast({ text: problemText(problem), icon: 'over' }),
  });
  return (one: Waiting, categoryKey: string, after: () => void): void =>
    classify.mutate(
      { params: { number: one.number }, body: { categoryKey, version: one.version } },
      {
        onSuccess: () => {
          toast({ text: t('triage.done', { number: ticketNumber(one.number), name: nameOf(categoryKey) }) });
          after();
        },
      },
    );
};

type RowProps = {
  readonly one: Waiting;
  readonly selected: boolean;
  readonly picking: boolean;
  readonly onSelect: () => void;
  readonly onPick: () => void;
  readonly onChoose: (categoryKey: string) => void;
};

const OpinionChoice = ({
  one,
  selected,
  onChoose,
}: Omit<RowProps, 'onSelect' | 'onPick' | 'picking'>): ReactElement | null => {
  const t = useText('classify');
  const { opinion } = one;
  if (opinion?.categoryKey === null || opinion?.categoryKey === undefined) return null;
  const { categoryKey, name, confidence, reason } = opinion;
  return (
    <button
      type="button"
      className="pill bd"
      title={reason}
      {...(selected ? { 'aria-keyshortcuts': '0' } : {})}
      onClick={() => onChoose(categoryKey)}
    >
      {selected ? <KeyHint keys="0" /> : null}
      {t('triage.opinion', { name })}
      <span className="t3">{percent(confidence, 0)}</span>
    </button>
  );
};

const Choices = ({ one, selected, picking, onPick, onChoose }: Omit<RowProps, 'onSelect'>): ReactElement => {
  const t = useText('classify');
  const tree = useCategoryTree();
  const nameOf = useCategoryName();
  return (
    <div className="row wrap trichoices">
      {one.categoryKey !== null ? (
        <Button size="s" icon="check" onClick={() => onChoose(one.categoryKey ?? '')}>
          {t('triage.yes', { name: nameOf(one.categoryKey) })}
        </Button>
      ) : null}
      {one.suggestions.map(({ categoryKey, name, confidence }, index) => (
        <button
          key={categoryKey}
          type="button"
          className="pill bd"
          {...(selected ? { 'aria-keyshortcuts': String(index + 1) } : {})}
          onClick={() => onChoose(categoryKey)}
        >
          {selected ? <KeyHint keys={String(index + 1)} /> : null}
          {name}
          <span className="t3">{percent(confidence, 0)}</span>
        </button>
      ))}
      <OpinionChoice one={one} selected={selected} onChoose={onChoose} />
      {selected && picking ? (
        <TreeSelect
          autoFocus
          defaultOpen
          aria-label={t('triage.other')}
          className="tritree"
          treeData={tree}
          treeDefaultExpandAll
          showSearch={{ treeNodeFilterProp: 'title' }}
          placeholder={t('triage.other')}
          onChange={(categoryKey: string) => onChoose(categoryKey)}
        />
      ) : (
        <button
          type="button"
          className="pill"
          {...(selected ? { 'aria-keyshortcuts': 'L' } : {})}
          onClick={(event) => {
            // The row would take the click for a mere choice of itself.
            event.stopPropagation();
            onPick();
          }}
        >
          {selected ? <KeyHint keys="L" /> : null}
          {t('triage.other')}
        </button>
      )}
      {one.suggestions.length === 0 && !picking ? <span className="t3 f12">{t('triage.noGuess')}</span> : null}
    </div>
  );
};

const Row = (props: RowProps): ReactElement => {
  const { one, selected, onSelect } = props;
  const t = useText('classify');
  const format = useFormat();
  const place = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (selected) place.current?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  return (
    <li ref={place} className={selected ? 'tri on' : 'tri'} aria-current={selected} onClick={onSelect}>
      <div className="row wrap f12 t3">
        <KindMark kind={one.kind} />
        <LevelMark level={one.level} />
        {one.urgent ? <Badge tone="over">{t('triage.urgent')}</Badge> : null}
        <span>{one.customerName}</span>
        <Link to={`/tickets/${one.number}`}>{ticketNumber(one.number)}</Link>
        <span className="sp" />
        <time title={format.full(one.createdAt)}>{format.instant(one.createdAt)}</time>
      </div>
      <div className="tritext">
        <b>{one.subject}</b>
        <p>
          <Marked text={one.content} words={one.words} />
        </p>
      </div>
      <Choices {...props} />
    </li>
  );
};

const Foot = (): ReactElement => {
  const t = useText('classify');
  return (
    <div className="row f12 t3 wrap trifoot" aria-hidden="true">
      <KeyHint keys="J" />
      <KeyHint keys="K" />
      <span>{t('triage.foot.move')}</span>
      <KeyHint keys="1" />
      <KeyHint keys="3" />
      <span>{t('triage.foot.choose')}</span>
      <KeyHint keys="Enter" />
      <span>{t('triage.foot.confirm')}</span>
      <KeyHint keys="L" />
      <span>{t('triage.foot.tree')}</span>
    </div>
  );
};

/** Where the eye is: by id, so that a row that leaves the queue hands the place on to the one below it. */
const usePlace = (rows: readonly Waiting[]) => {
  const [id, setId] = useState<string | null>(null);
  const [picking, setPicking] = useState(false);
  const found = rows.findIndex((one) => one.id === id);
  const at = found >= 0 ? found : 0;
  const go = (index: number): void => {
    setId(rows[Math.min(Math.max(index, 0), rows.length - 1)]?.id ?? null);
    setPicking(false);
  };
  return { at, go, picking, setPicking };
};

const Queue = ({ rows }: { readonly rows: readonly Waiting[] }): ReactElement => {
  const { at, go, picking, setPicking } = usePlace(rows);
  const decide = useDecide();
  const now = rows[at];
  const choose = (one: Waiting | undefined, categoryKey: string | undefined): void => {
    if (!one || categoryKey === undefined) return;
    const below = rows[rows.indexOf(one) + 1] ?? rows[rows.indexOf(one) - 1];
    decide(one, categoryKey, () => go(below ? rows.indexOf(below) : 0));
  };
  useTriageKeys({
    move: (step) => go(at + step),
    choose: (place) => choose(now, now?.suggestions[place]?.categoryKey),
    follow: () => choose(now, now?.opinion?.categoryKey ?? undefined),
    confirm: () => choose(now, proposedOf(now)),
    open: () => setPicking(true),
  });
  return (
    <ul className="trilist">
      {rows.map((one, index) => (
        <Row
          key={one.id}
          one={one}
          selected={index === at}
          picking={picking}
          onSelect={() => (index === at ? undefined : go(index))}
          onPick={() => {
            go(index);
            setPicking(true);
          }}
          onChoose={(categoryKey) => choose(one, categoryKey)}
        />
      ))}
    </ul>
  );
};

/** What neither rules nor models are sure of: a person decides with one key, and all learn from it. */
const TriagePage = (): ReactElement => {
  const t = useText('classify');
  const query = usePagedRoute(listTriage, (cursor) => ({ query: { limit: 30, ...(cursor ? { cursor } : {}) } }), {
    topics: ['ticket', 'opinion'],
  });
  return (
    <Page title={t('triage.title')} note={t('triage.note')}>
      <Loaded
        data={query.data ? query.items : undefined}
        error={query.data ? undefined : query.problem}
        onRetry={() => void query.refetch()}
        skeleton={<SkeletonRows rows={6} />}
      >
        {(rows) =>
          rows.length === 0 ? (
            <Empty kind="done" icon="checks" title={t('triage.empty')} text={t('triage.emptyText')} />
          ) : (
            <>
              <Queue rows={rows} />
              {query.hasNextPage ? (
                <div className="row" style={{ justifyContent: 'center', padding: 12 }}>
                  <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                    {t('platform:loadMore')}
                  </Button>
                </div>
              ) : null}
              <Foot />
            </>
          )
        }
      </Loaded>
    </Page>
  );
};

export default TriagePage;
