import type { ReactElement } from 'react';
import { number } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Icon } from '#platform/web/parts/index.ts';
import type { Topic, TopicSort } from '../../contract.ts';
import { growthOf } from './topic-words.ts';

export const GrowthMark = ({ topic }: { readonly topic: Topic }): ReactElement | null => {
  const t = useText('insight');
  const growth = growthOf(topic);
  if (!growth) return null;
  if (growth.kind === 'new') {
    return (
      <span className="row growth ac">
        <Icon name="star" size="s" />
        {t('topics.isNew')}
      </span>
    );
  }
  return (
    <span className={`row growth ${growth.hot ? 'red' : 't3'}`} title={t('topics.ofPrevious')}>
      {growth.kind === 'same' ? null : <Icon name={growth.kind} size="s" />}
      {growth.words}
    </span>
  );
};

const figureOf = (topic: Topic, sort: TopicSort): number =>
  sort === 'people' ? topic.people : sort === 'votes' ? topic.votes : topic.size;

type ListProps = {
  readonly topics: readonly Topic[];
  readonly sort: TopicSort;
  readonly chosen: string | undefined;
  readonly onChoose: (id: string) => void;
};

export const TopicList = ({ topics, sort, chosen, onChoose }: ListProps): ReactElement => {
  const t = useText('insight');
  const most = Math.max(1, ...topics.map((topic) => figureOf(topic, sort)));
  return (
    <ul className="pane-list" aria-label={t('topics.list')}>
      {topics.map((topic) => {
        const growth = growthOf(topic);
        return (
          <li key={topic.id}>
            <button
              type="button"
              className={topic.id === chosen ? 'pane-row on' : 'pane-row'}
              aria-current={topic.id === chosen ? 'true' : undefined}
              onClick={() => onChoose(topic.id)}
            >
              <span className="row">
                {topic.pinned ? <Icon name="pin" size="s" className="ac" label={t('topics.pinned')} /> : null}
                <span className="el sp name">{topic.label}</span>
                <b>{number(figureOf(topic, sort))}</b>
              </span>
              <span className="row f12 t3">
                <span className="el sp">{topic.places.join(' ')}</span>
                <GrowthMark topic={topic} />
              </span>
              <span className="topic-bar" aria-hidden="true">
                <i
                  className={growth?.hot === false ? 'calm' : ''}
                  style={{ width: `${(figureOf(topic, sort) / most) * 100}%` }}
                />
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
};
