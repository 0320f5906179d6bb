import { type ReactElement, useState } from 'react';
import { useSearchParams } from 'react-router';
import { useFormat } from '#platform/web/format.ts';
import { useLanguage, useText } from '#platform/web/i18n.ts';
import {
  Button,
  type Column,
  confirmDelete,
  DataTable,
  Empty,
  Icon,
  Page,
  Pill,
  useDeleteColumn,
  useEnabledColumn,
} from '#platform/web/parts/index.ts';
import { problemText } from '#platform/web/problem-text.ts';
import { useRoute, useRouteMutation } from '#platform/web/query.ts';
import { useCan } from '#platform/web/session.tsx';
import { toast } from '#platform/web/toast.ts';
import { deleteTemplate, listTemplates, type Template, templatePurposes } from '../contract.ts';
import { TemplateDrawer } from './template-drawer.tsx';

const useDelete = (): ((template: Template) => Promise<void>) => {
  const t = useText('knowledge');
  const remove = useRouteMutation(deleteTemplate, {
    onProblem: (problem) => toast({ text: problemText(problem), icon: 'over' }),
  });
  return async (template) => {
    if (!(await confirmDelete(template.title))) return;
    remove.mutate(
      { params: { id: template.id } },
      { onSuccess: () => toast({ text: t('templates.deleted', { title: template.title }) }) },
    );
  };
};

const useColumns = (): Column<Template>[] => {
  const t = useText('knowledge');
  const english = useLanguage() === 'en';
  const can = useCan();
  const { row, full } = useFormat();
  const remove = useDelete();
  return [
    {
      key: 'title',
      title: t('templates.name'),
      render: (template) => (
        <span className="col">
          <b>{english ? template.titleEn || template.title : template.title}</b>
          <span className="t3 f12 el" style={{ maxWidth: 460 }}>
            {(english ? template.bodyEn || template.body : template.body).replaceAll(/\s+/g, ' ').slice(0, 90)}
          </span>
        </span>
      ),
    },
    {
      key: 'purpose',
      title: t('templates.purpose'),
      render: (template) => t(`templates.purposes.${template.purpose}`),
    },
    useEnabledColumn(),
    {
      key: 'languages',
      title: t('templates.languages'),
      render: (template) => t(template.bodyEn === '' ? 'templates.chineseOnly' : 'templates.both'),
    },
    {
      key: 'at',
      title: t('templates.changed'),
      render: (template) => <time title={full(template.updatedAt)}>{row(template.updatedAt)}</time>,
    },
    useDeleteColumn({
      nameOf: (template) => (english ? template.titleEn || template.title : template.title),
      onDelete: remove,
      mayDelete: (template) => template.purpose === 'reply' && can('template.manage'),
    }),
  ];
};

const filters = ['all', ...templatePurposes] as const;

/** What agents insert with a slash, and what the system says by itself. */
const TemplatesPage = (): ReactElement => {
  const t = useText('knowledge');
  const can = useCan();
  const [search, setSearch] = useSearchParams();
  const [open, setOpen] = useState<Template | 'new' | null>(null);
  const { data, error, refetch } = useRoute(listTemplates, {}, { topics: ['template'] });
  const columns = useColumns();
  const purpose = templatePurposes.find((each) => each === search.get('purpose'));
  const query = (search.get('query') ?? '').toLowerCase();
  const filter = (name: string, value: string): void => {
    const next = new URLSearchParams(search);
    if (value === '' || value === 'all') next.delete(name);
    else next.set(name, value);
    setSearch(next, { replace: true });
  };
  const rows = data?.items.filter(
    (template) =>
      (purpose === undefined || template.purpose === purpose) &&
      [template.title, template.titleEn, template.body, template.bodyEn].some((text) =>
        text.toLowerCase().includes(query),
      ),
  );
  return (
    <Page
      title={t('templates.title')}
      note={data ? t('templates.note', { count: data.items.length }) : null}
      actions={
        can('template.manage') ? (
          <Button tone="primary" icon="plus" onClick={() => setOpen('new')}>
            {t('templates.create')}
          </Button>
        ) : null
      }
    >
      <div className="row wrap" style={{ marginBottom: 12 }}>
        <label className="inp" style={{ width: 240 }}>
          <Icon name="search" size="s" />
          <input
            type="search"
            value={search.get('query') ?? ''}
            placeholder={t('templates.search')}
            aria-label={t('templates.search')}
            onChange={(event) => filter('query', event.target.value)}
          />
        </label>
        {filters.map((each) => (
          <Pill key={each} on={each === (purpose ?? 'all')} onClick={() => filter('purpose', each)}>
            {t(`templates.purposes.${each}`)}
          </Pill>
        ))}
      </div>
      <div className="card" style={{ overflow: 'hidden' }}>
        <DataTable
          label={t('templates.title')}
          columns={columns}
          rows={rows}
          rowKey={(template) => template.id}
          rowName={(template) => template.title}
          onOpen={setOpen}
          error={error ?? undefined}
          onRetry={() => void refetch()}
          empty={<Empty kind="none" title={t('templates.none')} text={t('templates.noneText')} />}
        />
      </div>
      {open ? <TemplateDrawer template={open === 'new' ? null : open} onClose={() => setOpen(null)} /> : null}
    </Page>
  );
};

export default TemplatesPage;
