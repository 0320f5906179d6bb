import { type ReactElement, useState } from 'react';
import { useLocalName } from '#modules/ticket/web/index.ts';
import { useText } from '#platform/web/i18n.ts';
import {
  Button,
  type Column,
  confirmDelete,
  DataTable,
  Empty,
  Page,
  useDeleteColumn,
  useEnabledColumn,
} from '#platform/web/parts/index.ts';
import { problemText } from '#platform/web/problem-text.ts';
import { useRoute, useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { type CallBackRule, deleteCallBackRule, listCallBackRules } from '../../contract.ts';
import { CallRuleDrawer } from './rule-drawer.tsx';

/** Which cases, in a line; without any condition all of them. */
const useConditions = (): ((rule: CallBackRule) => string) => {
  const t = useText('follow-up');
  const words = useText('platform');
  return (rule) => {
    const parts = [
      ...rule.levels.map((level) => words(`level.${level}`)),
      ...rule.kinds.map((kind) => words(`kind.${kind}`)),
      ...rule.channels.map((channel) => t(`ticket:channel.${channel}`)),
      ...rule.categoryKeys,
    ];
    return parts.length === 0 ? t('rule.any') : parts.join(t('survey.comma'));
  };
};

const useDelete = (): ((rule: CallBackRule) => Promise<void>) => {
  const t = useText('follow-up');
  const nameOf = useLocalName();
  const remove = useRouteMutation(deleteCallBackRule, {
    onProblem: (problem) => toast({ text: problemText(problem), icon: 'over' }),
  });
  return async (rule) => {
    if (!(await confirmDelete(nameOf(rule), t('rule.deleteText')))) return;
    remove.mutate(
      { params: { id: rule.id } },
      { onSuccess: () => toast({ text: t('rule.deleted', { name: nameOf(rule) }) }) },
    );
  };
};

const useColumns = (): Column<CallBackRule>[] => {
  const t = useText('follow-up');
  const nameOf = useLocalName();
  const conditions = useConditions();
  const remove = useDelete();
  return [
    { key: 'name', title: t('rule.name'), render: (rule) => <b>{nameOf(rule)}</b> },
    {
      key: 'when',
      title: t('rule.when'),
      render: (rule) => (
        <>
          {t(`rule.occasions.${rule.occasion}`)}
          <div className="t3 f12">{conditions(rule)}</div>
        </>
      ),
    },
    {
      key: 'then',
      title: t('rule.then'),
      render: (rule) => (
        <>
          {t(rule.instead ? 'rule.instead' : 'rule.beside')}
          <div className="t3 f12">
            {t('rule.summary', { after: rule.afterMinutes, most: rule.mostAttempts, spacing: rule.spacingMinutes })}
          </div>
        </>
      ),
    },
    useEnabledColumn(),
    useDeleteColumn({ nameOf: nameOf, onDelete: remove }),
  ];
};

/** After which occasions customers are called, in the order in which rules are tried. */
const CallRulesPage = (): ReactElement => {
  const t = useText('follow-up');
  const nameOf = useLocalName();
  const [open, setOpen] = useState<CallBackRule | 'new' | null>(null);
  const { data, error, refetch } = useRoute(listCallBackRules, {});
  const columns = useColumns();
  return (
    <Page
      title={t('rule.title')}
      note={t('rule.note')}
      actions={
        <Button tone="primary" icon="plus" onClick={() => setOpen('new')}>
          {t('rule.create')}
        </Button>
      }
    >
      <div className="card" style={{ overflow: 'hidden' }}>
        <DataTable
          label={t('rule.title')}
          columns={columns}
          rows={data?.items}
          rowKey={(rule) => rule.id}
          rowName={nameOf}
          onOpen={setOpen}
          error={error ?? undefined}
          onRetry={() => void refetch()}
          empty={<Empty kind="first" icon="phone" title={t('rule.first')} text={t('rule.firstText')} />}
        />
      </div>
      {open ? (
        <CallRuleDrawer
          key={open === 'new' ? 'new' : open.id}
          rule={open === 'new' ? null : open}
          onClose={() => setOpen(null)}
        />
      ) : null}
    </Page>
  );
};

export default CallRulesPage;
