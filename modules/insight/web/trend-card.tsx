import { type ReactElement, useMemo } from 'react';
import { useNavigate } from 'react-router';
import { toProblem } from '#platform/web/api.ts';
import { Chart, type ChartPoint } from '#platform/web/chart.tsx';
import { useFormat } from '#platform/web/format.ts';
import { type Translate, useLanguage, useText } from '#platform/web/i18n.ts';
import { Card, Empty, Loaded, Segmented, SkeletonBlock } from '#platform/web/parts/index.ts';
import { useRoute } from '#platform/web/query.ts';
import { readTrend, type TrendFacet, trendFacets, type TrendSeries } from '../contract.ts';
import { type BoardFilter, scopeOf } from './board-filter.ts';
import { ticketsAddress } from './figure-words.ts';
import { coloursOf } from './series-colours.ts';

/** With the others together that makes seven lines, which is what can be told apart. */
const top = 6;
const height = 270;

const nameOf = (by: TrendFacet, series: TrendSeries, language: string, t: Translate): string => {
  if (series.key === '*') return t('trend.others');
  if (series.key === '') return t('trend.none');
  if (by === 'kind') return t(`platform:kind.${series.key}`);
  if (by === 'channel') return t(`ticket:channel.${series.key}`);
  return language === 'en' && series.nameEn !== '' ? series.nameEn : series.name;
};

const startOf = (day: string): string => `${day}T00:00:00+08:00`;
const dayAfter = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

type LinesProps = {
  readonly by: TrendFacet;
  readonly days: readonly string[];
  readonly series: readonly TrendSeries[];
};

const Lines = ({ by, days, series }: LinesProps): ReactElement => {
  const t = useText('insight');
  const language = useLanguage();
  const format = useFormat();
  const navigate = useNavigate();
  const colours = coloursOf(by, series);
  const most = series.reduce<TrendSeries | undefined>(
    (best, one) => (one.key !== '*' && one.total > (best?.total ?? 0) ? one : best),
    undefined,
  );
  const axis = useMemo(() => days.map((day) => format.day(startOf(day))), [days, format]);
  const open = ({ seriesId, index }: ChartPoint): void => {
    const query = series.find((one) => one.key === seriesId)?.query;
    const day = days[index];
    if (!query || day === undefined) return;
    void navigate(ticketsAddress({ ...query, createdFrom: startOf(day), createdTo: startOf(dayAfter(day)) }));
  };
  const finding = most
    ? t('trend.finding', { name: nameOf(by, most, language, t), count: most.total, days: days.length })
    : t('trend.nothing');
  return (
    <Chart
      kind="line"
      label={finding}
      axis={axis}
      axisLabel={t('trend.day')}
      height={height}
      onPointClick={open}
      series={series.map((one, index) => ({
        id: one.key,
        name: nameOf(by, one, language, t),
        colour: colours[index] ?? 7,
        values: one.values,
        main: one.key === most?.key,
      }))}
    />
  );
};

type TrendCardProps = { readonly filter: BoardFilter; readonly onChange: (change: Partial<BoardFilter>) => void };

export const TrendCard = ({ filter, onChange }: TrendCardProps): ReactElement => {
  const t = useText('insight');
  const { range, by } = filter;
  const trend = useRoute(readTrend, { query: { range, by, top, ...scopeOf(filter) } }, { keepPrevious: true });
  return (
    <Card
      title={t('trend.title')}
      note={trend.data ? t('trend.note', { days: trend.data.days.length }) : null}
      actions={
        <Segmented
          label={t('trend.by')}
          value={by}
          onChange={(next) => onChange({ by: next })}
          choices={trendFacets.map((facet) => ({ value: facet, label: t(`trend.facet.${facet}`) }))}
        />
      }
    >
      <Loaded
        data={trend.data}
        error={trend.error ? toProblem(trend.error) : undefined}
        onRetry={() => void trend.refetch()}
        skeleton={<SkeletonBlock height={height} />}
      >
        {(data) =>
          data.series.length === 0 ? (
            <Empty kind="first" icon="board" title={t('trend.nothing')} text={t('trend.nothingText')} />
          ) : (
            <Lines by={by} days={data.days} series={data.series} />
          )
        }
      </Loaded>
    </Card>
  );
};
