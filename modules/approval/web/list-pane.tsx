import type { ReactElement } from 'react';
import type { ApiProblem } from '#platform/web/api.ts';
import { useFormat } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import {
  Badge,
  type BadgeTone,
  Button,
  ClockBadge,
  Empty,
  Loaded,
  runningClock,
  SkeletonRows,
} from '#platform/web/parts/index.ts';
import { useRoute } from '#platform/web/query.ts';
import { countApprovals, type RequestRow, type RequestStatus } from '../contract.ts';
import { kindWord, levelOf, useLocalName } from './words.ts';

export const listViews = ['mine', 'requested', 'done'] as const;
export type ListView = (typeof listViews)[number];

const tones: Record<RequestStatus, BadgeTone> = {
  open: 'info',
  returned: 'near',
  approved: 'met',
  rejected: 'over',
  withdrawn: 'hold',
};

export const StatusBadge = ({ row }: { readonly row: Pick<RequestRow, 'status' | 'dueAt'> }): ReactElement => {
  const t = useText('approval');
  const format = useFormat();
  if (row.status === 'open' && row.dueAt !== null) {
    const clock = runningClock({ dueAt: row.dueAt }, format.now);
    return <ClockBadge form={clock.form} ms={clock.ms} />;
  }
  return <Badge tone={tones[row.status]}>{t(`status.${row.status}`)}</Badge>;
};

type RowProps = { readonly row: RequestRow; readonly on: boolean; readonly onChoose: (id: string) => void };

const Row = ({ row, on, onChoose }: RowProps): ReactElement => {
  const t = useText('approval');
  const format = useFormat();
  const nameOf = useLocalName();
  const awaited = row.awaiting.map((person) => person.name).join(t('comma'));
  return (
    <button
      type="button"
      className={`ap-row ${on ? 'on' : ''}`}
      aria-current={on ? 'true' : undefined}
      onClick={() => onChoose(row.id)}
    >
      <span className="row">
        <span className="t2 f12">{kindWord(row.kind)}</span>
        <span className="t3 f12">{row.requestedBy.name}</span>
        <span className="sp" />
        <StatusBadge row={row} />
      </span>
      <b className="ap-title">{row.title}</b>
      <span className="row t3 f12">
        <span className="ap-cut">
          {row.status === 'open'
            ? t('list.at', { level: row.level, levels: row.levels, name: nameOf(levelOf(row)) })
            : t('list.round', { round: row.round })}
          {awaited ? ` ${t('list.awaits', { names: awaited })}` : ''}
        </span>
        <span className="sp" />
        {row.urgeCount > 0 ? <span className="amber">{t('list.urged', { count: row.urgeCount })}</span> : null}
        <time title={format.full(row.requestedAt)}>{format.row(row.requestedAt)}</time>
      </span>
    </button>
  );
};

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
              <>
                {rows.map((row) => (
                  <Row key={row.id} row={row} on={row.id === chosen} onChoose={onChoose} />
                ))}
                {more ? (
                  <div className="row" style={{ justifyContent: 'center', padding: 12 }}>
                    <Button onClick={more}>{t('platform:loadMore')}</Button>
                  </div>
                ) : null}
              </>
            )
          }
        </Loaded>
      </div>
    </section>
  );
};
