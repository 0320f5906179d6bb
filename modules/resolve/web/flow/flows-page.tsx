import './flow.css';
import type { ReactElement } from 'react';
import { useNavigate } from 'react-router';
import { useNames } from '#modules/ticket/web/index.ts';
import { useLanguage, useText } from '#platform/web/i18n.ts';
import { Badge, Button, DataTable, Empty, Icon, Page } from '#platform/web/parts/index.ts';
import { useProblemText } from '#platform/web/problem-text.ts';
import { useRoute, useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { createWorkflow, type FlowRow, listWorkflows } from '../../contract.ts';
import { bothWords, stepNamesOf } from './blank-words.ts';
import { blankSpec } from './edit-spec.ts';
import { localWord } from './flow-words.ts';

const useScopeWords = (): ((row: FlowRow) => string) => {
  const t = useText('resolve');
  const names = useNames();
  return ({ scope }) => {
    const parts = [
      ...scope.kinds.map((kind) => t(`platform:kind.${kind}`)),
      ...scope.levels.map((level) => t(`platform:level.${level}`)),
      ...scope.categoryKeys.map((key) => names.category(key) ?? key),
    ];
    return parts.length === 0 ? t('flow.allTickets') : parts.join(' · ');
  };
};

const StateBadges = ({ row }: { readonly row: FlowRow }): ReactElement => {
  const t = useText('resolve');
  return (
    <span className="row wrap">
      {row.publishedNo !== null ? <Badge tone="met">{t('flow.inForce', { no: row.publishedNo })}</Badge> : null}
      {row.draftNo !== null ? <Badge tone="hold">{t('flow.draftNo', { no: row.draftNo })}</Badge> : null}
      {row.retired ? <Badge tone="info">{t('flow.retired')}</Badge> : null}
    </span>
  );
};

/** Flows of handling: which tickets each is for, what is in force, how many are on their way. */
const FlowsPage = (): ReactElement => {
  const t = useText('resolve');
  const language = useLanguage();
  const navigate = useNavigate();
  const textOf = useProblemText();
  const scopeWords = useScopeWords();
  const list = useRoute(listWorkflows, {});
  const create = useRouteMutation(createWorkflow, {
    onDone: (flow) => void navigate(`/workflows/${flow.id}`),
    onProblem: (problem) => toast({ text: textOf(problem), icon: 'info' }),
  });
  const begin = (): void =>
    create.mutate({
      body: { spec: blankSpec(bothWords(t, 'flow.blank.flow'), stepNamesOf(t), bothWords(t, 'flow.blank.next')) },
    });
  return (
    <Page
      title={t('nav.flows')}
      note={t('nav.flowsNote')}
      actions={
        <Button tone="primary" icon="plus" busy={create.isPending} onClick={begin}>
          {t('flow.create')}
        </Button>
      }
    >
      <div className="card scrollx">
        <DataTable
          label={t('nav.flows')}
          rows={list.data?.items}
          rowKey={(row) => row.id}
          rowName={(row) => localWord(language, row)}
          error={list.error}
          onRetry={() => void list.refetch()}
          onOpen={(row) => void navigate(`/workflows/${row.id}`)}
          empty={<Empty kind="first" title={t('flow.noFlows')} text={t('flow.noFlowsText')} />}
          columns={[
            { key: 'name', title: t('flow.name'), render: (row) => <b>{localWord(language, row)}</b> },
            { key: 'scope', title: t('flow.scope'), render: scopeWords },
            { key: 'steps', title: t('flow.steps'), numeric: true, render: (row) => row.steps },
            { key: 'running', title: t('flow.running'), numeric: true, render: (row) => row.running },
            { key: 'state', title: t('flow.state'), render: (row) => <StateBadges row={row} /> },
          ]}
        />
      </div>
      <p className="row f12 t3" style={{ marginTop: 12 }}>
        <Icon name="info" size="s" />
        {t('flow.keepVersion')}
      </p>
    </Page>
  );
};

export default FlowsPage;
