import './batch.css';
import type { ReactElement } from 'react';
import { number, useFormat } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Badge, Empty, ErrorState, Icon, Page, Segmented, SkeletonRows } from '#platform/web/parts/index.ts';
import { usePagedRoute, useRoute } from '#platform/web/query.ts';
import { useCan } from '#platform/web/session.tsx';
import { type BatchEvent, listBatchEvents, readBatchPolicy } from '../contract.ts';
import { BatchDetail } from './batch-detail.tsx';
import { type BatchFilter, batchStates, useBatchFilter } from './batch-filter.ts';

const defaultLeast = 20;

const NoEvents = ({ state }: { readonly state: BatchFilter['state'] }): ReactElement => {
  const t = useText('collect');
  const can = useCan();
  const policy = useRoute(readBatchPolicy, {}, { enabled: can('rule.manage'), staleMs: 300_000 });
  return state === 'open' ? (
    <Empty
      kind="done"
      icon="flag"
      title={t('batch.noneOpen')}
      text={t('batch.firstText', { least: policy.data?.least ?? defaultLeast })}
    />
  ) : (
    <Empty
      kind="first"
      icon="flag"
      title={t('batch.first')}
      text={t('batch.firstText', { least: policy.data?.least ?? defaultLeast })}
    />
  );
};

type RowProps = { readonly event: BatchEvent; readonly chosen: boolean; readonly onChoose: () => void };

const EventRow = ({ event, chosen, onChoose }: RowProps): ReactElement => {
  const t = useText('collect');
  const format = useFormat();
  return (
    <li>
      <button
        type="button"
        className={chosen ? 'pane-row on' : 'pane-row'}
        aria-current={chosen ? 'true' : undefined}
        onClick={onChoose}
      >
        <span className="row">
          <Icon name="flag" size="s" className={event.state === 'open' ? 'ac' : 't3'} />
          <span className="el sp name">{event.label}</span>
          <b>{t('batch.children', { count: number(event.children) })}</b>
        </span>
        <span className="row f12 t3">
          <span className="el sp">
            {event.owner ? t('batch.owner', { name: event.owner.name }) : t('batch.noOwner')}
          </span>
          {event.state === 'closed' ? <Badge tone="ok">{t('batch.closed')}</Badge> : null}
          <time>{format.row(event.openedAt)}</time>
        </span>
      </button>
    </li>
  );
};

/** Many tickets about one matter, handled as one. */
const BatchPage = (): ReactElement => {
  const t = useText('collect');
  const [filter, change] = useBatchFilter();
  const events = usePagedRoute(listBatchEvents, (cursor) => ({
    query: {
      limit: 100,
      ...(filter.state === 'all' ? {} : { state: filter.state }),
      ...(cursor === undefined ? {} : { cursor }),
    },
  }));
  const chosen = filter.event ?? events.items[0]?.id;
  const nothing = !events.isPending && events.items.length === 0 && filter.event === undefined;
  return (
    <Page
      title={t('batch.title')}
      flush
      actions={
        <Segmented
          label={t('batch.filter')}
          value={filter.state}
          onChange={(state) => change({ state, event: undefined })}
          choices={batchStates.map((value) => ({ value, label: t(`batch.${value}`) }))}
        />
      }
    >
      {events.problem ? <ErrorState problem={events.problem} onRetry={() => void events.refetch()} /> : null}
      {events.isPending ? <SkeletonRows rows={5} /> : null}
      {nothing && !events.problem ? <NoEvents state={filter.state} /> : null}
      {nothing || events.isPending ? null : (
        <div className={filter.event === undefined ? 'panes' : 'panes one'}>
          <ul className="pane-list" aria-label={t('batch.title')}>
            {events.items.map((event) => (
              <EventRow
                key={event.id}
                event={event}
                chosen={event.id === chosen}
                onChoose={() => change({ event: event.id })}
              />
            ))}
          </ul>
          {chosen === undefined ? null : (
            <div className="pane">
              <BatchDetail key={chosen} id={chosen} onBack={() => change({ event: undefined })} />
            </div>
          )}
        </div>
      )}
    </Page>
  );
};

export default BatchPage;
