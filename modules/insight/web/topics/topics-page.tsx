import './topics.css';
import { type ReactElement, useState } from 'react';
import { toProblem } from '#platform/web/api.ts';
import { number, percent, useFormat } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Banner, Button, Empty, Loaded, Page, Segmented, Select, SkeletonRows } from '#platform/web/parts/index.ts';
import { problemText } from '#platform/web/problem-text.ts';
import { useRoute, useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import {
  cancelTopicRun,
  listTopics,
  readTopicRun,
  startTopicRun,
  topicRanges,
  topicSorts,
  type TopicList as Found,
} from '../../contract.ts';
import { TopicPane } from './topic-detail.tsx';
import { TopicList } from './topic-list.tsx';
import { scopeOf, type TopicFilter, useTopicFilter } from './topics-filter.ts';

const pollMs = 1000;

/** The run under way, looked at every second while there is one. */
const useRun = (filter: TopicFilter) => {
  const t = useText('insight');
  const [watching, setWatching] = useState(false);
  const { data } = useRoute(readTopicRun, {}, watching ? { refetchMs: pollMs } : {});
  const run = data?.run ?? null;
  const busy = run !== null && (run.state === 'waiting' || run.state === 'running');
  if (busy !== watching) setWatching(busy);
  const start = useRouteMutation(startTopicRun, {
    onDone: () => setWatching(true),
    onProblem: (problem) => toast({ text: problemText(problem), icon: 'over' }),
  });
  const cancel = useRouteMutation(cancelTopicRun, {
    onProblem: (problem) => toast({ text: problemText(problem), icon: 'over' }),
  });
  const { department: _everyDepartment, ...span } = scopeOf(filter);
  return {
    run,
    busy,
    problem: run?.state === 'failed' && run.problem !== '' ? t(run.problem.replace('insight.', 'errors.')) : null,
    words: busy ? t('topics.running', { share: percent(run.progress, 0) }) : null,
    start: () => start.mutate({ body: span }),
    cancel: () => cancel.mutate({}),
  };
};

const Sum = ({ found }: { readonly found: Found }): ReactElement => {
  const t = useText('insight');
  const format = useFormat();
  const nameOf = (day: string): string => format.day(`${day}T00:00:00+08:00`);
  return (
    <span className="topic-sum">
      {t('topics.sum', {
        from: nameOf(found.from),
        to: nameOf(found.to),
        tickets: number(found.tickets),
        topics: number(found.topics.length),
      })}
    </span>
  );
};

type Work = ReturnType<typeof useRun>;

const Recompute = ({ work, tone }: { readonly work: Work; readonly tone?: 'primary' }): ReactElement => {
  const t = useText('insight');
  return (
    <>
      <Button icon="refresh" busy={work.busy} onClick={work.start} {...(tone ? { tone } : {})}>
        {work.words ?? t('topics.recompute')}
      </Button>
      <span role="status" className="sr">
        {work.words}
      </span>
      {work.busy ? <Button onClick={work.cancel}>{t('topics.cancelRun')}</Button> : null}
    </>
  );
};

type NothingProps = {
  readonly found: Found;
  readonly work: Work;
  readonly onWider: () => void;
  readonly isAll: boolean;
};

const Nothing = ({ found, work, onWider, isAll }: NothingProps): ReactElement => {
  const t = useText('insight');
  const first = found.run === null;
  return (
    <Empty
      kind={first ? 'first' : 'none'}
      icon="fire"
      title={t(first ? 'topics.first' : 'topics.none')}
      text={work.words ?? t(first ? 'topics.firstText' : 'topics.noneText')}
    >
      {found.abilities.change ? <Recompute work={work} tone="primary" /> : null}
      {isAll ? null : <Button onClick={onWider}>{t('topics.wider')}</Button>}
    </Empty>
  );
};

const Filters = ({
  filter,
  onChange,
}: {
  readonly filter: TopicFilter;
  readonly onChange: (change: Partial<TopicFilter>) => void;
}): ReactElement => {
  const t = useText('insight');
  return (
    <>
      <Segmented
        label={t('topics.sort')}
        value={filter.sort}
        onChange={(sort) => onChange({ sort })}
        choices={topicSorts.map((value) => ({ value, label: t(`topics.sortBy.${value}`) }))}
      />
      <Select
        aria-label={t('topics.rangeLabel')}
        value={filter.from === undefined ? filter.range : 'own'}
        popupMatchSelectWidth={false}
        onChange={(range) => {
          const known = topicRanges.find((one) => one === range);
          if (known) onChange({ range: known, from: undefined, to: undefined });
        }}
        options={[
          ...topicRanges.map((value) => ({ value, label: t(`topics.range.${value}`) })),
          ...(filter.from === undefined ? [] : [{ value: 'own', label: t('topics.range.own') }]),
        ]}
      />
    </>
  );
};

/** What customers speak of, whatever words they use for it. */
const TopicsPage = (): ReactElement => {
  const t = useText('insight');
  const [filter, change] = useTopicFilter();
  const work = useRun(filter);
  const found = useRoute(
    listTopics,
    { query: { ...scopeOf(filter), sort: filter.sort, limit: 100 } },
    { keepPrevious: true },
  );
  const { data } = found;
  const chosen = filter.topic ?? data?.topics[0]?.id;
  return (
    <Page
      title={t('topics.title')}
      note={data ? <Sum found={data} /> : null}
      flush
      actions={
        <>
          <Filters filter={filter} onChange={change} />
          {data?.abilities.change ? <Recompute work={work} /> : null}
        </>
      }
    >
      {work.problem === null ? null : (
        <div className="topic-problem">
          <Banner tone="amber">{work.problem}</Banner>
        </div>
      )}
      <Loaded
        data={data}
        error={found.error ? toProblem(found.error) : undefined}
        onRetry={() => void found.refetch()}
        skeleton={<SkeletonRows rows={7} />}
      >
        {(list) =>
          list.topics.length === 0 ? (
            <Nothing
              found={list}
              work={work}
              isAll={filter.range === 'all'}
              onWider={() => change({ range: 'all', from: undefined, to: undefined })}
            />
          ) : (
            <div className={filter.topic === undefined ? 'panes' : 'panes one'}>
              <TopicList
                topics={list.topics}
                sort={filter.sort}
                chosen={chosen}
                onChoose={(topic) => change({ topic })}
              />
              {chosen === undefined ? null : (
                <TopicPane
                  id={chosen}
                  filter={filter}
                  topics={list.topics}
                  days={list}
                  onOpen={(topic) => change({ topic })}
                  onBack={() => change({ topic: undefined })}
                />
              )}
            </div>
          )
        }
      </Loaded>
    </Page>
  );
};

export default TopicsPage;
