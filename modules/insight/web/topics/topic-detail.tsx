import { type ReactElement, useState } from 'react';
import { number, useFormat } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Button, IconButton, Loaded, SkeletonLines, Tag } from '#platform/web/parts/index.ts';
import { problemText } from '#platform/web/problem-text.ts';
import { useRoute, useRouteMutation } from '#platform/web/query.ts';
import { useCan } from '#platform/web/session.tsx';
import { toast } from '#platform/web/toast.ts';
import { toProblem } from '#platform/web/api.ts';
import { changeTopic, mergeTopic, readTopic, releaseTopic, type Topic, type TopicDetail } from '../../contract.ts';
import { ExamplesCard, MentionedCard, SimilarCard, WordsCard } from './topic-cards.tsx';
import { TopicChart } from './topic-chart.tsx';
import { type TopicDialog, TopicDialogs } from './topic-dialogs.tsx';
import { scopeOf, ticketsAddressOf, type TopicFilter } from './topics-filter.ts';

type HeadProps = { readonly detail: TopicDetail; readonly onDialog: (dialog: TopicDialog) => void };

const TopicHead = ({ detail, onDialog }: HeadProps): ReactElement => {
  const t = useText('insight');
  const can = useCan();
  const { change: may } = detail.abilities;
  const pin = useRouteMutation(changeTopic);
  const setPinned = (): void => pin.mutate({ params: { id: detail.id }, body: { pinned: !detail.pinned } });
  return (
    <div className="row pane-head">
      <h2>{detail.label}</h2>
      {may ? <IconButton icon="pen" size="s" label={t('topics.rename')} onClick={() => onDialog('rename')} /> : null}
      {detail.named ? <Tag line>{t('topics.named')}</Tag> : null}
      {may ? (
        <Button size="s" tone="ghost" icon="pin" aria-pressed={detail.pinned} onClick={setPinned}>
          {t(detail.pinned ? 'topics.unpin' : 'topics.pin')}
        </Button>
      ) : null}
      <span className="sp" />
      {may ? (
        <>
          <Button size="s" onClick={() => onDialog('merge')}>
            {t('topics.merge')}
          </Button>
          <Button size="s" onClick={() => onDialog('split')}>
            {t('topics.split')}
          </Button>
        </>
      ) : null}
      {can('ticket.classify') ? (
        <Button size="s" tone="primary" icon="flag" onClick={() => onDialog('batch')}>
          {t('topics.batch')}
        </Button>
      ) : null}
    </div>
  );
};

const Facts = ({ detail }: { readonly detail: TopicDetail }): ReactElement => {
  const t = useText('insight');
  const format = useFormat();
  const fact = (value: number, unit: string): ReactElement => (
    <span>
      <b>{number(value)}</b> {unit}
    </span>
  );
  return (
    <div className="row t2 pane-facts">
      {fact(detail.size, t('topics.size'))}
      {fact(detail.people, t('topics.people'))}
      {detail.votes > 0 ? fact(detail.votes, t('topics.votes')) : null}
      {detail.firstAt === null ? null : <span>{t('topics.since', { time: format.row(detail.firstAt) })}</span>}
      {detail.lastAt === null ? null : <span>{t('topics.latest', { time: format.row(detail.lastAt) })}</span>}
    </div>
  );
};

type DetailProps = {
  readonly id: string;
  readonly filter: TopicFilter;
  readonly topics: readonly Topic[];
  readonly days: { readonly from: string; readonly to: string };
  readonly onOpen: (id: string) => void;
  readonly onBack: () => void;
};

const TopicBody = ({
  detail,
  filter,
  topics,
  days,
  onOpen,
}: Omit<DetailProps, 'id' | 'onBack'> & { readonly detail: TopicDetail }) => {
  const t = useText('insight');
  const [dialog, setDialog] = useState<TopicDialog | null>(null);
  const tell = (problem: Parameters<typeof problemText>[0]): number =>
    toast({ text: problemText(problem), icon: 'over' });
  const merge = useRouteMutation(mergeTopic, {
    onDone: () => toast({ text: t('topics.mergeDone', { label: detail.label }), icon: 'merge' }),
    onProblem: tell,
  });
  const release = useRouteMutation(releaseTopic, {
    onDone: ({ label }) => toast({ text: t('topics.releaseDone', { label }), icon: 'branch' }),
    onProblem: tell,
  });
  return (
    <>
      <TopicHead detail={detail} onDialog={setDialog} />
      <Facts detail={detail} />
      <TopicChart detail={detail} />
      <div className="topic-two">
        <ExamplesCard detail={detail} address={ticketsAddressOf(detail.id, days, filter.department)} />
        <MentionedCard detail={detail} />
      </div>
      <div className="topic-two">
        <WordsCard detail={detail} />
        <SimilarCard
          detail={detail}
          onOpen={onOpen}
          onMerge={(id) => merge.mutate({ params: { id }, body: { into: detail.id } })}
          onRelease={(id) => release.mutate({ params: { id } })}
        />
      </div>
      {dialog === null ? null : (
        <TopicDialogs
          dialog={dialog}
          detail={detail}
          filter={filter}
          topics={topics}
          onMoved={onOpen}
          onClose={() => setDialog(null)}
        />
      )}
    </>
  );
};

export const TopicPane = ({ id, filter, topics, days, onOpen, onBack }: DetailProps): ReactElement => {
  const t = useText('insight');
  const found = useRoute(readTopic, { params: { id }, query: scopeOf(filter) }, { keepPrevious: true });
  return (
    <section className="pane" aria-label={t('topics.title')} aria-busy={found.isPending}>
      <Button className="pane-back" tone="ghost" icon="left" onClick={onBack}>
        {t('topics.back')}
      </Button>
      <Loaded
        data={found.data}
        error={found.error ? toProblem(found.error) : undefined}
        onRetry={() => void found.refetch()}
        skeleton={<SkeletonLines lines={9} />}
      >
        {(detail) => (
          <TopicBody key={detail.id} detail={detail} filter={filter} topics={topics} days={days} onOpen={onOpen} />
        )}
      </Loaded>
    </section>
  );
};
