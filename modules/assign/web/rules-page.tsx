import { type ReactElement, useState } from 'react';
import { useSearchParams } from 'react-router';
import { useText } from '#platform/web/i18n.ts';
import {
  Button,
  type Column,
  confirmDelete,
  DataTable,
  Empty,
  Icon,
  Page,
  useDeleteColumn,
  useEnabledColumn,
} from '#platform/web/parts/index.ts';
import { problemText } from '#platform/web/problem-text.ts';
import { useRoute, useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { type AssignRule, deleteAssignRule, listAssignRules } from '../contract.ts';
import { BounceCard } from './bounce-card.tsx';
import { usePlaces } from './places.ts';
import { AssignRuleDrawer } from './rule-drawer.tsx';
import { Conditions, Target } from './rule-words.tsx';

type Placed = AssignRule & { readonly place: number };

const useDelete = (): ((rule: AssignRule) => Promise<void>) => {
  const t = useText('assign');
  const remove = useRouteMutation(deleteAssignRule, {
    onProblem: (problem) => toast({ text: problemText(problem), icon: 'over' }),
  });
  return async (rule) => {
    if (!(await confirmDelete(rule.name, t('rules.deleteText')))) return;
    remove.mutate(
      { params: { id: rule.id } },
      { onSuccess: () => toast({ text: t('rules.deleted', { name: rule.name }) }) },
    );
  };
};

const useColumns = (): Column<Placed>[] => {
  const t = useText('assign');
  const places = usePlaces();
  const remove = useDelete();
  return [
    { key: 'place', title: t('rules.place'), width: 48, numeric: true, render: (rule) => rule.place },
    { key: 'name', title: t('rule.name'), render: (rule) => <b>{rule.name}</b> },
    { key: 'when', title: t('rule.when'), render: (rule) => <Conditions rule={rule} places={places} /> },
    { key: 'then', title: t('rule.then'), render: (rule) => <Target rule={rule} places={places} /> },
    { key: 'priority', title: t('rule.priority'), width: 72, numeric: true, render: (rule) => rule.priority },
    useEnabledColumn(),
    useDeleteColumn({ nameOf: (rule) => rule.name, onDelete: remove }),
  ];
};

/** Who gets what, in the order in which it is tried. */
const RulesPage = (): ReactElement => {
  const t = useText('assign');
  const [search, setSearch] = useSearchParams();
  const [open, setOpen] = useState<AssignRule | 'new' | null>(null);
  const { data, error, refetch } = useRoute(listAssignRules, {});
  const columns = useColumns();
  const query = search.get('query') ?? '';
  const rows = data?.items
    .map((rule, index): Placed => ({ ...rule, place: index + 1 }))
    .filter((rule) => rule.name.toLowerCase().includes(query.toLowerCase()));
  const empty =
    query === '' ? (
      <Empty kind="first" icon="swap" title={t('rules.first')} text={t('rules.firstText')} />
    ) : (
      <Empty kind="none" title={t('rules.none', { query })} text={t('rules.noneText')}>
        <Button onClick={() => setSearch({}, { replace: true })}>{t('rules.clear')}</Button>
      </Empty>
    );
  return (
    <Page
      title={t('nav.rules')}
      note={t('rules.note')}
      actions={
        <Button tone="primary" icon="plus" onClick={() => setOpen('new')}>
          {t('rules.create')}
        </Button>
      }
    >
      <label className="inp" style={{ width: 260, marginBottom: 12 }}>
        <Icon name="search" size="s" />
        <input
          type="search"
          value={query}
          placeholder={t('rules.search')}
          aria-label={t('rules.search')}
          onChange={(event) =>
            setSearch(event.target.value === '' ? {} : { query: event.target.value }, { replace: true })
          }
        />
      </label>
      <div className="card" style={{ overflow: 'hidden' }}>
        <DataTable
          label={t('nav.rules')}
          columns={columns}
          rows={rows}
          rowKey={(rule) => rule.id}
          rowName={(rule) => rule.name}
          onOpen={({ place: _place, ...rule }) => setOpen(rule)}
          error={error ?? undefined}
          onRetry={() => void refetch()}
          empty={empty}
        />
      </div>
      <p className="row f12 t3" style={{ marginTop: 12 }}>
        <Icon name="info" size="s" />
        {t('rules.afterwards')}
      </p>
      <div style={{ marginTop: 16 }}>
        <BounceCard />
      </div>
      {open ? (
        <AssignRuleDrawer
          key={open === 'new' ? 'new' : open.id}
          rule={open === 'new' ? null : open}
          onClose={() => setOpen(null)}
        />
      ) : null}
    </Page>
  );
};

export default RulesPage;
