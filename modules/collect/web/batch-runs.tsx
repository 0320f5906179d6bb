import { type ReactElement, useState } from 'react';
import { Link } from 'react-router';
import { ticketNumber, useFormat } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Badge, type BadgeTone, Bar, Button, Card } from '#platform/web/parts/index.ts';
import { usePagedRoute, useRoute } from '#platform/web/query.ts';
import {
  batchSkips,
  type BatchEvent,
  type BatchResult,
  type BatchRun,
  listBatchResults,
  listBatchRuns,
} from '../contract.ts';

const pollMs = 1000;

const tones: Readonly<Record<BatchResult['state'], BadgeTone>> = {
  waiting: 'ok',
  done: 'met',
  skipped: 'ok',
  failed: 'over',
};

const Results = ({ event, run }: { readonly event: BatchEvent; readonly run: BatchRun }): ReactElement => {
  const t = useText('collect');
  const results = usePagedRoute(listBatchResults, (cursor) => ({
    params: { id: event.id, runId: run.id },
    query: { limit: 50, ...(cursor === undefined ? {} : { cursor }) },
  }));
  const reasonOf = (row: BatchResult): string => {
    const skip = batchSkips.find((one) => one === row.code);
    return row.message ?? (skip === undefined ? '' : t(`batch.skip.${skip}`));
  };
  return (
    <>
      <ul className="batch-results" aria-label={t('batch.results')}>
        {results.items.map((row) => (
          <li key={row.number} className="row f12">
            <Link to={`/tickets/${row.number}`}>{ticketNumber(row.number)}</Link>
            <span className="el sp t3">{[row.customerName, reasonOf(row)].filter(Boolean).join(' ')}</span>
            <Badge tone={tones[row.state]}>{t(`batch.resultState.${row.state}`)}</Badge>
          </li>
        ))}
      </ul>
      {results.hasNextPage ? (
        <Button size="s" busy={results.isFetchingNextPage} onClick={() => void results.fetchNextPage()}>
          {t('batch.more')}
        </Button>
      ) : null}
    </>
  );
};

const Run = ({ event, run }: { readonly event: BatchEvent; readonly run: BatchRun }): ReactElement => {
  const t = useText('collect');
  const format = useFormat();
  const settled = run.done + run.skipped + run.failed;
  return (
    <details className="batch-run">
      <summary>
        <span className="row">
          <b className="sp">{t(`batch.run.${run.kind}`)}</b>
          <span className="f12 t3">{t('batch.runCount', { done: settled, total: run.total })}</span>
          <Badge tone={run.state === 'done' ? 'met' : 'near'}>{t(`batch.runState.${run.state}`)}</Badge>
        </span>
        <Bar share={run.total === 0 ? 1 : settled / run.total} label={t(`batch.run.${run.kind}`)} />
        <span className="row f12 t3">
          <time>{format.row(run.startedAt)}</time>
          {run.skipped > 0 ? <span>{t('batch.runSkipped', { count: run.skipped })}</span> : null}
          {run.failed > 0 ? <span className="red">{t('batch.runFailed', { count: run.failed })}</span> : null}
        </span>
      </summary>
      {run.body === '' ? null : <blockquote>{run.body}</blockquote>}
      <Results event={event} run={run} />
    </details>
  );
};

export const BatchRuns = ({ event }: { readonly event: BatchEvent }): ReactElement | null => {
  const t = useText('collect');
  const [running, setRunning] = useState(false);
  const { data } = useRoute(listBatchRuns, { params: { id: event.id } }, running ? { refetchMs: pollMs } : {});
  const busy = data?.items.some((run) => run.state === 'running') ?? false;
  if (busy !== running) setRunning(busy);
  if (!data || data.items.length === 0) return null;
  return (
    <Card title={t('batch.runs')}>
      {data.items.map((run) => (
        <Run key={run.id} event={event} run={run} />
      ))}
    </Card>
  );
};
