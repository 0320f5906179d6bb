import '../resolve.css';
import { type ReactElement, useMemo, useState } from 'react';
import { useNames } from '#modules/ticket/web/index.ts';
import { type Action, useActions } from '#platform/web/actions.ts';
import { addressOf } from '#platform/web/api.ts';
import { number } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { type Column, DataTable, Empty, Icon, Page, Segmented } from '#platform/web/parts/index.ts';
import { useRoute } from '#platform/web/query.ts';
import {
  type CompensationReport,
  downloadCompensationReport,
  readCompensationReport,
  type ReportGroup,
  reportGroups,
  type ReportSums,
} from '../../contract.ts';
import { useMoney } from '../money.ts';
import { PeriodFields, usePeriod } from './period.tsx';

type Row = CompensationReport['rows'][number];

/** In the language of the screen; the server knows only that of the account. */
const useRowName = (by: ReportGroup): ((row: Row) => string) => {
  const t = useText('resolve');
  const names = useNames();
  return ({ key, name }) => {
    if (by === 'kind') return t(`pay.kinds.${key}`);
    if (key === '') return t('report.uncategorised');
    return (by === 'department' ? names.department(key) : by === 'category' ? names.category(key) : undefined) ?? name;
  };
};

const useColumns = (by: ReportGroup): Column<Row>[] => {
  const t = useText('resolve');
  const money = useMoney();
  const nameOf = useRowName(by);
  const amount = (key: 'paidCents' | 'promisedCents' | 'waitingCents', title: string): Column<Row> => ({
    key,
    title,
    numeric: true,
    render: (row) =>
      row[key] === 0 ? <span className="t3">{t('report.nothing')}</span> : money(row[key], row.currency),
  });
  return [
    { key: 'name', title: t(`report.groups.${by}`), render: (row) => <b>{nameOf(row)}</b> },
    { key: 'lines', title: t('report.columns.lines'), numeric: true, width: 72, render: (row) => number(row.lines) },
    amount('paidCents', t('report.columns.paid')),
    amount('promisedCents', t('report.columns.promised')),
    amount('waitingCents', t('report.columns.waiting')),
  ];
};

const Totals = ({ totals }: { readonly totals: readonly ReportSums[] }): ReactElement => {
  const t = useText('resolve');
  const money = useMoney();
  return (
    <dl className="rs-sums">
      {totals.map((sum) => (
        <div key={sum.currency} className="card">
          <dt className="t2 f12">
            {t('report.total')} {sum.currency}
          </dt>
          <dd>
            <b>{money(sum.paidCents, sum.currency)}</b>
            <span className="t3 f12">{t('report.columns.paid')}</span>
          </dd>
          <dd className="f12">
            {t('report.columns.promised')} {money(sum.promisedCents, sum.currency)}
          </dd>
          <dd className="f12">
            {t('report.columns.waiting')} {money(sum.waitingCents, sum.currency)}
          </dd>
        </div>
      ))}
    </dl>
  );
};

/** What customers were given over all tickets. */
const ReportPage = (): ReactElement => {
  const t = useText('resolve');
  const [period, setPeriod] = usePeriod();
  const [by, setBy] = useState<ReportGroup>('department');
  const { data, error, refetch } = useRoute(
    readCompensationReport,
    { query: { ...period, by } },
    { topics: ['compensation'], keepPrevious: true },
  );
  const columns = useColumns(by);
  const nameOf = useRowName(by);
  const file = addressOf(downloadCompensationReport, { query: period });
  const actions = useMemo<Action[]>(
    () => [
      {
        id: 'report.export',
        title: t('report.export'),
        icon: 'dl',
        section: 'current',
        priority: 50,
        run: () => window.location.assign(file),
      },
    ],
    [t, file],
  );
  useActions(actions);
  return (
    <Page
      title={t('report.title')}
      note={t('report.note')}
      actions={
        <a className="btn" href={file} download>
          <Icon name="dl" size="s" />
          {t('report.export')}
        </a>
      }
    >
      <div className="row wrap rs-filter">
        <PeriodFields period={period} onChange={setPeriod} />
        <Segmented
          label={t('report.by')}
          value={by}
          onChange={setBy}
          choices={reportGroups.map((value) => ({ value, label: t(`report.groups.${value}`) }))}
        />
      </div>
      {data && data.totals.length > 0 ? <Totals totals={data.totals} /> : null}
      <div className="card" style={{ overflow: 'hidden' }}>
        <DataTable
          label={t('report.table')}
          columns={columns}
          rows={data?.rows}
          rowKey={(row) => `${row.key} ${row.currency}`}
          rowName={nameOf}
          error={error ?? undefined}
          onRetry={() => void refetch()}
          empty={<Empty kind="none" icon="money" title={t('report.none')} text={t('report.noneText')} />}
        />
      </div>
    </Page>
  );
};

export default ReportPage;
