import '../workbench.css';
import { type ReactElement, useState } from 'react';
import { useText } from '#platform/web/i18n.ts';
import {
  Badge,
  Button,
  DataTable,
  DialogField,
  DialogFrame,
  Empty,
  IconButton,
  Input,
  InputNumber,
  Page,
  Switch,
  TreeSelect,
} from '#platform/web/parts/index.ts';
import { useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { type Category, ticketRoutes } from '../../contract.ts';
import { useCategories, useCategoryTree, useLocalName } from '../names.ts';

type Line = Category & { readonly depth: number };

const inTreeOrder = (items: readonly Category[]): Line[] => {
  const below = (parent: string | null, depth: number): Line[] =>
    items
      .filter((item) => item.parentKey === parent)
      .flatMap((item) => [{ ...item, depth }, ...below(item.key, depth + 1)]);
  return below(null, 0);
};

const blank: Category = { key: '', parentKey: null, name: '', nameEn: '', sort: 0, closed: false };

const useSave = (isNew: boolean, onClose: () => void) => {
  const t = useText('ticket');
  const onDone = (saved: Category): void => {
    toast({ text: t('category.saved', { name: saved.name }) });
    onClose();
  };
  const add = useRouteMutation(ticketRoutes.addCategory, { onDone, topics: ['tickets'] });
  const change = useRouteMutation(ticketRoutes.changeCategory, { onDone, topics: ['tickets'] });
  const save = ({ key, closed, ...values }: Category): void =>
    isNew ? add.mutate({ body: { key, ...values } }) : change.mutate({ params: { key }, body: { ...values, closed } });
  return { save, busy: add.isPending || change.isPending, problem: isNew ? add.error : change.error };
};

const CategoryDialog = ({
  category,
  onClose,
}: {
  readonly category: Category;
  readonly onClose: () => void;
}): ReactElement => {
  const t = useText('ticket');
  const isNew = category.key === '';
  const [values, setValues] = useState(category);
  const { save, busy, problem } = useSave(isNew, onClose);
  const tree = useCategoryTree();
  const set = (change: Partial<Category>): void => setValues({ ...values, ...change });
  return (
    <DialogFrame
      title={isNew ? t('category.add') : t('category.edit', { name: category.name })}
      action={t('platform:save')}
      busy={busy}
      ready={values.name.trim() !== '' && values.key !== ''}
      problem={problem}
      onSubmit={() => save(values)}
      onClose={onClose}
    >
      <DialogField label={t('category.name')} htmlFor="category-name">
        <Input
          id="category-name"
          autoFocus
          maxLength={60}
          value={values.name}
          onChange={(event) => set({ name: event.target.value })}
        />
      </DialogField>
      <DialogField label={t('category.nameEn')} htmlFor="category-name-en">
        <Input
          id="category-name-en"
          maxLength={60}
          value={values.nameEn}
          onChange={(event) => set({ nameEn: event.target.value })}
        />
      </DialogField>
      <DialogField label={t('category.key')} htmlFor="category-key" hint={t('category.keyHint')}>
        <Input
          id="category-key"
          maxLength={60}
          disabled={!isNew}
          value={values.key}
          onChange={(event) => set({ key: event.target.value.toLowerCase() })}
        />
      </DialogField>
      <DialogField label={t('category.parent')} htmlFor="category-parent">
        <TreeSelect
          id="category-parent"
          allowClear
          value={values.parentKey ?? undefined}
          treeData={tree}
          treeDefaultExpandAll
          onChange={(parentKey: string | undefined) => set({ parentKey: parentKey ?? null })}
        />
      </DialogField>
      <DialogField label={t('category.sort')} htmlFor="category-sort">
        <InputNumber id="category-sort" value={values.sort} onChange={(sort) => set({ sort: sort ?? 0 })} />
      </DialogField>
      {isNew ? null : (
        <div className="row">
          <Switch
            checked={!values.closed}
            aria-label={t('category.open')}
            onChange={(open) => set({ closed: !open })}
          />
          {t('category.open')}
        </div>
      )}
    </DialogFrame>
  );
};

const CategoriesPage = (): ReactElement => {
  const t = useText('ticket');
  const nameOf = useLocalName();
  const categories = useCategories();
  const [open, setOpen] = useState<Category | null>(null);
  return (
    <Page
      title={t('nav.categories')}
      note={t('category.note')}
      actions={
        <Button tone="primary" icon="plus" onClick={() => setOpen(blank)}>
          {t('category.new')}
        </Button>
      }
    >
      <div className="card scrollx">
        <DataTable
          label={t('nav.categories')}
          dense
          rows={categories.data ? inTreeOrder(categories.data.items) : undefined}
          rowKey={(line) => line.key}
          rowName={nameOf}
          error={categories.error}
          onRetry={() => void categories.refetch()}
          onOpen={setOpen}
          empty={<Empty kind="first" icon="branch" title={t('category.none')} text={t('category.noneText')} />}
          columns={[
            {
              key: 'name',
              title: t('category.name'),
              render: (line) => <span style={{ paddingLeft: line.depth * 20 }}>{nameOf(line)}</span>,
            },
            { key: 'key', title: t('category.key'), render: (line) => <span className="t3">{line.key}</span> },
            {
              key: 'state',
              title: t('field.state'),
              render: (line) =>
                line.closed ? (
                  <Badge tone="hold">{t('category.closed')}</Badge>
                ) : (
                  <Badge tone="met">{t('category.open')}</Badge>
                ),
            },
            {
              key: 'edit',
              title: '',
              width: 48,
              render: (line) => (
                <IconButton
                  icon="pen"
                  size="s"
                  label={t('category.edit', { name: nameOf(line) })}
                  onClick={() => setOpen(line)}
                />
              ),
            },
          ]}
        />
      </div>
      {open ? <CategoryDialog category={open} onClose={() => setOpen(null)} /> : null}
    </Page>
  );
};

export default CategoriesPage;
