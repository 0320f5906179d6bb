import './rules.css';
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
  KindMark,
  LevelMark,
  Page,
  Tag,
  useDeleteColumn,
  useEnabledColumn,
} from '#platform/web/parts/index.ts';
import { problemText } from '#platform/web/problem-text.ts';
import { useRoute, useRouteMutation } from '#platform/web/query.ts';
import { useCan } from '#platform/web/session.tsx';
import { toast } from '#platform/web/toast.ts';
import { type ClassifyRuleRow, deleteClassifyRule, listClassifyRules, type RuleBody } from '../contract.ts';
import { wordConditions } from './rule-draft.ts';
import { RuleDrawer } from './rule-drawer.tsx';
import { TryText } from './try-text.tsx';
import { useCategoryName } from './verdict-marks.tsx';

type Placed = ClassifyRuleRow & { readonly place: number };

const wordsOf = (rule: RuleBody): string[] => wordConditions.flatMap((name) => rule[name] ?? []);
const shownWords = 4;

const Words = ({ rule }: { readonly rule: RuleBody }): ReactElement => {
  const t = useText('classify');
  const words = [...(rule.anyOf ?? []), ...(rule.allOf ?? []), ...(rule.patterns ?? []), ...(rule.dangers ?? [])];
  return (
    <span className="row wrap" style={{ gap: 4 }}>
      {words.slice(0, shownWords).map((word) => (
        <Tag key={word}>{word}</Tag>
      ))}
      {words.length > shownWords ? (
        <span className="t3 f12">{t('rules.more', { count: words.length - shownWords })}</span>
      ) : null}
    </span>
  );
};

/** What the rule orders, in words. */
const Outcome = ({ rule }: { readonly rule: RuleBody }): ReactElement => {
  const t = useText('classify');
  const nameOf = useCategoryName();
  return (
    <span className="row wrap" style={{ gap: 8 }}>
      {rule.kind ? <KindMark kind={rule.kind} /> : null}
      {rule.categoryKey ? <b>{nameOf(rule.categoryKey)}</b> : null}
      {rule.level ? <LevelMark level={rule.level} /> : null}
      {rule.leans ? (
        <span className="t3 f12">{t('rules.leans', { kind: t(`platform:kind.${rule.leans}`) })}</span>
      ) : null}
      {rule.usualLevel ? (
        <span className="t3 f12">{t('rules.usual', { level: t(`platform:level.${rule.usualLevel}`) })}</span>
      ) : null}
    </span>
  );
};

const useDelete = (): ((rule: ClassifyRuleRow) => Promise<void>) => {
  const t = useText('classify');
  const remove = useRouteMutation(deleteClassifyRule, {
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
  const t = useText('classify');
  const remove = useDelete();
  return [
    { key: 'place', title: t('rules.place'), width: 48, numeric: true, render: (rule) => rule.place },
    { key: 'name', title: t('rule.name'), render: (rule) => <b>{rule.name}</b> },
    { key: 'when', title: t('rule.when'), render: (rule) => <Words rule={rule.rule} /> },
    { key: 'then', title: t('rule.then'), render: (rule) => <Outcome rule={rule.rule} /> },
    { key: 'priority', title: t('rule.priority'), width: 72, numeric: true, render: (rule) => rule.priority },
    useEnabledColumn(),
    useDeleteColumn({ nameOf: (rule) => rule.name, onDelete: remove }),
  ];
};

/** The company's own rules in the order in which they are tried, and a place to try a text. */
const RulesPage = (): ReactElement => {
  const t = useText('classify');
  const can = useCan();
  const [search, setSearch] = useSearchParams();
  const [open, setOpen] = useState<ClassifyRuleRow | 'new' | null>(null);
  const { data, error, refetch } = useRoute(listClassifyRules, {});
  const columns = useColumns();
  const query = search.get('query') ?? '';
  const all = data?.items.map((rule, index): Placed => ({ ...rule, place: index + 1 }));
  const rows = all?.filter((rule) =>
    [rule.name, ...wordsOf(rule.rule)].some((text) => text.toLowerCase().includes(query.toLowerCase())),
  );
  const create = (
    <Button tone="primary" icon="plus" onClick={() => setOpen('new')}>
      {t('rules.create')}
    </Button>
  );
  const empty =
    query === '' ? (
      <Empty kind="first" icon="wand" title={t('rules.first')} text={t('rules.firstText')} />
    ) : (
      <Empty kind="none" title={t('rules.none', { query })} text={t('rules.noneText')}>
        <Button onClick={() => setSearch({}, { replace: true })}>{t('rules.clear')}</Button>
      </Empty>
    );
  return (
    <Page title={t('nav.rules')} note={t('rules.note')} actions={create}>
      <div className="col" style={{ gap: 14 }}>
        {can('ticket.classify') ? <TryText /> : null}
        <label className="inp" style={{ width: 260 }}>
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
      </div>
      {open ? (
        <RuleDrawer
          key={open === 'new' ? 'new' : open.id}
          rule={open === 'new' ? null : open}
          onClose={() => setOpen(null)}
        />
      ) : null}
    </Page>
  );
};

export default RulesPage;
