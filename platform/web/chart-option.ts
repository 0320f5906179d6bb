import type { EChartsCoreOption } from 'echarts/core';
import { type ChartSeries, type ChartSpec, colourOf, dashOf, labelRoom } from './chart-spec.ts';
import type { ThemeName } from './theme-choice.ts';
import { dark, fontFamily, light, type Tokens } from './tokens.ts';

/** Hairlines, four ticks, names at the lines' ends, values sorted in the tooltip (DESIGN.md 2.3). */
const seriesOption = (spec: ChartSpec, tokens: Tokens) => (series: ChartSeries, index: number) => {
  const colour = colourOf(series, index);
  const ink = tokens[`c${colour}`];
  const shared = {
    id: series.id,
    name: series.name,
    data: [...series.values],
    itemStyle: { color: ink },
    cursor: spec.onPointClick ? 'pointer' : 'default',
    ...(index === 0 && spec.target ? { markLine: targetLine(spec.target, spec.kind, tokens) } : {}),
  };
  if (spec.kind !== 'line') {
    const round = spec.kind === 'horizontal' ? [0, 3, 3, 0] : [3, 3, 0, 0];
    return {
      ...shared,
      type: 'bar',
      barMaxWidth: 28,
      itemStyle: { color: ink, borderRadius: spec.kind === 'stacked' ? 0 : round },
      ...(spec.kind === 'stacked' ? { stack: 'all' } : {}),
      // Lying bars carry their number at the end, so they need no axis and no upright lines.
      ...(spec.kind === 'horizontal'
        ? { label: { show: true, position: 'right', color: tokens.text2, fontSize: 11, ...labelWords(spec) } }
        : {}),
    };
  }
  const single = spec.series.length === 1;
  return {
    ...shared,
    type: 'line',
    symbol: 'circle',
    symbolSize: 6,
    showSymbol: series.values.length <= 1,
    lineStyle: { color: ink, width: series.main ? 2.5 : 2, type: dashOf(colour) },
    ...(single ? { areaStyle: { color: ink, opacity: 0.1 } } : {}),
    endLabel: {
      show: !single && spec.series.length <= 7,
      formatter: '{a}',
      color: ink,
      fontSize: 11,
      lineHeight: 15,
      distance: 6,
    },
    labelLayout: { moveOverlap: 'shiftY' },
    emphasis: { focus: 'series' },
  };
};

const labelWords = (spec: ChartSpec): object =>
  spec.format ? { formatter: ({ value }: { value: unknown }) => valueWords(spec.format)(value) } : {};

const targetLine = (target: { value: number; label: string }, kind: ChartSpec['kind'], tokens: Tokens) => ({
  silent: true,
  symbol: 'none',
  lineStyle: { color: tokens.text3, type: 'dashed', width: 1 },
  label: { formatter: target.label, color: tokens.text3, fontSize: 11, position: 'insideEndTop' },
  data: [kind === 'horizontal' ? { xAxis: target.value } : { yAxis: target.value }],
});

const valueAxis = (spec: ChartSpec, tokens: Tokens) => ({
  type: 'value',
  splitNumber: 4,
  ...(spec.minimum === undefined ? { min: 0 } : { min: spec.minimum }),
  axisLine: { show: false },
  axisTick: { show: false },
  splitLine: { show: spec.kind !== 'horizontal', lineStyle: { color: tokens.border, width: 1 } },
  axisLabel: {
    show: spec.kind !== 'horizontal',
    color: tokens.text3,
    fontSize: 11,
    ...(spec.format ? { formatter: spec.format } : {}),
  },
});

const nameAxis = (spec: ChartSpec, tokens: Tokens) => ({
  type: 'category',
  data: [...spec.axis],
  boundaryGap: spec.kind !== 'line',
  inverse: spec.kind === 'horizontal',
  axisLine: { show: false },
  axisTick: { show: false },
  axisLabel: { color: tokens.text3, fontSize: 11, hideOverlap: true },
});

const tooltip = (spec: ChartSpec, tokens: Tokens) => ({
  trigger: 'axis',
  order: 'valueDesc',
  axisPointer: { type: spec.kind === 'line' ? 'line' : 'shadow', lineStyle: { color: tokens.strong } },
  backgroundColor: tokens.raised,
  borderColor: tokens.border,
  borderRadius: 10,
  padding: [8, 12],
  textStyle: { color: tokens.text, fontSize: 12, fontFamily },
  extraCssText: `box-shadow:${tokens.sh2}`,
  confine: true,
  valueFormatter: valueWords(spec.format),
});

const valueWords =
  (format: ((value: number) => string) | undefined) =>
  (value: unknown): string => {
    if (typeof value !== 'number') return '—';
    return format ? format(value) : value.toLocaleString('en-US');
  };

export const chartOption = (spec: ChartSpec, theme: ThemeName, animate: boolean): EChartsCoreOption => {
  const tokens = theme === 'dark' ? dark : light;
  const value = valueAxis(spec, tokens);
  const names = nameAxis(spec, tokens);
  const flat = spec.kind === 'horizontal';
  const named = spec.kind === 'line' && spec.series.length > 1;
  return {
    animation: animate,
    animationDuration: 240,
    textStyle: { fontFamily },
    grid: {
      left: 4,
      right: flat ? 48 : named ? labelRoom(spec.series.map((series) => series.name)) : 16,
      top: 12,
      bottom: flat ? 8 : 4,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    xAxis: flat ? value : names,
    yAxis: flat ? names : value,
    tooltip: tooltip(spec, tokens),
    series: spec.series.map(seriesOption(spec, tokens)),
  };
};
