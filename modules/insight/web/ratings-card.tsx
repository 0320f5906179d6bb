import type { ReactElement } from 'react';
import { toProblem } from '#platform/web/api.ts';
import { Chart } from '#platform/web/chart.tsx';
import { percent, useFormat } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Card, Empty, Loaded, SkeletonBlock } from '#platform/web/parts/index.ts';
import { useRoute } from '#platform/web/query.ts';
import { readRatings } from '../contract.ts';
import { type BoardFilter, scopeOf } from './board-filter.ts';

const height = 190;

type Week = { readonly from: string; readonly average: number | null; readonly rated: number };

const Line = ({ weeks }: { readonly weeks: readonly Week[] }): ReactElement => {
  const t = useText('insight');
  const format = useFormat();
  const known = weeks.flatMap((week) => (week.average === null ? [] : [{ from: week.from, average: week.average }]));
  const last = known.at(-1);
  const least = Math.min(...known.map((week) => week.average));
  return (
    <Chart
      kind="line"
      height={height}
      label={
        last ? t('ratings.finding', { value: last.average.toFixed(1), weeks: known.length }) : t('ratings.nothing')
      }
      axis={known.map((week) => format.day(`${week.from}T00:00:00+08:00`))}
      axisLabel={t('ratings.week')}
      minimum={Math.max(1, Math.floor(least))}
      format={(value) => value.toFixed(1)}
      series={[{ id: 'average', name: t('ratings.average'), colour: 1, values: known.map((week) => week.average) }]}
    />
  );
};

/** How content customers were with what came in week by week. */
export const RatingsCard = ({ filter }: { readonly filter: BoardFilter }): ReactElement => {
  const t = useText('insight');
  const ratings = useRoute(readRatings, { query: scopeOf(filter) }, { keepPrevious: true });
  const { data } = ratings;
  const response = data && data.asked > 0 ? percent(data.rated / data.asked, 0) : null;
  return (
    <Card
      title={t('ratings.title')}
      note={response === null ? t('ratings.note') : t('ratings.noteResponse', { share: response })}
    >
      <Loaded
        data={data}
        error={ratings.error ? toProblem(ratings.error) : undefined}
        onRetry={() => void ratings.refetch()}
        skeleton={<SkeletonBlock height={height} />}
      >
        {({ weeks, rated }) =>
          rated === 0 ? (
            <Empty kind="first" icon="smile" title={t('ratings.nothing')} text={t('ratings.nothingText')} />
          ) : (
            <Line weeks={weeks} />
          )
        }
      </Loaded>
    </Card>
  );
};
