import '../resolve.css';
import type { ReactElement } from 'react';
import { addressOf } from '#platform/web/api.ts';
import { number } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { type Column, DataTable, Empty, Icon, Page } from '#platform/web/parts/index.ts';
import { useRoute } from '#platform/web/query.ts';
import { downloadScores, readScores, type ScoreRow } from '../../contract.ts';
import { PeriodFields, usePeriod } from './period.tsx';

/** How often each department, person and supplier was held responsible. */
const ScoresPage = (): ReactElement => {
  const t = useText('resolve');
  const [period, setPeriod] = usePeriod();
  const { data, error, refetch } = useRoute(
    readScores,
    { query: period },
    { topics: ['resolve', 'verdicts'], keepPrevious: true },
  );
  const columns: Column<ScoreRow>[] = [
    { key: 'name', title: t('scores.name'), render: (row) => <b>{row.name}</b> },
    { key: 'party', title: t('scores.party'), width: 110, render: (row) => t(`verdict.party.${row.party}`) },
    { key: 'verdicts', title: t('scores.verdicts'), width: 96, numeric: true, render: (row) => number(row.verdicts) },
    {
      key: 'points',
      title: t('scores.points'),
      width: 84,
      numeric: true,
      render: (row) => <b>{number(row.points)}</b>,
    },
  ];
  return (
    <Page
      title={t('scores.title')}
      note={t('scores.note')}
      actions={
        <a className="btn" href={addressOf(downloadScores, { query: period })} download>
          <Icon name="dl" size="s" />
          {t('report.export')}
        </a>
      }
    >
      <div className="row wrap rs-filter">
        <PeriodFields period={period} onChange={setPeriod} />
      </div>
      <div className="card" style={{ overflow: 'hidden' }}>
        <DataTable
          label={t('scores.table')}
          columns={columns}
          rows={data?.items}
          rowKey={(row) => `${row.party} ${row.name}`}
          rowName={(row) => row.name}
          error={error ?? undefined}
          onRetry={() => void refetch()}
          empty={<Empty kind="none" icon="flag" title={t('scores.none')} text={t('scores.noneText')} />}
        />
      </div>
    </Page>
  );
};

export default ScoresPage;
