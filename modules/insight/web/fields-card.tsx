import { type ReactElement, useState } from 'react';
import { Link } from 'react-router';
import { number } from '#platform/web/format.ts';
import { useLanguage, useText } from '#platform/web/i18n.ts';
import { Card, Empty, Select } from '#platform/web/parts/index.ts';
import { useRoute } from '#platform/web/query.ts';
import { type FieldCounts, readFieldCounts } from '../contract/fields.ts';
import { type BoardFilter, scopeOf } from './board-filter.ts';
import { ticketsAddress } from './figure-words.ts';

type Item = FieldCounts['items'][number];

const Row = ({
  item,
  name,
  most,
}: {
  readonly item: Item;
  readonly name: string;
  readonly most: number;
}): ReactElement => (
  <li className="load">
    <span className="el name" title={name}>
      <Link to={ticketsAddress(item.query)}>{name}</Link>
    </span>
    <span className="track" aria-hidden="true">
      <i className="all" style={{ width: `${most === 0 ? 0 : (item.count / most) * 100}%` }} />
    </span>
    <span className="nums">{number(item.count)}</span>
  </li>
);

/** Arrivals by the options of a field that the company added; absent where it has none to count. */
export const FieldsCard = ({ filter }: { readonly filter: BoardFilter }): ReactElement | null => {
  const t = useText('insight');
  const english = useLanguage() === 'en';
  const [chosen, setChosen] = useState<string>();
  const query = { range: filter.range, ...scopeOf(filter), ...(chosen === undefined ? {} : { field: chosen }) };
  const { data } = useRoute(
    readFieldCounts,
    { query },
    { keepPrevious: true, refetchMs: 60_000, topics: ['custom-fields'] },
  );
  if (!data || data.field === null) return null;
  const nameOf = (one: { name: string; nameEn: string }): string =>
    english && one.nameEn !== '' ? one.nameEn : one.name;
  const most = Math.max(0, ...data.items.map((item) => item.count));
  return (
    <Card
      title={t('fields.title')}
      note={t('fields.note')}
      actions={
        <Select
          size="small"
          aria-label={t('fields.choose')}
          value={data.field}
          options={data.fields.map((field) => ({ value: field.key, label: nameOf(field) }))}
          style={{ minWidth: 120 }}
          onChange={setChosen}
        />
      }
    >
      {data.items.length === 0 ? (
        <Empty kind="none" title={t('fields.nothing')} />
      ) : (
        <ul className="loads">
          {data.items.map((item) => (
            <Row key={item.key} item={item} name={nameOf(item)} most={most} />
          ))}
        </ul>
      )}
    </Card>
  );
};
