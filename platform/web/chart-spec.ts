export type ChartColour = 1 | 2 | 3 | 4 | 5 | 6 | 7;

export type ChartSeries = {
  readonly id: string;
  readonly name: string;
  /** Fixed to its category for ever; without one the colours are given in order. */
  readonly colour?: ChartColour;
  readonly values: readonly (number | null)[];
  /** The series the question is about: drawn a little thicker. */
  readonly main?: boolean;
};

export type ChartPoint = { readonly seriesId: string; readonly index: number };

export type ChartSpec = {
  /** The finding in words: 「物流延迟三周涨了 240%」. */
  readonly label: string;
  readonly kind: 'line' | 'bar' | 'stacked' | 'horizontal';
  /** Names along the axis: days, departments. */
  readonly axis: readonly string[];
  readonly axisLabel?: string;
  readonly series: readonly ChartSeries[];
  readonly format?: (value: number) => string;
  readonly target?: { readonly value: number; readonly label: string };
  /** Counts start at 0; a rate may start higher. */
  readonly minimum?: number;
  readonly onPointClick?: (point: ChartPoint) => void;
};

export const colourOf = (series: ChartSeries, index: number): ChartColour => {
  const order: readonly ChartColour[] = [1, 2, 3, 4, 5, 6, 7];
  return series.colour ?? order[index % order.length] ?? 7;
};

/** The close pairs differ in form too: c6 dashed 5-3, c7 dashed 2-3. */
export const dashOf = (colour: ChartColour): number[] | 'solid' => {
  if (colour === 6) return [5, 3];
  return colour === 7 ? [2, 3] : 'solid';
};

const plain = (value: number): string => new Intl.NumberFormat('en-US').format(value);

export type ChartTable = {
  readonly heads: readonly string[];
  readonly rows: readonly { readonly name: string; readonly cells: readonly string[] }[];
};

/** The same numbers as rows: one per place on the axis, one column per series. */
export const chartTable = (spec: ChartSpec): ChartTable => {
  const format = spec.format ?? plain;
  return {
    heads: spec.series.map((series) => series.name),
    rows: spec.axis.map((name, index) => ({
      name,
      cells: spec.series.map((series) => {
        const value = series.values[index];
        return value === null || value === undefined ? '—' : format(value);
      }),
    })),
  };
};

/** Room for the names at the lines' ends: a Chinese character takes 12 px, others about 7. */
export const labelRoom = (names: readonly string[]): number => {
  const widths = names.map((name) => [...name].reduce((sum, each) => sum + (each > '\u2e7f' ? 12 : 7), 0));
  return Math.min(Math.max(0, ...widths) + 14, 140);
};
