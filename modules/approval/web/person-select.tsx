import { type ReactElement, useState } from 'react';
import { listPeople } from '#modules/staff/contract.ts';
import { Select } from '#platform/web/parts/index.ts';
import { useRoute } from '#platform/web/query.ts';

type SelectProps = {
  readonly id: string;
  readonly value: readonly string[];
  readonly onChange: (ids: string[]) => void;
  readonly placeholder: string;
  readonly several?: boolean;
  readonly autoFocus?: boolean;
  /** Where no label stands beside it. */
  readonly label?: string;
  /** Left out: the requester, oneself. */
  readonly without?: readonly string[];
};

/** People by name, found on the server as one types, so that a company of thousands needs no list of thousands. */
export const PersonSelect = (props: SelectProps): ReactElement => {
  const { id, value, onChange, placeholder, several, autoFocus, label, without = [] } = props;
  const [query, setQuery] = useState('');
  const [known, setKnown] = useState<ReadonlyMap<string, string>>(new Map());
  const found = useRoute(
    listPeople,
    { query: { active: 'true', limit: 30, ...(query === '' ? {} : { query }) } },
    { keepPrevious: true, staleMs: 60_000 },
  );
  const people = (found.data?.items ?? []).filter((person) => !without.includes(person.id));
  const labels = new Map([...known, ...people.map((person) => [person.id, person.displayName] as const)]);
  const change = (next: string | string[] | undefined): void => {
    setKnown(labels);
    onChange(next === undefined ? [] : Array.isArray(next) ? next : [next]);
  };
  const options = [...new Set([...people.map((person) => person.id), ...value])].map((each) => ({
    value: each,
    label: labels.get(each) ?? each,
  }));
  return (
    <Select<string | string[] | undefined>
      id={id}
      {...(label ? { 'aria-label': label } : {})}
      {...(several ? { mode: 'multiple' as const } : {})}
      value={several ? [...value] : value[0]}
      onChange={change}
      options={options}
      autoFocus={autoFocus === true}
      allowClear
      loading={found.isFetching}
      showSearch={{ filterOption: false, onSearch: setQuery }}
      placeholder={placeholder}
      style={{ width: '100%' }}
    />
  );
};
