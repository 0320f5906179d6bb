import type { ReactElement } from 'react';
import { useSearchParams } from 'react-router';
import { useText } from '#platform/web/i18n.ts';
import { Icon, Pill, Select } from '#platform/web/parts/index.ts';
import { useRoute } from '#platform/web/query.ts';
import { listRoles, presenceSchema } from '../contract.ts';
import { DepartmentSelect } from './department-select.tsx';

const statuses = ['all', 'on', 'busy', 'off', 'inactive'] as const;
export type Status = (typeof statuses)[number];
export type PeopleCounts = Record<Exclude<Status, 'all'> | 'active', number>;

const isStatus = (value: string | null): value is Status => statuses.some((status) => status === value);

export type PeopleFilter = { query: string; department: string | null; role: string | null; status: Status };

/** The filter stands in the address, so that a filtered list can be sent to a colleague. */
export const usePeopleFilter = (): [PeopleFilter, (change: Partial<PeopleFilter>) => void] => {
  const [search, setSearch] = useSearchParams();
  const status = search.get('status');
  const filter: PeopleFilter = {
    query: search.get('query') ?? '',
    department: search.get('department'),
    role: search.get('role'),
    status: isStatus(status) ? status : 'all',
  };
  const change = (next: Partial<PeopleFilter>): void => {
    const merged = Object.entries({ ...filter, ...next }).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '' && entry[1] !== 'all',
    );
    setSearch(merged, { replace: true });
  };
  return [filter, change];
};

export const peopleQuery = (filter: PeopleFilter, cursor: string | undefined) => {
  const presence = presenceSchema.safeParse(filter.status);
  return {
    ...(cursor === undefined ? {} : { cursor }),
    ...(filter.query === '' ? {} : { query: filter.query }),
    ...(filter.department === null ? {} : { department: filter.department }),
    ...(filter.role === null ? {} : { role: filter.role }),
    ...(presence.success ? { presence: presence.data } : {}),
    active: filter.status === 'inactive' ? ('false' as const) : ('true' as const),
  };
};

export const useRoleOptions = () => {
  const t = useText('staff');
  const roles = useRoute(listRoles, {}, { staleMs: 300_000 }).data?.items ?? [];
  return roles.map((role) => ({
    value: role.key,
    label: t(`roles.${role.key}`),
    note: t('people.roleGives', { count: role.permissions.length, reach: t(`reach.${role.reach}`) }),
    disabled: !role.grantable,
  }));
};

type FiltersProps = {
  readonly filter: PeopleFilter;
  readonly onChange: (change: Partial<PeopleFilter>) => void;
  readonly counts: PeopleCounts | undefined;
};

export const PeopleFilters = ({ filter, onChange, counts }: FiltersProps): ReactElement => {
  const t = useText('staff');
  const roles = useRoleOptions().map(({ value, label }) => ({ value, label }));
  return (
    <div className="row wrap" style={{ marginBottom: 12 }}>
      <label className="inp" style={{ width: 240 }}>
        <Icon name="search" size="s" />
        <input
          type="search"
          value={filter.query}
          placeholder={t('people.search')}
          aria-label={t('people.search')}
          onChange={(event) => onChange({ query: event.target.value })}
        />
      </label>
      <DepartmentSelect
        value={filter.department}
        onChange={(department) => onChange({ department })}
        placeholder={t('people.department')}
        width={160}
      />
      <Select
        value={filter.role ?? undefined}
        onChange={(role: string | undefined) => onChange({ role: role ?? null })}
        options={roles}
        allowClear
        placeholder={t('people.role')}
        aria-label={t('people.role')}
        style={{ width: 140 }}
      />
      {statuses.map((status) => (
        <Pill key={status} on={filter.status === status} onClick={() => onChange({ status })}>
          {t(`people.${status}`, { count: counts?.[status === 'all' ? 'active' : status] ?? 0 })}
        </Pill>
      ))}
    </div>
  );
};
