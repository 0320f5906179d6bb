import { Fragment, type ReactElement, useEffect, useRef } from 'react';
import { useNavigate } from 'react-router';
import { count } from '#platform/web/format.ts';
import { countApprovals } from '#modules/approval/contract.ts';
import { useRoute } from '#platform/web/query.ts';
import { useText } from '#platform/web/i18n.ts';
import { openPalette } from '#platform/web/palette/open-state.ts';
import { Button, Icon, KeyHint, Loaded, SkeletonRows } from '#platform/web/parts/index.ts';
import { useCan } from '#platform/web/session.tsx';
import type { TicketFilter } from '../../contract.ts';
import type { UrlFilter } from '../filter-url.ts';
import { BulkBar } from './bulk-bar.tsx';
import { ListEmpty } from './list-empty.tsx';
import { TicketRow } from './ticket-row.tsx';
import { countKeyOf, type Source, sourceKey, trays } from './trays.ts';
import type { usePicks } from './use-picks.ts';
import type { TicketListState } from './use-ticket-list.ts';
import { useCounts, ViewLine } from './view-line.tsx';

export type ColumnProps = {
  readonly list: TicketListState;
  readonly picks: ReturnType<typeof usePicks>;
  readonly source: Source;
  readonly filter: UrlFilter;
  readonly whole: TicketFilter;
  readonly selected: string | null;
  readonly dense: boolean;
  readonly addressOf: (number: string) => string;
  readonly onSource: (key: string) => void;
  readonly onFilter: (filter: UrlFilter) => void;
  readonly onDense: (dense: boolean) => void;
};

type TabsProps = Pick<ColumnProps, 'source' | 'onSource'>;

export const Top = (): ReactElement => {
  const t = useText('ticket');
  const can = useCan();
  const navigate = useNavigate();
  return (
    <div className="top">
      <button type="button" className="inp" onClick={openPalette}>
        <Icon name="search" />
        <span className="el">{t('list.search')}</span>
        <span className="sp" />
        <KeyHint keys="Mod+K" />
      </button>
      {can('ticket.create') ? (
        <Button icon="plus" keys="C" onClick={() => void navigate('/tickets/new')}>
          {t('list.create')}
        </Button>
      ) : null}
    </div>
  );
};

/** What waits for my signature, between what runs out and what I follow. */
const ApprovalTray = ({ source, onSource }: TabsProps): ReactElement | null => {
  const t = useText('ticket');
  const can = useCan();
  const allowed = can('approval.read');
  const { data } = useRoute(countApprovals, {}, { enabled: allowed });
  if (!allowed) return null;
  const on = source.kind === 'approvals';
  return (
    <button type="button" className={on ? 'on' : ''} aria-pressed={on} onClick={() => onSource('approvals')}>
      {t('tray.approvals')}
      {data ? <em className={data.mine.count > 0 ? 'hot' : ''}>{count(data.mine.count)}</em> : null}
    </button>
  );
};

export const Tabs = ({ source, onSource }: TabsProps): ReactElement => {
  const t = useText('ticket');
  const counts = useCounts();
  const now = sourceKey(source);
  return (
    <div className="tabs" role="group" aria-label={t('list.trays')}>
      {trays.map((tray) => {
        const value = counts?.[countKeyOf(tray)].count;
        return (
          <Fragment key={tray}>
            {tray === 'followed' ? <ApprovalTray source={source} onSource={onSource} /> : null}
            <button
              type="button"
              className={now === tray ? 'on' : ''}
              aria-pressed={now === tray}
              onClick={() => onSource(tray)}
            >
              {t(`tray.${tray}`)}
              {value === undefined ? null : (
                <em className={tray === 'soon' && value > 0 ? 'hot' : ''}>{count(value)}</em>
              )}
            </button>
          </Fragment>
        );
      })}
    </div>
  );
};

