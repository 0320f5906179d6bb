import { type ReactElement, useState } from 'react';
import { useFormat } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import {
  Button,
  type Column,
  confirmDelete,
  DataTable,
  Empty,
  Icon,
  Page,
  Tag,
  useDeleteColumn,
  useEnabledColumn,
} from '#platform/web/parts/index.ts';
import { useRoute, useRouteMutation } from '#platform/web/query.ts';
import { useCan } from '#platform/web/session.tsx';
import { toast } from '#platform/web/toast.ts';
import { type Macro, macroRoutes } from '../../contract.ts';
import { useLocalName } from '../names.ts';
import { tellProblem } from '../use-ticket.ts';
import { MacroDrawer } from './macro-drawer.tsx';
import { useStepWords } from './use-macros.ts';

const useDelete = (): ((macro: Macro) => Promise<void>) => {
  const t = useText('ticket');
  const nameOf = useLocalName();
  const drop = useRouteMutation(macroRoutes.drop, { onProblem: tellProblem });
  return async (macro) => {
    if (!(await confirmDelete(nameOf(macro)))) return;
    drop.mutate(
      { params: { id: macro.id } },
      { onSuccess: () => toast({ text: t('macro.page.deleted', { name: nameOf(macro) }) }) },
    );
  };
};

const useColumns = (): Column<Macro>[] => {
  const t = useText('ticket');
  const format = useFormat();
  const nameOf = useLocalName();
  const words = useStepWords();
  const remove = useDelete();
  return [
    {
      key: 'name',
      title: t('macro.page.name'),
      render: (macro) => (
        <span className="col">
          <b>{nameOf(macro)}</b>
          <span className="t3 f12">{words(macro.steps)}</span>
        </span>
      ),
    },
    {
      key: 'scope',
      title: t('macro.page.scope'),
      render: (macro) => (
        <Tag>{macro.scope === 'department' ? macro.departmentName : t(`macro.scope.${macro.scope}`)}</Tag>
      ),
    },
    useEnabledColumn(),
    {
      key: 'used',
      title: t('macro.page.used'),
      render: (macro) =>
        macro.usedAt === null ? (
          <span className="t3">{t('macro.page.never')}</span>
        ) : (
          <span className="row nw" style={{ gap: 6 }}>
            {t('macro.page.usedTimes', { count: macro.usedCount })}
            <time className="t3 f12" title={format.full(macro.usedAt)}>
              {format.row(macro.usedAt)}
            </time>
          </span>
        ),
    },
    useDeleteColumn({ nameOf, onDelete: remove, mayDelete: (macro) => macro.mayEdit }),
  ];
};

/** Several steps under one name: one's own, the department's, everybody's, and how often each is used. */
const MacrosPage = (): ReactElement => {
  const t = useText('ticket');
  const can = useCan();
  const words = useStepWords();
  const nameOf = useLocalName();
  const [query, setQuery] = useState('');
  const [open, setOpen] = useState<Macro | 'new' | null>(null);
  const { data, error, refetch } = useRoute(macroRoutes.list, { query: { all: 'true' } });
  const columns = useColumns();
  const low = query.trim().toLowerCase();
  const rows = data?.items.filter((macro) =>
    `${macro.name} ${macro.nameEn} ${words(macro.steps)}`.toLowerCase().includes(low),
  );
  const create = can('ticket.note') ? (
    <Button tone="primary" icon="plus" onClick={() => setOpen('new')}>
      {t('macro.page.create')}
    </Button>
  ) : null;
  return (
    <Page
      title={t('macro.page.title')}
      note={data ? t('macro.page.note', { count: data.items.length }) : null}
      actions={create}
    >
      <div className="row wrap" style={{ marginBottom: 12 }}>
        <label className="inp" style={{ width: 240 }}>
          <Icon name="search" size="s" />
          <input
            type="search"
            value={query}
            placeholder={t('macro.page.search')}
            aria-label={t('macro.page.search')}
            onChange={(event) => setQuery(event.target.value)}
          />
        </label>
      </div>
      <div className="card scrollx">
        <DataTable
          label={t('macro.page.title')}
          columns={columns}
          rows={rows}
          rowKey={(macro) => macro.id}
          rowName={nameOf}
          onOpen={setOpen}
          error={error ?? undefined}
          onRetry={() => void refetch()}
          empty={
            low === '' ? (
              <Empty kind="first" icon="bolt" title={t('macro.page.none')} text={t('macro.page.noneText')} />
            ) : (
              <Empty kind="none" title={t('macro.noMatch')} text={t('empty.noneText')} />
            )
          }
        />
      </div>
      {open ? <MacroDrawer macro={open === 'new' ? null : open} onClose={() => setOpen(null)} /> : null}
    </Page>
  );
};

export default MacrosPage;
