import { type ReactElement, useState } from 'react';
import { number, useFormat } from '#platform/web/format.ts';
import { hasText, useText } from '#platform/web/i18n.ts';
import {
  Badge,
  Card,
  type Column,
  DataTable,
  Empty,
  Loaded,
  Modal,
  Segmented,
  SkeletonLines,
} from '#platform/web/parts/index.ts';
import { usePagedRoute, useRoute } from '#platform/web/query.ts';
import { listLlmCalls, type LlmCall, readLlmCall } from '../../contract.ts';

const useOutcome = (): ((outcome: string) => string) => {
  const t = useText('classify');
  return (outcome) => {
    if (outcome === 'ok') return t('llm.good');
    return hasText('classify', `errors.llm_${outcome}`) ? t(`errors.llm_${outcome}`) : outcome;
  };
};

const Words = ({ id, onClose }: { readonly id: string; readonly onClose: () => void }): ReactElement => {
  const t = useText('classify');
  const found = useRoute(readLlmCall, { params: { id } });
  return (
    <Modal open width={720} title={t('llm.callTitle')} footer={null} onCancel={onClose}>
      <Loaded
        data={found.data}
        error={found.error ?? undefined}
        onRetry={() => void found.refetch()}
        skeleton={<SkeletonLines lines={6} />}
      >
        {({ request, answer }) =>
          request === null ? (
            <p className="t3">{t('llm.wordsGone')}</p>
          ) : (
            <div className="col" style={{ gap: 12 }}>
              {[
                ['llm.request', request],
                ['llm.answer', answer ?? ''],
              ].map(([label, text]) => (
                <section key={label}>
                  <h3 className="part">{t(label ?? '')}</h3>
                  <pre className="llmwords" tabIndex={0}>
                    {text === '' ? '—' : text}
                  </pre>
                </section>
              ))}
            </div>
          )
        }
      </Loaded>
    </Modal>
  );
};

const useColumns = (): Column<LlmCall>[] => {
  const t = useText('classify');
  const format = useFormat();
  const outcomeOf = useOutcome();
  return [
    { key: 'at', title: t('llm.at'), width: 130, render: (call) => format.instant(call.at) },
    {
      key: 'purpose',
      title: t('llm.purposeColumn'),
      render: (call) => `${t(`llm.purpose.${call.purpose}`)} v${call.promptVersion}`,
    },
    {
      key: 'outcome',
      title: t('llm.outcome'),
      render: (call) => <Badge tone={call.outcome === 'ok' ? 'met' : 'over'}>{outcomeOf(call.outcome)}</Badge>,
    },
    { key: 'tries', title: t('llm.tries'), width: 64, numeric: true, render: (call) => call.attempts },
    {
      key: 'tokens',
      title: t('llm.tokens'),
      width: 84,
      numeric: true,
      render: (call) => number(call.inputTokens + call.outputTokens),
    },
    { key: 'masked', title: t('llm.masked'), width: 84, numeric: true, render: (call) => call.masked },
    { key: 'ms', title: t('llm.ms'), width: 84, numeric: true, render: (call) => number(call.ms) },
  ];
};

/** Every question with its figures; the masked words open on a click as long as they are kept. */
export const CallsCard = (): ReactElement => {
  const t = useText('classify');
  const [which, setWhich] = useState<'all' | 'failed'>('all');
  const [open, setOpen] = useState<string | null>(null);
  const columns = useColumns();
  const query = usePagedRoute(listLlmCalls, (cursor) => ({
    query: { limit: 20, ...(which === 'failed' ? { failed: 'true' } : {}), ...(cursor ? { cursor } : {}) },
  }));
  return (
    <Card
      title={t('llm.calls')}
      line
      flush
      actions={
        <Segmented
          label={t('llm.calls')}
          value={which}
          onChange={setWhich}
          choices={[
            { value: 'all', label: t('llm.allCalls') },
            { value: 'failed', label: t('llm.failedCalls') },
          ]}
        />
      }
    >
      <DataTable
        dense
        label={t('llm.calls')}
        columns={columns}
        rows={query.data ? query.items : undefined}
        rowKey={(call) => call.id}
        rowName={(call) => `${call.purpose} ${call.at}`}
        onOpen={(call) => setOpen(call.id)}
        error={query.data ? undefined : query.problem}
        onRetry={() => void query.refetch()}
        empty={<Empty kind="none" icon="wand" title={t(which === 'failed' ? 'llm.noFailed' : 'llm.noCalls')} />}
        {...(query.hasNextPage
          ? { more: { onMore: () => void query.fetchNextPage(), busy: query.isFetchingNextPage } }
          : {})}
      />
      {open === null ? null : <Words id={open} onClose={() => setOpen(null)} />}
    </Card>
  );
};