const PickLine = ({ list, picks }: Pick<ColumnProps, 'list' | 'picks'>): ReactElement => {
  const t = useText('ticket');
  const all = picks.numbers.length === list.rows.length;
  return (
    <div className="vb">
      <label className="row" style={{ gap: 8 }}>
        <input
          type="checkbox"
          checked={all}
          ref={(box) => {
            if (box) box.indeterminate = !all;
          }}
          onChange={() => (all ? picks.clear() : picks.replace(list.rows.map((row) => row.number)))}
        />
        {t('list.picked', { count: picks.numbers.length, all: `${list.rows.length}${list.hasMore ? '+' : ''}` })}
      </label>
    </div>
  );
};

/** Asks for the next page when its end comes into sight. */
const MoreRows = ({ list }: Pick<ColumnProps, 'list'>): ReactElement | null => {
  const t = useText('platform');
  const end = useRef<HTMLLIElement>(null);
  const { hasMore, loadingMore, loadMore } = list;
  useEffect(() => {
    const element = end.current;
    if (!element || !hasMore) return undefined;
    const observer = new IntersectionObserver(
      (seen) => {
        if (seen.some((entry) => entry.isIntersecting) && !loadingMore) loadMore();
      },
      { rootMargin: '400px' },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [hasMore, loadingMore, loadMore]);
  return hasMore ? (
    <li ref={end} className="t3 f12 wmore">
      {t('loading')}
    </li>
  ) : null;
};

type FootProps = { readonly approvals?: boolean };

/** The keys that are pressed most here. */
export const Foot = ({ approvals = false }: FootProps): ReactElement => {
  const t = useText('ticket');
  return (
    <div className="row f12 t3 wfoot" aria-hidden="true">
      <KeyHint keys="J" />
      <KeyHint keys="K" />
      <span>{t('foot.move')}</span>
      <KeyHint keys={approvals ? 'A' : 'E'} />
      <span>{t(approvals ? 'foot.agree' : 'foot.complete')}</span>
      <KeyHint keys={approvals ? 'R' : 'A'} />
      <span>{t(approvals ? 'foot.reject' : 'foot.assign')}</span>
      <span className="sp" />
      <KeyHint keys="?" />
      <span>{t('foot.keys')}</span>
    </div>
  );
};

export const ListColumn = (props: ColumnProps & { readonly width?: number }): ReactElement => {
  const { list, picks, source, filter, selected, dense, addressOf, width } = props;
  const t = useText('ticket');
  const box = useRef<HTMLUListElement>(null);
  useEffect(() => {
    if (selected) box.current?.querySelector(`[data-number="${selected}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  const picking = picks.numbers.length > 0;
  return (
    <section className="wl" aria-label={t('list.label')} {...(width ? { style: { width } } : {})}>
      <Top />
      <Tabs {...props} />
      {picking ? <PickLine list={list} picks={picks} /> : <ViewLine {...props} />}
      {list.waiting > 0 ? (
        <button type="button" className="wnew" onClick={list.showWaiting}>
          <Icon name="up" size="xs" />
          {t('list.waiting', { count: list.waiting })}
        </button>
      ) : null}
      <Loaded
        data={list.pending ? undefined : list.rows}
        error={list.problem}
        onRetry={list.retry}
        errorTitle={t('list.failed')}
        skeleton={<SkeletonRows rows={8} />}
      >
        {(rows) =>
          rows.length === 0 ? (
            <div className="tl wempty">
              <ListEmpty source={source} filter={filter} onFilter={props.onFilter} onSource={props.onSource} />
            </div>
          ) : (
            <ul className={picking ? 'tl picking' : 'tl'} ref={box}>
              {rows.map((ticket) => (
                <TicketRow
                  key={ticket.id}
                  ticket={ticket}
                  to={addressOf(ticket.number)}
                  selected={ticket.number === selected}
                  picked={picks.chosen.has(ticket.number)}
                  dense={dense}
                  onPick={picks.toggle}
                />
              ))}
              <MoreRows list={list} />
            </ul>
          )
        }
      </Loaded>
      {picking ? <BulkBar numbers={picks.numbers} onClear={picks.clear} /> : null}
      <Foot />
    </section>
  );
};
