import './batch.css';
import { type ReactElement, useState } from 'react';
import { useText } from '#platform/web/i18n.ts';
import { Button, ErrorState, InputNumber, Page, SkeletonLines, Switch } from '#platform/web/parts/index.ts';
import { problemText } from '#platform/web/problem-text.ts';
import { useRoute, useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { type BatchPolicy, changeBatchPolicy, readBatchPolicy } from '../contract.ts';

const bounds = {
  least: { min: 3, max: 1000 },
  windowMinutes: { min: 5, max: 1440 },
  leastUnusual: { min: 3, max: 1000 },
  factor: { min: 2, max: 100 },
} as const;
const keys = ['least', 'windowMinutes', 'leastUnusual', 'factor'] as const;

const PolicyForm = ({ policy }: { readonly policy: BatchPolicy }): ReactElement => {
  const t = useText('collect');
  const [draft, setDraft] = useState(policy);
  const save = useRouteMutation(changeBatchPolicy, {
    onDone: () => toast({ text: t('policy.saved') }),
    onProblem: (problem) => toast({ text: problemText(problem), icon: 'over' }),
  });
  return (
    <form
      className="card batch-policy"
      onSubmit={(submitted) => {
        submitted.preventDefault();
        save.mutate({ body: draft });
      }}
    >
      <label className="row">
        <span className="sp">{t('policy.enabled')}</span>
        <Switch checked={draft.enabled} onChange={(enabled) => setDraft({ ...draft, enabled })} />
      </label>
      {keys.map((key) => (
        <label key={key} className="row">
          <span className="sp">{t(`policy.${key}`)}</span>
          <InputNumber
            {...bounds[key]}
            disabled={!draft.enabled}
            value={draft[key]}
            onChange={(value) => {
              if (value !== null) setDraft({ ...draft, [key]: value });
            }}
          />
        </label>
      ))}
      <span className="f12 t3">{t('policy.usualHint')}</span>
      <div className="row">
        <Button tone="primary" type="submit" busy={save.isPending}>
          {t('platform:save')}
        </Button>
      </div>
    </form>
  );
};

const BatchPolicyPage = (): ReactElement => {
  const t = useText('collect');
  const found = useRoute(readBatchPolicy, {});
  return (
    <Page title={t('policy.title')} note={t('policy.note')}>
      {found.error ? <ErrorState problem={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.isPending ? <SkeletonLines lines={5} /> : null}
      {found.data ? <PolicyForm key={JSON.stringify(found.data)} policy={found.data} /> : null}
    </Page>
  );
};

export default BatchPolicyPage;
