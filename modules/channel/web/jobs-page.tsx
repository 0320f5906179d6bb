import type { ReactElement } from 'react';
import type { z } from 'zod';
import { type deadJob, listDeadJobs, retryDeadJob } from '#platform/contract/operations.ts';
import { number, useFormat } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Badge, Banner, Button, Card, type Column, DataTable, Empty, Page, Tag } from '#platform/web/parts/index.ts';
import { problemText } from '#platform/web/problem-text.ts';
import { useRoute, useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';

type DeadJob = z.infer<typeof deadJob>;

const refreshMs = 10_000;
/** The server calls itself late beyond this; see /readyz. */
const lateSeconds = 60;

const useColumns = (retry: (job: DeadJob) => void): Column<DeadJob>[] => {
  const t = useText('channel');
  const words = useText('platform');
  const { row, full } = useFormat();
  return [
    { key: 'queue', title: t('jobs.queue'), render: (job) => <b>{job.queue}</b> },
    {
      key: 'state',
      title: t('jobs.state'),
      render: (job) => <Badge tone={job.state === 'failed' ? 'over' : 'near'}>{t(`jobs.states.${job.state}`)}</Badge>,
    },
    { key: 'attempts', title: t('jobs.attempts'), numeric: true, render: (job) => job.attempts },
    {
      key: 'problem',
      title: t('jobs.problem'),
      width: 420,
      render: (job) => <span style={{ overflowWrap: 'anywhere' }}>{job.problem || '—'}</span>,
    },
    {
      key: 'at',
      title: t('jobs.at'),
      render: (job) => (job.failedAt ? <time title={full(job.failedAt)}>{row(job.failedAt)}</time> : '—'),
    },
    {
      key: 'retry',
      title: <span className="sr">{words('more')}</span>,
      width: 80,
      render: (job) =>
        job.state === 'failed' ? (
          <Button size="s" onClick={() => retry(job)}>
            {words('retry')}
          </Button>
        ) : null,
    },
  ];
};

/** Work that failed for good waits here for a person; work that is being tried again is shown beside it. */
const JobsPage = (): ReactElement => {
  const t = useText('channel');
  const { words } = useFormat();
  const { data, error, refetch } = useRoute(listDeadJobs, {}, { refetchMs: refreshMs });
  const retry = useRouteMutation(retryDeadJob, {
    onDone: () => toast({ text: t('jobs.retried') }),
    onProblem: (problem) => toast({ text: problemText(problem), icon: 'over' }),
  });
  const columns = useColumns((job) => retry.mutate({ params: { queue: job.queue, id: job.id } }));
  const lag = data?.dispatchLagSeconds ?? 0;
  return (
    <Page title={t('jobs.title')} note={data ? t('jobs.note', { count: data.items.length }) : null}>
      {lag > lateSeconds ? (
        <div style={{ marginBottom: 12 }}>
          <Banner tone="red">{t('jobs.late', { time: words(lag * 1000) })}</Banner>
        </div>
      ) : null}
      <div className="card" style={{ overflow: 'hidden', marginBottom: 14 }}>
        <DataTable
          label={t('jobs.title')}
          columns={columns}
          rows={data?.items}
          rowKey={(job) => job.id}
          rowName={(job) => job.queue}
          error={error ?? undefined}
          onRetry={() => void refetch()}
          empty={<Empty kind="done" title={t('jobs.none')} text={t('jobs.noneText')} />}
        />
      </div>
      {data && data.queues.length > 0 ? (
        <Card title={t('jobs.queues')} line>
          <ul className="row wrap" style={{ gap: 8 }}>
            {data.queues.map((queue) => (
              <li key={queue.name}>
                <Tag>
                  {t('jobs.counts', {
                    name: queue.name,
                    waiting: number(queue.waiting),
                    active: number(queue.active),
                    failed: number(queue.failed),
                  })}
                </Tag>
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
    </Page>
  );
};

export default JobsPage;
