import '../topics/topics.css';
import './anomalies.css';
import type { ReactElement } from 'react';
import { useSearchParams } from 'react-router';
import { useText } from '#platform/web/i18n.ts';
import { Button, Empty, Loaded, Page, Segmented, Select, SkeletonRows } from '#platform/web/parts/index.ts';
import { problemText } from '#platform/web/problem-text.ts';
import { usePagedRoute, useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import {
  type AnomalyDimension,
  anomalyDimensions,
  anomalyDimensionSchema,
  type AnomalyState,
  anomalyStates,
  anomalyStateSchema,
  findAnomaliesRoute,
  listAnomalies,
  mostAskedDays,
} from '../../contract.ts';
import { AnomalyPane } from './anomaly-detail.tsx';
import { AnomalyList } from './anomaly-list.tsx';

type Filter = {
  readonly state: AnomalyState | undefined;
  readonly dimension: AnomalyDimension | undefined;
  readonly anomaly: string | undefined;
};

/** The filter stands in the address, so that what one sees can be sent to a colleague. */
const useFilter = (): [Filter, (change: Partial<Filter>) => void] => {
  const [search, setSearch] = useSearchParams();
  const filter: Filter = {
    state: anomalyStateSchema.safeParse(search.get('state')).data,
    dimension: anomalyDimensionSchema.safeParse(search.get('dimension')).data,
    anomaly: search.get('anomaly') ?? undefined,
  };
  const change = (next: Partial<Filter>): void => {
    const all = Object.entries({ ...filter, ...next }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    );
    setSearch(Object.fromEntries(all), { replace: true });
  };
  return [filter, change];
};

const dayMs = 86_400_000;
const zoneMs = 8 * 3_600_000;
const dayBefore = (days: number): string => new Date(Date.now() + zoneMs - days * dayMs).toISOString().slice(0, 10);

const useFind = () => {
  const t = useText('insight');
  const find = useRouteMutation(findAnomaliesRoute, {
    topics: ['anomalies'],
    onDone: ({ found, tooEarly }) =>
      toast({ text: tooEarly === mostAskedDays ? t('anomaly.early') : t('anomaly.done', { found }) }),
    onProblem: (problem) => toast({ text: problemText(problem), icon: 'over' }),
  });
  const start = (): void => find.mutate({ body: { from: dayBefore(mostAskedDays - 1), to: dayBefore(0) } });
  return { start, busy: find.isPending };
};

type FilterProps = { readonly filter: Filter; readonly onChange: (change: Partial<Filter>) => void };

const Filters = ({ filter, onChange }: FilterProps): ReactElement => {
  const t = useText('insight');
  return (
    <>
      <Segmented
        label={t('anomaly.stateLabel')}
        value={filter.state ?? 'all'}
        onChange={(state) => onChange({ state: state === 'all' ? undefined : state, anomaly: undefined })}
        choices={(['all', ...anomalyStates] as const).map((value) => ({ value, label: t(`anomaly.state.${value}`) }))}
      />
      <Select
        aria-label={t('anomaly.dimensionLabel')}
        value={filter.dimension ?? 'all'}
        popupMatchSelectWidth={false}
        onChange={(value) => onChange({ dimension: anomalyDimensionSchema.safeParse(value).data, anomaly: undefined })}
        options={[
          { value: 'all', label: t('anomaly.allDimensions') },
          ...anomalyDimensions.map((value) => ({ value, label: t(`anomaly.dimension.${value}`) })),
        ]}
      />
    </>
  );
};

/** Days and hours on which far more was said than usual, with what explains it and what people found. */
const AnomaliesPage = (): ReactElement => {
  const t = useText('insight');
  const [filter, change] = useFilter();
  const find = useFind();
  const query = usePagedRoute(
    listAnomalies,
    (cursor) => ({
      query: {
        limit: 30,
        ...(filter.state === undefined ? {} : { state: filter.state }),
        ...(filter.dimension === undefined ? {} : { dimension: filter.dimension }),
        ...(cursor ? { cursor } : {}),
      },
    }),
    { topics: ['anomaly'] },
  );
  const mayChange = query.data?.pages[0]?.abilities.change ?? false;
  const chosen = filter.anomaly ?? query.items[0]?.id;
  const isFiltered = filter.state !== undefined || filter.dimension !== undefined;
  const more = query.hasNextPage
    ? { onMore: () => void query.fetchNextPage(), busy: query.isFetchingNextPage }
    : undefined;
  return (
    <Page
      title={t('anomaly.title')}
      note={t('anomaly.note')}
      flush
      actions={
        <>
          <Filters filter={filter} onChange={change} />
          {mayChange ? (
            <Button icon="refresh" busy={find.busy} onClick={find.start}>
              {t(find.busy ? 'anomaly.finding' : 'anomaly.find')}
            </Button>
          ) : null}
        </>
      }
    >
      <Loaded
        data={query.data ? query.items : undefined}
        error={query.data ? undefined : query.problem}
        onRetry={() => void query.refetch()}
        skeleton={<SkeletonRows rows={7} />}
      >
        {(rows) =>
          rows.length === 0 ? (
            <Empty
              kind={isFiltered ? 'none' : 'done'}
              icon="fire"
              title={t(isFiltered ? 'anomaly.noneFilter' : 'anomaly.none')}
              text={t('anomaly.noneText')}
            />
          ) : (
            <div className={filter.anomaly === undefined ? 'panes' : 'panes one'}>
              <AnomalyList rows={rows} chosen={chosen} onChoose={(anomaly) => change({ anomaly })} more={more} />
              {chosen === undefined ? null : (
                <AnomalyPane
                  id={chosen}
                  mayChange={mayChange}
                  onOpen={(anomaly) => change({ anomaly })}
                  onBack={() => change({ anomaly: undefined })}
                />
              )}
            </div>
          )
        }
      </Loaded>
    </Page>
  );
};

export default AnomaliesPage;
