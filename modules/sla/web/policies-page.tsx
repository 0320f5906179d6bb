import './clocks.css';
import './policies.css';
import { type ReactElement, useState } from 'react';
import { useLocalName } from '#modules/ticket/web/index.ts';
import { durationWords } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Button, type Column, DataTable, Icon, Page, useEnabledColumn } from '#platform/web/parts/index.ts';
import { useRoute } from '#platform/web/query.ts';
import { listPolicies, listProfiles, type Policy } from '../contract.ts';
import { PolicyDrawer } from './policy-drawer.tsx';
import { ConditionMarks } from './policy-marks.tsx';
import { PolicyTrial } from './policy-trial.tsx';

const minutes = (value: number): string => durationWords(value * 60_000);

const useColumns = (): Column<Policy>[] => {
  const t = useText('sla');
  const nameOf = useLocalName();
  const profiles = useRoute(listProfiles, {}).data?.items;
  const profileName = (key: string): string => {
    const spec = profiles?.find((one) => one.key === key)?.spec;
    return spec ? nameOf(spec) : key;
  };
  return [
    { key: 'name', title: t('policy.name'), render: (policy) => <b>{nameOf(policy)}</b> },
    { key: 'if', title: t('policy.if'), render: (policy) => <ConditionMarks policy={policy} /> },
    {
      key: 'promise',
      title: t('policy.promise'),
      render: (policy) =>
        policy.profileKey === null
          ? t('policy.lengths', { first: minutes(policy.firstReplyMinutes), resolve: minutes(policy.resolveMinutes) })
          : profileName(policy.profileKey),
    },
    {
      key: 'warn',
      title: t('policy.warn'),
      numeric: true,
      render: (policy) => (policy.profileKey === null ? `${Math.round(policy.warnFraction * 100)}%` : ''),
    },
    useEnabledColumn(),
  ];
};

const PoliciesPage = (): ReactElement => {
  const t = useText('sla');
  const nameOf = useLocalName();
  const columns = useColumns();
  const policies = useRoute(listPolicies, {});
  const [open, setOpen] = useState<Policy | 'new' | null>(null);
  return (
    <Page
      title={t('nav.policies')}
      note={t('policy.note')}
      actions={
        <Button tone="primary" icon="plus" onClick={() => setOpen('new')}>
          {t('policy.add')}
        </Button>
      }
    >
      <div className="spolicies">
        <div>
          <div className="card scrollx">
            <DataTable
              label={t('nav.policies')}
              rows={policies.data?.items}
              rowKey={(policy) => policy.id}
              rowName={nameOf}
              error={policies.error}
              onRetry={() => void policies.refetch()}
              onOpen={setOpen}
              columns={columns}
            />
          </div>
          <p className="row f12 t3">
            <Icon name="info" size="s" />
            {t('policy.running')}
          </p>
        </div>
        <PolicyTrial />
      </div>
      {open === null ? null : (
        <PolicyDrawer
          key={open === 'new' ? open : open.id}
          policy={open === 'new' ? null : open}
          onClose={() => setOpen(null)}
        />
      )}
    </Page>
  );
};

export default PoliciesPage;
