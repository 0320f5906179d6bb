import type { ReactElement } from 'react';
import { useText } from '#platform/web/i18n.ts';
import { Button, IconButton, Pill, Popover } from '#platform/web/parts/index.ts';
import type { TicketState } from '../../contract.ts';
import {
  BreachedFilter,
  CategoryFilter,
  ChannelFilter,
  CustomFilters,
  DepartmentFilter,
  FilterPanel,
  type FilterProps,
  KindPills,
  LevelPills,
  LinkedFilters,
  TransfersFilter,
} from '../filter-fields.tsx';
import { isFiltered } from '../filter-url.ts';

type StateChoice = 'all' | 'open' | Extract<TicketState, 'awaiting' | 'closed' | 'archived' | 'declined'>;
const stateChoices: readonly StateChoice[] = ['all', 'open', 'awaiting', 'closed', 'declined', 'archived'];

export const StatePills = ({ filter, onChange }: FilterProps): ReactElement => {
  const t = useText('ticket');
  const now = filter.state?.[0] ?? (filter.query ? 'all' : 'open');
  return (
    <>
      {stateChoices.map((state) => (
        <Pill key={state} on={now === state} onClick={() => onChange({ ...filter, state: [state] })}>
          {t(`list.state.${state}`)}
        </Pill>
      ))}
    </>
  );
};

const ClearFilters = ({ filter, onChange }: FilterProps): ReactElement | null => {
  const t = useText('ticket');
  if (!isFiltered(filter)) return null;
  return (
    <Button tone="ghost" size="s" onClick={() => onChange({})}>
      {t('filter.clear')}
    </Button>
  );
};

export const Filters = ({ filter, onChange }: FilterProps): ReactElement => (
  <div className="row wrap">
    <KindPills filter={filter} onChange={onChange} />
    <LevelPills filter={filter} onChange={onChange} />
    <CategoryFilter filter={filter} onChange={onChange} />
    <DepartmentFilter filter={filter} onChange={onChange} />
    <ChannelFilter filter={filter} onChange={onChange} />
    <BreachedFilter filter={filter} onChange={onChange} />
    <TransfersFilter filter={filter} onChange={onChange} />
    <CustomFilters filter={filter} onChange={onChange} />
    <LinkedFilters filter={filter} onChange={onChange} />
    <ClearFilters filter={filter} onChange={onChange} />
  </div>
);

/** One button where the filters would leave no room for what they find. */
export const FoldedFilters = ({ filter, onChange }: FilterProps): ReactElement => {
  const t = useText('ticket');
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      title={t('filter.title')}
      content={
        <div className="col">
          <FilterPanel filter={filter} onChange={onChange} />
          <ClearFilters filter={filter} onChange={onChange} />
        </div>
      }
    >
      <IconButton icon="filter" label={t('filter.title')} tone="plain" className={isFiltered(filter) ? 'won' : ''} />
    </Popover>
  );
};
