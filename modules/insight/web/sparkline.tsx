import type { ReactElement } from 'react';

const width = 88;
const height = 26;
const edge = 2;

/** The path of a line; where a value is missing it breaks off and begins anew. */
export const sparkPath = (values: readonly (number | null)[]): string => {
  const known = values.filter((value) => value !== null);
  const least = Math.min(...known);
  const span = Math.max(...known) - least;
  const step = values.length > 1 ? (width - 2 * edge) / (values.length - 1) : 0;
  let pen = 'M';
  const parts: string[] = [];
  values.forEach((value, index) => {
    if (value === null) {
      pen = 'M';
      return;
    }
    const share = span === 0 ? 0.5 : (value - least) / span;
    parts.push(`${pen}${(edge + index * step).toFixed(1)} ${(height - edge - share * (height - 2 * edge)).toFixed(1)}`);
    pen = 'L';
  });
  return parts.join('');
};

type SparklineProps = { readonly values: readonly (number | null)[]; readonly colour: string };

/** The shape of the last days without axis or number; the figure beside it says the rest, so it is not read aloud. */
export const Sparkline = ({ values, colour }: SparklineProps): ReactElement | null => {
  if (values.filter((value) => value !== null).length < 2) return null;
  return (
    <svg className="spark" width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <path
        d={sparkPath(values)}
        fill="none"
        stroke={colour}
        strokeWidth="1.5"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
  );
};
