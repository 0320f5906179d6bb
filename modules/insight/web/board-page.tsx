import './board.css';
import { type ReactElement, useMemo } from 'react';
import { listDepartments } from '#modules/staff/contract.ts';
import { toProblem } from '#platform/web/api.ts';
import { useLanguage, useText } from '#platform/web/i18n.ts';
import { useLiveState } from '#platform/web/live.ts';
import { Loaded, Page, Segmented, TreeSelect } from '#platform/web/parts/index.ts';
import { useRoute } from '#platform/web/query.ts';
import { useCan } from '#platform/web/session.tsx';
import { boardRanges, readSummary } from '../contract.ts';
import { AnomaliesCard } from './anomalies/anomalies-card.tsx';
import { type BoardFilter, scopeOf, useBoardFilter } from './board-filter.ts';
import { DepartmentsCard } from './departments-card.tsx';
import { FieldsCard } from './fields-card.tsx';
import { Figures, FiguresSkeleton } from './figures.tsx';
import { HeatCard } from './heat-card.tsx';
import { RatingsCard } from './ratings-card.tsx';
import { TrendCard } from './trend-card.tsx';
import { TopicsCard } from './topics-card.tsx';
import { useBoardLive } from './use-board-live.ts';

type Node = { value: string; title: string; children: Node[] };

type FilterProps = { readonly filter: BoardFilter; readonly onChange: (change: Partial<BoardFilter>) => void };

const DepartmentFilter = ({ filter, onChange }: FilterProps): ReactElement | null => {
  const t = useText('insight');
  const can = useCan();
  const language = useLanguage();
  const allowed = can('staff.read');
  const departments = useRoute(listDepartments, {}, { staleMs: 300_000, enabled: allowed }).data?.items;
  const tree = useMemo(() => {
    const below = (parent: string | null): Node[] =>
      (departments ?? [])
        .filter((one) => one.parentId === parent && !one.closed)
        .map((one) => ({
          value: one.id,
          title: language === 'en' && one.nameEn !== '' ? one.nameEn : one.name,
          children: below(one.id),
        }));
    return below(null);
  }, [departments, language]);
  if (!allowed) return null;
  return (
    <TreeSelect
      aria-label={t('allDepartments')}
      // Until the names are there the id would be shown.
      value={departments ? filter.department : undefined}
      treeData={tree}
      treeDefaultExpandAll
      allowClear
      showSearch={{ treeNodeFilterProp: 'title' }}
      placeholder={t('allDepartments')}
      className="board-department"
      onChange={(department: string | undefined) => onChange({ department })}
    />
  );
};

const clockTime = (iso: string): string =>
  new Date(iso).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

const Freshness = ({ countedAt }: { readonly countedAt: string }): ReactElement => {
  const t = useText('insight');
  const { status } = useLiveState();
  return (
    <span className="row fresh">
      <i className={status === 'open' ? 'on' : ''} aria-hidden="true" />
      {t('countedAt', { time: clockTime(countedAt) })}
    </span>
  );
};

/** What is going on now, for those who answer for it. */
const BoardPage = (): ReactElement => {
  const t = useText('insight');
  const [filter, change] = useBoardFilter();
  const { range } = filter;
  useBoardLive();
  const summary = useRoute(
    readSummary,
    { query: { range, ...scopeOf(filter) } },
    { keepPrevious: true, refetchMs: 60_000 },
  );
  const { data } = summary;
  return (
    <Page
      title={t('title')}
      note={data ? <Freshness countedAt={data.countedAt} /> : null}
      actions={
        <>
          <Segmented
            label={t('range.label')}
            value={range}
            onChange={(next) => change({ range: next })}
            choices={boardRanges.map((value) => ({ value, label: t(`range.${value}`) }))}
          />
          <DepartmentFilter filter={filter} onChange={change} />
        </>
      }
    >
      <div className="board">
        <Loaded
          data={data}
          error={summary.error ? toProblem(summary.error) : undefined}
          onRetry={() => void summary.refetch()}
          skeleton={<FiguresSkeleton />}
        >
          {(found) => <Figures summary={found} range={range} countedAt={clockTime(found.countedAt)} />}
        </Loaded>
        <AnomaliesCard />
        <div className="two wide-first">
          <TrendCard filter={filter} onChange={change} />
          <TopicsCard filter={filter} />
        </div>
        <div className="three">
          <DepartmentsCard filter={filter} />
          <RatingsCard filter={filter} />
          <HeatCard filter={filter} />
        </div>
        <FieldsCard filter={filter} />
      </div>
    </Page>
  );
};

export default BoardPage;
