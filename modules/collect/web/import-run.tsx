import { type ReactElement, useState } from 'react';
import { addressOf } from '#platform/web/api.ts';
import { number } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Badge, Banner, Button, Card, Icon, Loaded } from '#platform/web/parts/index.ts';
import { problemText, useProblemText } from '#platform/web/problem-text.ts';
import { useRoute, useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import {
  cancelImport,
  downloadImportProblems,
  type ImportPreview,
  type ImportRun,
  readImport,
  startImport,
} from '../contract.ts';
import { ImportMapping } from './import-mapping.tsx';
import { hasWords, shareDone, stateTones, stopReason } from './import-words.ts';

const Counts = ({ run }: { readonly run: ImportRun }): ReactElement => {
  const t = useText('collect');
  const facts = [
    { label: t('imports.rows'), value: run.rowsDone },
    { label: t('imports.created'), value: run.created },
    { label: t('imports.linked'), value: run.linked },
    { label: t('imports.failed'), value: run.failed },
  ];
  return (
    <div className="deskfacts">
      {facts.map(({ label, value }) => (
        <div key={label}>
          <span className="t3 f12">{label}</span>
          <b>{number(value)}</b>
        </div>
      ))}
    </div>
  );
};

const Progress = ({ run }: { readonly run: ImportRun }): ReactElement => {
  const t = useText('collect');
  const share = shareDone(run);
  const percent = share === null ? null : Math.round(share * 100);
  return (
    <div
      className="deskbar"
      role="progressbar"
      aria-label={t('imports.progress', { name: run.fileName })}
      {...(percent === null ? {} : { 'aria-valuenow': percent, 'aria-valuemin': 0, 'aria-valuemax': 100 })}
    >
      <i style={{ width: `${percent ?? 5}%` }} />
    </div>
  );
};

type ActsProps = { readonly run: ImportRun; readonly mapping: Readonly<Record<string, string>> };

const Acts = ({ run, mapping }: ActsProps): ReactElement => {
  const t = useText('collect');
  const textOf = useProblemText();
  const start = useRouteMutation(startImport);
  const cancel = useRouteMutation(cancelImport, {
    onDone: () => toast({ text: t('imports.cancelled') }),
    onProblem: (problem) => toast({ text: problemText(problem), icon: 'over' }),
  });
  const params = { id: run.id };
  const stopped = run.state === 'failed' || run.state === 'cancelled';
  return (
    <>
      {start.error ? <Banner tone="red">{textOf(start.error)}</Banner> : null}
      <div className="row wrap">
        {run.state === 'ready' || stopped ? (
          <Button
            tone="primary"
            icon="play"
            busy={start.isPending}
            disabled={!hasWords(mapping)}
            onClick={() => start.mutate({ params, body: { mapping } })}
          >
            {t(run.rowsDone > 0 ? 'imports.goOn' : 'imports.start')}
          </Button>
        ) : null}
        {run.state === 'running' ? (
          <Button tone="danger" icon="pause" busy={cancel.isPending} onClick={() => cancel.mutate({ params })}>
            {t('imports.cancel')}
          </Button>
        ) : null}
        {run.failed > 0 ? (
          <a className="btn" href={addressOf(downloadImportProblems, { params })} download>
            <Icon name="dl" />
            {t('imports.problems', { count: run.failed })}
          </a>
        ) : null}
        {hasWords(mapping) ? null : <span className="amber f12">{t('imports.needsContent')}</span>}
      </div>
    </>
  );
};

type DetailProps = {
  readonly preview: ImportPreview;
  /** The run as the list last saw it: newer than the preview. */
  readonly run: ImportRun;
};

const Detail = ({ preview, run }: DetailProps): ReactElement => {
  const t = useText('collect');
  const [mapping, setMapping] = useState<Record<string, string>>(preview.mapping);
  const locked = run.state === 'running' || run.state === 'done' || run.rowsDone > 0;
  return (
    <div className="col" style={{ gap: 14 }}>
      <Card
        title={run.fileName}
        note={[preview.format.toUpperCase(), preview.encoding].filter(Boolean).join(' ')}
        actions={<Badge tone={stateTones[run.state]}>{t(`imports.state.${run.state}`)}</Badge>}
      >
        <div className="col" style={{ gap: 12 }}>
          {run.problem === '' ? null : <Banner tone="red">{stopReason(run.problem)}</Banner>}
          {run.state === 'ready' ? null : <Counts run={run} />}
          {run.state === 'running' ? <Progress run={run} /> : null}
          <Acts run={run} mapping={mapping} />
        </div>
      </Card>
      <Card title={t('imports.columns')} note={t(locked ? 'imports.mapped' : 'imports.mapNote')} line flush>
        <div className="desktable">
          <ImportMapping preview={preview} mapping={mapping} locked={locked} onChange={setMapping} />
        </div>
      </Card>
    </div>
  );
};

type RunProps = { readonly id: string; readonly latest: ImportRun | undefined };

/** One import: how the file is read, how far it is, and what could not be taken. */
export const ImportRunView = ({ id, latest }: RunProps): ReactElement => {
  const t = useText('collect');
  const { data, error, refetch } = useRoute(readImport, { params: { id } });
  return (
    <Loaded data={data} error={error} errorTitle={t('imports.notRead')} onRetry={() => void refetch()}>
      {(preview) => <Detail key={preview.id} preview={preview} run={latest ?? preview} />}
    </Loaded>
  );
};
