import type { ReactElement } from 'react';
import { Link } from 'react-router';
import { toProblem } from '#platform/web/api.ts';
import { number } from '#platform/web/format.ts';
import { useLanguage, useText } from '#platform/web/i18n.ts';
import { Card, Empty, Loaded, SkeletonLines } from '#platform/web/parts/index.ts';
import { useRoute } from '#platform/web/query.ts';
import { type DepartmentLoad, readDepartments } from '../contract.ts';
import { type BoardFilter, scopeOf } from './board-filter.ts';
import { ticketsAddress } from './figure-words.ts';

/** Shares of what is open from which the bar warns; the numbers beside it say the same without colour. */
const worryShare = 0.08;
const alarmShare = 0.12;

const toneOf = ({ open, overdue }: DepartmentLoad): '' | 'near' | 'over' => {
  const share = open === 0 ? 0 : overdue / open;
  if (share >= alarmShare) return 'over';
  return share >= worryShare ? 'near' : '';
};

type RowProps = { readonly load: DepartmentLoad; readonly most: number };

const LoadRow = ({ load, most }: RowProps): ReactElement => {
  const t = useText('insight');
  const language = useLanguage();
  const { open, overdue, query } = load;
  const tone = toneOf(load);
  const name = language === 'en' && load.nameEn !== '' ? load.nameEn : load.name;
  const width = (count: number): string => `${most === 0 ? 0 : (count / most) * 100}%`;
  const late = <b className={tone === 'over' ? 'red' : ''}>{number(overdue)}</b>;
  return (
    <li className="load">
      <span className="el name" title={name}>
        {query ? <Link to={ticketsAddress(query)}>{name}</Link> : name}
      </span>
      <span className="track" aria-hidden="true">
        <i className="all" style={{ width: width(open) }} />
        <i className={`late ${tone}`} style={{ width: width(overdue) }} />
      </span>
      <span className="nums">
        {query && overdue > 0 ? (
          <Link
            to={ticketsAddress({ ...query, breached: 'true' })}
            aria-label={t('departments.overdueOf', { name, count: overdue })}
          >
            {late}
          </Link>
        ) : (
          late
        )}
        <span className="t3"> / {number(open)}</span>
      </span>
    </li>
  );
};

/** Who has how much on the table, and how much of it is late. */
export const DepartmentsCard = ({ filter }: { readonly filter: BoardFilter }): ReactElement => {
  const t = useText('insight');
  const loads = useRoute(readDepartments, { query: scopeOf(filter) }, { keepPrevious: true });
  return (
    <Card title={t('departments.title')} note={t('departments.note')}>
      <Loaded
        data={loads.data}
        error={loads.error ? toProblem(loads.error) : undefined}
        onRetry={() => void loads.refetch()}
        skeleton={<SkeletonLines lines={7} />}
      >
        {({ items }) =>
          items.length === 0 ? (
            <Empty kind="done" title={t('departments.nothing')} text={t('departments.nothingText')} />
          ) : (
            <ul className="loads">
              {items.map((load) => (
                <LoadRow key={load.id} load={load} most={Math.max(...items.map((one) => one.open))} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  );
};
