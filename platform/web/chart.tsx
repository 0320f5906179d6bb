import { lazy, type ReactElement, type ReactNode, Suspense, useState } from 'react';
import { chartTable, type ChartSpec } from './chart-spec.ts';
import { useText } from './i18n.ts';
import { IconButton } from './parts/button.tsx';
import { Menu } from './parts/split-button.tsx';
import { SkeletonBlock } from './parts/skeleton.tsx';

export type { ChartColour, ChartPoint, ChartSeries, ChartSpec } from './chart-spec.ts';

/** ECharts is a third of a megabyte, so it is fetched when the first chart is shown. */
const Canvas = lazy(() => import('./chart-canvas.tsx'));

type ChartProps = ChartSpec & {
  readonly title?: ReactNode;
  readonly note?: ReactNode;
  readonly height?: number;
};

const TableView = ({ spec }: { readonly spec: ChartSpec }): ReactElement => {
  const t = useText('platform');
  const table = chartTable(spec);
  return (
    <table className="tbl">
      <caption className="sr">{spec.label}</caption>
      <thead>
        <tr>
          <th scope="col">{spec.axisLabel ?? t('chart.series')}</th>
          {table.heads.map((head) => (
            <th key={head} scope="col" className="num">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.rows.map((row) => (
          <tr key={row.name}>
            <th scope="row">{row.name}</th>
            {row.cells.map((cell, index) => (
              <td key={index} className="num">
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
};

/** A chart with its finding as `aria-label`, its numbers as a table in the menu, and the tickets behind each point. */
export const Chart = ({ title, note, height = 220, ...spec }: ChartProps): ReactElement => {
  const t = useText('platform');
  const [asTable, setAsTable] = useState(false);
  return (
    <figure className="chart">
      <figcaption className="row">
        {title ? <b>{title}</b> : null}
        {note ? <span className="t3 f12">{note}</span> : null}
        <span className="sp" />
        <Menu
          end
          items={[
            {
              key: 'view',
              icon: asTable ? 'board' : 'rows',
              label: t(asTable ? 'chart.chart' : 'chart.table'),
              onClick: () => setAsTable(!asTable),
            },
          ]}
        >
          <IconButton icon="dots" label={t('chart.menu')} size="s" />
        </Menu>
      </figcaption>
      {asTable ? (
        <div style={{ maxHeight: Math.max(height, 220), overflow: 'auto' }}>
          <TableView spec={spec} />
        </div>
      ) : (
        <Suspense fallback={<SkeletonBlock height={height} />}>
          <Canvas {...spec} height={height} />
        </Suspense>
      )}
    </figure>
  );
};
