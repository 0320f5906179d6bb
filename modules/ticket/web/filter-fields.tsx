import type { ReactElement } from 'react';
import { type Format, useFormat } from '#platform/web/format.ts';
import { type Translate, useText } from '#platform/web/i18n.ts';
import { Checkbox, Icon, KindMark, kinds, LevelMark, Pill, Select, TreeSelect } from '#platform/web/parts/index.ts';
import { useRoute } from '#platform/web/query.ts';
import { ticketChannels, type TicketKind, type TicketLevel, ticketRoutes } from '../contract.ts';
import { FieldFilters } from './fields/field-filters.tsx';
import type { UrlFilter } from './filter-url.ts';
import { useCategoryTree, useDepartmentTree } from './names.ts';

export type FilterProps = { readonly filter: UrlFilter; readonly onChange: (filter: UrlFilter) => void };

const toggled = <Value,>(values: readonly Value[] | undefined, value: Value): Value[] =>
  values?.includes(value) ? values.filter((each) => each !== value) : [...(values ?? []), value];

export const KindPills = ({ filter, onChange }: FilterProps): ReactElement => (
  <>
    {kinds.map((kind: TicketKind) => (
      <Pill
        key={kind}
        bordered
        on={filter.kind?.includes(kind) ?? false}
        onClick={() => onChange({ ...filter, kind: toggled(filter.kind, kind) })}
      >
        <KindMark kind={kind} />
      </Pill>
    ))}
  </>
);

const levels: readonly TicketLevel[] = [1, 2, 3];

export const LevelPills = ({ filter, onChange }: FilterProps): ReactElement => (
  <>
    {levels.map((level) => (
      <Pill
        key={level}
        bordered
        on={filter.level?.includes(level) ?? false}
        onClick={() => onChange({ ...filter, level: toggled(filter.level, level) })}
      >
        <LevelMark level={level} />
      </Pill>
    ))}
  </>
);

export const CategoryFilter = ({ filter, onChange }: FilterProps): ReactElement => {
  const t = useText('ticket');
  return (
    <TreeSelect
      aria-label={t('field.categoryKey')}
      value={filter.category}
      treeData={useCategoryTree()}
      treeDefaultExpandAll
      allowClear
      showSearch={{ treeNodeFilterProp: 'title' }}
      placeholder={t('field.categoryKey')}
      style={{ minWidth: 140 }}
      onChange={(category: string | undefined) => onChange({ ...filter, category })}
    />
  );
};

export const DepartmentFilter = ({ filter, onChange }: FilterProps): ReactElement => {
  const t = useText('ticket');
  return (
    <TreeSelect
      aria-label={t('assign.department')}
      value={filter.department}
      treeData={useDepartmentTree()}
      treeDefaultExpandAll
      allowClear
      showSearch={{ treeNodeFilterProp: 'title' }}
      placeholder={t('assign.department')}
      style={{ minWidth: 140 }}
      onChange={(department: string | undefined) => onChange({ ...filter, department })}
    />
  );
};

export const ChannelFilter = ({ filter, onChange }: FilterProps): ReactElement => {
  const t = useText('ticket');
  return (
    <Select
      aria-label={t('field.channel')}
      value={filter.channel}
      options={ticketChannels.map((channel) => ({ value: channel, label: t(`channel.${channel}`) }))}
      allowClear
      placeholder={t('field.channel')}
      style={{ minWidth: 120 }}
      onChange={(channel) => onChange({ ...filter, channel })}
    />
  );
};

export const BreachedFilter = ({ filter, onChange }: FilterProps): ReactElement => {
  const t = useText('ticket');
  return (
    <Checkbox
      checked={filter.breached === true}
      onChange={(event) => onChange({ ...filter, breached: event.target.checked ? true : undefined })}
    >
      {t('filter.breached')}
    </Checkbox>
  );
};

const manyTransfers = 3;

/** Those that nobody wanted to keep. */
export const TransfersFilter = ({ filter, onChange }: FilterProps): ReactElement => {
  const t = useText('ticket');
  return (
    <Checkbox
      checked={filter.transfers !== undefined}
      onChange={(event) => onChange({ ...filter, transfers: event.target.checked ? manyTransfers : undefined })}
    >
      {t('filter.transfers', { count: filter.transfers ?? manyTransfers })}
    </Checkbox>
  );
};

const arrivedWords = (filter: UrlFilter, format: Format, t: Translate): string | null => {
  const { createdFrom, createdTo } = filter;
  // The end is the first instant that does not belong any more.
  const last = createdTo === undefined ? '' : format.day(new Date(Date.parse(createdTo) - 1).toISOString());
  const first = createdFrom === undefined ? '' : format.day(createdFrom);
  if (first === '') return last === '' ? null : t('filter.arrivedUntil', { day: last });
  if (last === '') return t('filter.arrivedSince', { day: first });
  return first === last ? t('filter.arrivedOn', { day: first }) : t('filter.arrivedBetween', { from: first, to: last });
};

const useTopicWords = ({ topic, topicDays }: UrlFilter): string | null => {
  const t = useText('ticket');
  const format = useFormat();
  const name = useRoute(
    ticketRoutes.topicName,
    { params: { id: topic ?? '' } },
    { enabled: topic !== undefined, staleMs: 300_000, topics: ['topic'] },
  ).data;
  if (topic === undefined) return null;
  const [from, to] = (topicDays ?? '')
    .split('..')
    .map((day) => (day === '' ? '' : format.day(`${day}T00:00:00+08:00`)));
  const days = from && to ? t('filter.topicDays', { from, to }) : '';
  return t('filter.topic', { label: name?.label ?? '…', days });
};

/** What a link from the board asks for besides: shown so that nobody wonders what is missing, taken away by a click. */
export const LinkedFilters = ({ filter, onChange }: FilterProps): ReactElement => {
  const t = useText('ticket');
  const format = useFormat();
  const arrived = arrivedWords(filter, format, t);
  const topic = useTopicWords(filter);
  const pill = (words: string, without: Partial<UrlFilter>): ReactElement => (
    <Pill key={words} on onClick={() => onChange({ ...filter, ...without })}>
      {words}
      <Icon name="x" size="xs" />
    </Pill>
  );
  return (
    <>
      {topic === null ? null : pill(topic, { topic: undefined, topicDays: undefined })}
      {arrived === null ? null : pill(arrived, { createdFrom: undefined, createdTo: undefined })}
      {(['replied', 'rated', 'reopened'] as const).map((key) =>
        filter[key] === undefined ? null : pill(t(`filter.${key}.${String(filter[key])}`), { [key]: undefined }),
      )}
    </>
  );
};

/** What the company itself asks of its tickets. */
export const CustomFilters = ({ filter, onChange }: FilterProps): ReactElement => (
  <FieldFilters filter={filter} onChange={(fields) => onChange({ ...filter, fields })} />
);

/** All of them in a small panel, for narrow columns. */
export const FilterPanel = (props: FilterProps): ReactElement => {
  const t = useText('ticket');
  return (
    <div className="col wfilter">
      <div className="row wrap" role="group" aria-label={t('field.kind')}>
        <KindPills {...props} />
      </div>
      <div className="row wrap" role="group" aria-label={t('field.level')}>
        <LevelPills {...props} />
      </div>
      <CategoryFilter {...props} />
      <DepartmentFilter {...props} />
      <ChannelFilter {...props} />
      <BreachedFilter {...props} />
      <div className="row wrap">
        <CustomFilters {...props} />
      </div>
      <TransfersFilter {...props} />
      <div className="row wrap">
        <LinkedFilters {...props} />
      </div>
    </div>
  );
};
