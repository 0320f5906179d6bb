import { type ReactElement, useState } from 'react';
import { toProblem } from '#platform/web/api.ts';
import { number } from '#platform/web/format.ts';
import { useLanguage, useText } from '#platform/web/i18n.ts';
import { Card, IconButton, Loaded, Menu, SkeletonBlock } from '#platform/web/parts/index.ts';
import { useRoute } from '#platform/web/query.ts';
import { readHeat } from '../contract.ts';
import { type BoardFilter, scopeOf } from './board-filter.ts';

const scale = [0, 1, 2, 3, 4, 5] as const;
const hours = Array.from({ length: 24 }, (_unused, hour) => hour);
const ticks = new Set([0, 6, 12, 18, 23]);

/** Nothing is the palest; the busiest hour the darkest. */
export const shadeOf = (value: number, most: number): number =>
  value === 0 || most === 0 ? 0 : Math.min(5, Math.max(1, Math.ceil((value / most) * 5)));

const useWeekdays = (): string[] => {
  const language = useLanguage();
  const words = new Intl.DateTimeFormat(language, { weekday: language === 'en' ? 'short' : 'narrow', timeZone: 'UTC' });
  // The first of January 2024 was a Monday.
  return Array.from({ length: 7 }, (_unused, index) => words.format(Date.UTC(2024, 0, 1 + index)));
};

type MapProps = { readonly rows: readonly (readonly number[])[]; readonly weeks: number; readonly numbers: boolean };

const HeatTable = ({ rows, weeks, numbers }: MapProps): ReactElement => {
  const t = useText('insight');
  const weekdays = useWeekdays();
  const most = Math.max(0, ...rows.flat());
  const words = (value: number): string => number(Math.round((value / weeks) * 10) / 10);
  return (
    <table className={numbers ? 'heat numbers' : 'heat'}>
      <caption className="sr">{t('heat.caption', { weeks })}</caption>
      <colgroup>
        <col className="weekday" />
      </colgroup>
      <tbody>
        {rows.map((row, weekday) => (
          <tr key={weekday}>
            <th scope="row">{weekdays[weekday]}</th>
            {row.map((value, hour) => (
              <td key={hour} title={t('heat.cell', { weekday: weekdays[weekday] ?? '', hour, count: words(value) })}>
                <span className={`shade${shadeOf(value, most)}`}>
                  {numbers ? words(value) : <i className="sr">{words(value)}</i>}
                </span>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <td />
          {hours.map((hour) => (
            <th key={hour} scope="col">
              {ticks.has(hour) || numbers ? hour : <span className="sr">{hour}</span>}
            </th>
          ))}
        </tr>
      </tfoot>
    </table>
  );
};

const Legend = (): ReactElement => {
  const t = useText('insight');
  return (
    <span className="row t3 legend" aria-hidden="true">
      {t('heat.few')}
      {scale.map((shade) => (
        <i key={shade} className={`shade${shade}`} />
      ))}
      {t('heat.many')}
    </span>
  );
};

/** When customers write: weekday by hour. */
export const HeatCard = ({ filter }: { readonly filter: BoardFilter }): ReactElement => {
  const t = useText('insight');
  const [numbers, setNumbers] = useState(false);
  const heat = useRoute(readHeat, { query: scopeOf(filter) }, { keepPrevious: true });
  return (
    <Card
      title={t('heat.title')}
      note={t('heat.note')}
      actions={
        <>
          <Legend />
          <Menu
            end
            items={[
              {
                key: 'view',
                icon: numbers ? 'board' : 'rows',
                label: t(numbers ? 'platform:chart.chart' : 'platform:chart.table'),
                onClick: () => setNumbers(!numbers),
              },
            ]}
          >
            <IconButton icon="dots" label={t('platform:chart.menu')} size="s" />
          </Menu>
        </>
      }
    >
      <Loaded
        data={heat.data}
        error={heat.error ? toProblem(heat.error) : undefined}
        onRetry={() => void heat.refetch()}
        skeleton={<SkeletonBlock height={190} />}
      >
        {({ rows, weeks }) => (
          <div className="heatbox">
            <HeatTable rows={rows} weeks={weeks} numbers={numbers} />
          </div>
        )}
      </Loaded>
    </Card>
  );
};
