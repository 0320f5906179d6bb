import type { ChartColour } from '#platform/web/chart.tsx';
import type { TrendFacet, TrendSeries } from '../contract.ts';

const kindColours: Readonly<Record<string, ChartColour>> = { complaint: 4, suggestion: 2, inquiry: 3, praise: 1 };
const named: readonly ChartColour[] = [1, 4, 3, 2, 5, 6];

/**
 * A name keeps its colour whatever else is shown: by its place among all of its sort. Beyond six names two may want the
 * same; the later one takes the next that is free. What is left together is always the last, dashed one.
 */
export const coloursOf = (by: TrendFacet, series: readonly Pick<TrendSeries, 'key' | 'order'>[]): ChartColour[] => {
  const taken = new Set<ChartColour>();
  return series.map(({ key, order }) => {
    if (key === '*') return 7;
    const fixed = by === 'kind' ? kindColours[key] : undefined;
    const wish = fixed ?? named[order % named.length] ?? 1;
    const colour = taken.has(wish) ? (named.find((one) => !taken.has(one)) ?? 7) : wish;
    taken.add(colour);
    return colour;
  });
};
