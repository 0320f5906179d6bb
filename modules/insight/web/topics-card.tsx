import './topics/topics.css';
import type { ReactElement } from 'react';
import { Link } from 'react-router';
import { toProblem } from '#platform/web/api.ts';
import { number } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Card, Empty, Loaded, SkeletonLines } from '#platform/web/parts/index.ts';
import { useRoute } from '#platform/web/query.ts';
import { type BoardRange, listTopics, type TopicRange } from '../contract.ts';
import { type BoardFilter, scopeOf } from './board-filter.ts';
import { Sparkline } from './sparkline.tsx';
import { GrowthMark } from './topics/topic-list.tsx';
import { growthOf } from './topics/topic-words.ts';

const shown = 7;
/** A topic of one day is a week's at least. */
const rangeOf = (range: BoardRange): TopicRange => (range === 'today' ? '7d' : range);

/** What customers speak of most, beside the figures. */
export const TopicsCard = ({ filter }: { readonly filter: BoardFilter }): ReactElement => {
  const t = useText('insight');
  const range = rangeOf(filter.range);
  const found = useRoute(
    listTopics,
    { query: { range, sort: 'growth', limit: shown, ...scopeOf(filter) } },
    { keepPrevious: true, staleMs: 60_000 },
  );
  const address = (topic?: string): string =>
    `/topics?${new URLSearchParams({ range, ...scopeOf(filter), ...(topic === undefined ? {} : { topic }) }).toString()}`;
  return (
    <Card
      title={t('hot.title')}
      note={`${t(`topics.range.${range}`)} ${t('hot.note')}`}
      actions={
        <Link className="f12" to={address()}>
          {t('hot.all')}
        </Link>
      }
    >
      <Loaded
        data={found.data}
        error={found.error ? toProblem(found.error) : undefined}
        onRetry={() => void found.refetch()}
        skeleton={<SkeletonLines lines={7} />}
      >
        {({ topics, run }) =>
          topics.length === 0 ? (
            <Empty
              kind={run === null ? 'first' : 'none'}
              icon="fire"
              title={t(run === null ? 'hot.first' : 'hot.none')}
            />
          ) : (
            <ol className="hot">
              {topics.map((topic, index) => (
                <li key={topic.id}>
                  <span className="t3 place">{index + 1}</span>
                  <Link className="el sp" to={address(topic.id)}>
                    {topic.label}
                  </Link>
                  <Sparkline values={topic.spark} colour={growthOf(topic)?.hot ? 'var(--c4)' : 'var(--c7)'} />
                  <b>{number(topic.size)}</b>
                  <span className="moved">
                    <GrowthMark topic={topic} />
                  </span>
                </li>
              ))}
            </ol>
          )
        }
      </Loaded>
    </Card>
  );
};
