import { type ReactElement, useState } from 'react';
import { cappedCount } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Icon, IconButton, Menu, type MenuItem, Popover } from '#platform/web/parts/index.ts';
import { useRoute, useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { type TicketFilter, ticketRoutes, ticketSorts } from '../../contract.ts';
import { ViewDialog } from '../dialogs/view-dialog.tsx';
import { useConditionWords } from '../fields/field-filters.tsx';
import { FilterPanel } from '../filter-fields.tsx';
import { isFiltered, type UrlFilter } from '../filter-url.ts';
import { tellProblem } from '../use-ticket.ts';
import { countKeyOf, type Source, sourceKey, standing, trays } from './trays.ts';

export const useCounts = () => useRoute(ticketRoutes.counts, {}).data;
export const useViews = () => useRoute(ticketRoutes.views, {}, { staleMs: 60_000 }).data?.items ?? [];

type LineProps = {
  readonly source: Source;
  readonly filter: UrlFilter;
  /** What a saved view would hold. */
  readonly whole: TicketFilter;
  readonly dense: boolean;
  readonly onSource: (key: string) => void;
  readonly onFilter: (filter: UrlFilter) => void;
  readonly onDense: (dense: boolean) => void;
};

const isChanged = (source: Source, filter: UrlFilter): boolean =>
  source.kind === 'view' && (isFiltered(filter) || filter.sort !== undefined);

/** The changed view under its own name; a view of others can only be kept under a new one. */
const useSaveChange = ({ source, filter, whole, onFilter }: LineProps): (() => void) | null => {
  const t = useText('ticket');
  const view = useViews().find((each) => source.kind === 'view' && each.id === source.id);
  const change = useRouteMutation(ticketRoutes.changeView, {
    onDone: ({ name }) => {
      toast({ text: t('view.saved', { name }) });
      onFilter({});
    },
    onProblem: tellProblem,
  });
  if (!view?.mine || !isChanged(source, filter)) return null;
  const { id, name, shared, sort } = view;
  return () => change.mutate({ params: { id }, body: { name, shared, sort, query: whole } });
};

const useSourceMenu = (props: LineProps, onSave: () => void): { name: string; items: MenuItem[] } => {
  const t = useText('ticket');
  const counts = useCounts();
  const views = useViews();
  const saveChange = useSaveChange(props);
  const { source, onSource } = props;
  const now = sourceKey(source);
  const places = [...trays, ...standing].filter(
    (place) => place !== 'spam' || (counts?.spam.count ?? 0) > 0 || now === 'spam',
  );
  const items: MenuItem[] = [
    ...places.map((place) => ({
      key: place,
      group: t('view.standing'),
      label: counts ? `${t(`tray.${place}`)} ${cappedCount(counts[countKeyOf(place)])}` : t(`tray.${place}`),
      checked: now === place,
      onClick: () => onSource(place),
    })),
    ...views.map((view) => ({
      key: view.id,
      group: t(view.mine ? 'view.mine' : 'view.others'),
      label: view.name,
      checked: now === view.id,
      onClick: () => onSource(view.id),
    })),
    ...(saveChange
      ? [{ key: 'change', group: t('view.more'), label: t('view.save'), icon: 'check' as const, onClick: saveChange }]
      : []),
    { key: 'save', group: t('view.more'), label: t('view.saveAs'), icon: 'plus', onClick: onSave },
  ];
  const name =
    source.kind === 'view' ? (views.find((view) => view.id === source.id)?.name ?? '') : t(`tray.${sourceKey(source)}`);
  return { name, items };
};

/** The words of the filter, so that a filtered list never looks like the whole. */
export const useFilterWords = (): ((filter: UrlFilter) => string) => {
  const t = useText('ticket');
  const conditionWords = useConditionWords();
  return (filter) =>
    [
      ...(filter.kind ?? []).map((kind) => t(`platform:kind.${kind}`)),
      ...(filter.level ?? []).map((level) => t(`platform:level.${level}`)),
      filter.channel ? t(`channel.${filter.channel}`) : '',
      filter.category ? t('filter.category') : '',
      filter.department ? t('filter.department') : '',
      filter.breached ? t('filter.breached') : '',
      filter.topic ? t('filter.oneTopic') : '',
      ...(filter.fields ?? []).map(conditionWords),
    ]
      .filter(Boolean)
      .join(t('listComma'));
};

const SortMenu = ({ filter, onFilter }: Pick<LineProps, 'filter' | 'onFilter'>): ReactElement => {
  const t = useText('ticket');
  const current = filter.sort ?? 'due';
  return (
    <Menu
      items={ticketSorts.map((sort) => ({
        key: sort,
        label: t(`sort.${sort}`),
        checked: sort === current,
        onClick: () => onFilter({ ...filter, sort }),
      }))}
    >
      <button
        type="button"
        className="row f12 t2 nw"
        style={{ gap: 4 }}
        aria-label={t('sort.label', { sort: t(`sort.${current}`) })}
      >
        <Icon name="sort" size="s" />
        {t(`sort.${current}`)}
      </button>
    </Menu>
  );
};

export const ViewLine = (props: LineProps): ReactElement => {
  const { source, filter, whole, dense, onSource, onFilter, onDense } = props;
  const t = useText('ticket');
  const [saving, setSaving] = useState(false);
  const { name, items } = useSourceMenu(props, () => setSaving(true));
  const words = useFilterWords();
  const changed = isChanged(source, filter);
  return (
    <div className="vb">
      <Menu items={items}>
        <button type="button" className="row wview" style={{ gap: 4 }}>
          <b className="el">{name}</b>
          {changed ? (
            <span className="ac" title={t('view.changed')}>
              *
            </span>
          ) : null}
          <Icon name="down" size="xs" />
        </button>
      </Menu>
      <span className="t3 el">{words(filter)}</span>
      <span className="sp" />
      <SortMenu filter={filter} onFilter={onFilter} />
      <Popover
        trigger="click"
        placement="bottomRight"
        title={t('filter.title')}
        content={<FilterPanel filter={filter} onChange={onFilter} />}
      >
        <IconButton icon="filter" size="s" label={t('filter.title')} className={isFiltered(filter) ? 'won' : ''} />
      </Popover>
      <IconButton
        icon="rows"
        size="s"
        label={t(dense ? 'list.roomy' : 'list.dense')}
        aria-pressed={dense}
        className={dense ? 'won' : ''}
        onClick={() => onDense(!dense)}
      />
      {saving ? <ViewDialog query={whole} onClose={() => setSaving(false)} onSaved={onSource} /> : null}
    </div>
  );
};
