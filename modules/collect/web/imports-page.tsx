import './desk.css';
import { type ReactElement, useState } from 'react';
import { useSearchParams } from 'react-router';
import { number, useFormat } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Badge, Button, type Column, DataTable, Empty, Page } from '#platform/web/parts/index.ts';
import { useRoute } from '#platform/web/query.ts';
import { type ImportRun, listImports } from '../contract.ts';
import { ImportRunView } from './import-run.tsx';
import { ImportUpload } from './import-upload.tsx';
import { shareDone, stateTones } from './import-words.ts';

const pollMs = 1000;

/** Newest first; looked at every second while one of them runs. */
const useRuns = (limit: number) => {
  const [running, setRunning] = useState(false);
  const runs = useRoute(
    listImports,
    { query: { limit } },
    { keepPrevious: true, ...(running ? { refetchMs: pollMs } : {}) },
  );
  const seen = runs.data?.items.some((run) => run.state === 'running') ?? false;
  if (seen !== running) setRunning(seen);
  return runs;
};

const useColumns = (): Column<ImportRun>[] => {
  const t = useText('collect');
  const { row, full } = useFormat();
  const percent = (run: ImportRun): string => {
    const share = run.state === 'running' ? shareDone(run) : null;
    return share === null ? '' : ` ${Math.round(share * 100)}%`;
  };
  return [
    {
      key: 'file',
      title: t('imports.file'),
      render: (run) => <b className="deskfile">{run.fileName}</b>,
    },
    {
      key: 'state',
      title: t('imports.stateTitle'),
      render: (run) => (
        <Badge tone={stateTones[run.state]}>{`${t(`imports.state.${run.state}`)}${percent(run)}`}</Badge>
      ),
    },
    { key: 'rows', title: t('imports.rows'), numeric: true, render: (run) => number(run.rowsDone) },
    { key: 'created', title: t('imports.created'), numeric: true, render: (run) => number(run.created) },
    { key: 'linked', title: t('imports.linked'), numeric: true, render: (run) => number(run.linked) },
    { key: 'failed', title: t('imports.failed'), numeric: true, render: (run) => number(run.failed) },
    {
      key: 'at',
      title: t('imports.at'),
      render: (run) => (
        <time className="nw" title={full(run.createdAt)}>
          {row(run.createdAt)}
        </time>
      ),
    },
  ];
};

const firstPage = 50;
const longPage = 200;

/** Old records and the files of other systems. */
const ImportsPage = (): ReactElement => {
  const t = useText('collect');
  const [search, setSearch] = useSearchParams();
  const [limit, setLimit] = useState(firstPage);
  const runs = useRuns(limit);
  const columns = useColumns();
  const id = search.get('run');
  const open = (runId: string): void => setSearch({ run: runId });
  if (id !== null) {
    return (
      <Page
        title={t('imports.one')}
        actions={
          <Button icon="left" onClick={() => setSearch({})}>
            {t('imports.back')}
          </Button>
        }
      >
        <ImportRunView id={id} latest={runs.data?.items.find((run) => run.id === id)} />
      </Page>
    );
  }
  const hasMore = limit < longPage && typeof runs.data?.nextCursor === 'string';
  return (
    <Page title={t('imports.title')} note={t('imports.note')}>
      <div className="col" style={{ gap: 14 }}>
        <ImportUpload onDone={(run) => open(run.id)} />
        <div className="card" style={{ overflow: 'hidden' }}>
          <DataTable
            label={t('imports.title')}
            columns={columns}
            rows={runs.data?.items}
            rowKey={(run) => run.id}
            rowName={(run) => run.fileName}
            onOpen={(run) => open(run.id)}
            error={runs.error ?? undefined}
            onRetry={() => void runs.refetch()}
            empty={<Empty kind="first" icon="file" title={t('imports.first')} text={t('imports.firstText')} />}
            {...(hasMore ? { more: { onMore: () => setLimit(longPage), busy: runs.isFetching } } : {})}
          />
        </div>
      </div>
    </Page>
  );
};

export default ImportsPage;
