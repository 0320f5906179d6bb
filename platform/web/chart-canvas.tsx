import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { type ECharts, init, use as register } from 'echarts/core';
import { LabelLayout } from 'echarts/features';
import { SVGRenderer } from 'echarts/renderers';
import { type ReactElement, useEffect, useRef } from 'react';
import { chartOption } from './chart-option.ts';
import type { ChartSpec } from './chart-spec.ts';
import { useTheme } from './theme-choice.ts';

register([LineChart, BarChart, GridComponent, TooltipComponent, MarkLineComponent, LabelLayout, SVGRenderer]);

type CanvasProps = ChartSpec & { readonly height: number };

/** Draws a spec. The first drawing is animated once, live refreshes are not. */
const Canvas = ({ height, ...spec }: CanvasProps): ReactElement => {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts | null>(null);
  const latest = useRef(spec);
  const theme = useTheme();
  useEffect(() => {
    latest.current = spec;
  });
  useEffect(() => {
    if (!place.current) return undefined;
    const made = init(place.current, null, { renderer: 'svg' });
    chart.current = made;
    made.on('click', (event) => {
      const series = latest.current.series[event.seriesIndex ?? 0];
      if (series) latest.current.onPointClick?.({ seriesId: series.id, index: event.dataIndex });
    });
    const watcher = new ResizeObserver(() => made.resize());
    watcher.observe(place.current);
    return () => {
      watcher.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, []);
  const drawn = useRef(false);
  // By content: a parent that renders anew with the same numbers must not close the tooltip under the pointer.
  const content = JSON.stringify([spec.kind, spec.axis, spec.series, spec.target]);
  useEffect(() => {
    const still = drawn.current || window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    chart.current?.setOption(chartOption(latest.current, theme, !still), { notMerge: true });
    drawn.current = true;
  }, [theme, content]);
  return <div ref={place} role="img" aria-label={spec.label} style={{ height, width: '100%' }} />;
};

export default Canvas;
