import type { ReactElement } from 'react';
import { number, useFormat } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import type { TopicDetail } from '../../contract.ts';

const height = 140;
const width = 930;
const mostBars = 60;

type Bar = { readonly day: string; readonly count: number; readonly before: boolean };

const dayAfter = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

/** Every day from the first to the last, empty ones too; of long spans some days together, so that bars stay visible. */
export const barsOf = (days: TopicDetail['days']): Bar[] => {
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return [];
  const counts = new Map(days.map((one) => [one.day, one]));
  const all: Bar[] = [];
  let before = first.before;
  for (let day = first.day; day <= last.day; day = dayAfter(day)) {
    const known = counts.get(day);
    before = known?.before ?? before;
    all.push({ day, count: known?.count ?? 0, before });
  }
  const together = Math.ceil(all.length / mostBars);
  return Array.from({ length: Math.ceil(all.length / together) }, (_unused, index) => {
    const part = all.slice(index * together, (index + 1) * together);
    const start = part[0];
    return {
      day: start?.day ?? first.day,
      count: part.reduce((sum, one) => sum + one.count, 0),
      before: start?.before ?? false,
    };
  });
};

/** Tickets by day: the time before in grey, this one in colour, and what was usual as a dashed line. */
export const TopicChart = ({ detail }: { readonly detail: TopicDetail }): ReactElement | null => {
  const t = useText('insight');
  const format = useFormat();
  const bars = barsOf(detail.days);
  if (bars.length < 2) return null;
  const most = Math.max(...bars.map((bar) => bar.count));
  const step = width / bars.length;
  const earlier = bars.filter((bar) => bar.before);
  const usual = earlier.length === 0 ? null : earlier.reduce((sum, bar) => sum + bar.count, 0) / earlier.length;
  const y = (count: number): number => height - (count / most) * (height - 26);
  const nameOf = (day: string): string => format.day(`${day}T00:00:00+08:00`);
  const peak = bars.findIndex((bar) => bar.count === most);
  return (
    <div className="card topic-chart">
      <div className="topic-plot">
        <b
          className="f12 t2 topic-peak"
          style={{ left: `clamp(28px, ${((peak + 0.5) / bars.length) * 100}%, 100% - 28px)` }}
        >
          {`${nameOf(bars[peak]?.day ?? '')} · ${number(most)}`}
        </b>
        <svg
          viewBox={`0 0 ${width} ${height + 22}`}
          role="img"
          aria-label={t('topics.chart')}
          preserveAspectRatio="none"
        >
          {bars.map((bar, index) => (
            <rect
              key={bar.day}
              className={bar.before ? 'before' : ''}
              x={index * step + step * 0.16}
              width={step * 0.68}
              y={y(bar.count)}
              height={height - y(bar.count)}
              rx={Math.min(3, step / 5)}
            >
              <title>{`${nameOf(bar.day)} ${bar.count}`}</title>
            </rect>
          ))}
          <line x1="0" x2={width} y1={height} y2={height} className="axis" />
          {usual === null ? null : (
            <line x1="0" x2={earlier.length * step} y1={y(usual)} y2={y(usual)} className="usual" />
          )}
        </svg>
      </div>
      <div className="row f12 t3 topic-axis">
        <span>{nameOf(bars[0]?.day ?? '')}</span>
        <span className="sp" />
        {usual === null ? null : <span>{t('topics.baseline', { count: number(Math.round(usual * 10) / 10) })}</span>}
        <span className="sp" />
        <span>{nameOf(bars.at(-1)?.day ?? '')}</span>
      </div>
    </div>
  );
};
