import { type ReactElement, useState } from 'react';
import { useText } from '#platform/web/i18n.ts';
import {
  Badge,
  Button,
  type Column,
  confirmAction,
  DataTable,
  Empty,
  Icon,
  IconButton,
  Input,
  InputNumber,
  Menu,
  type MenuItem,
  Page,
} from '#platform/web/parts/index.ts';
import { problemText } from '#platform/web/problem-text.ts';
import { useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { createDepartmentRoute, type DepartmentItem, updateDepartmentRoute } from '../contract.ts';
import { DepartmentSelect, useDepartmentName, useDepartments } from './department-select.tsx';
import { fieldProblem, FormDrawer, FormField } from './form-drawer.tsx';

type Values = Pick<DepartmentItem, 'name' | 'nameEn' | 'parentId' | 'region' | 'sort'>;
type Open = { department: DepartmentItem | null; values: Values } | null;

const blank = (parentId: string | null): Values => ({ name: '', nameEn: '', parentId, region: '', sort: 0 });

const useSave = (open: NonNullable<Open>, onClose: () => void) => {
  const t = useText('staff');
  const onDone = (saved: DepartmentItem): void => {
    toast({ text: t('departments.saved', { name: saved.name }) });
    onClose();
  };
  const create = useRouteMutation(createDepartmentRoute, { onDone });
  const update = useRouteMutation(updateDepartmentRoute, { onDone });
  const { department } = open;
  return {
    busy: create.isPending || update.isPending,
    problem: department ? update.error : create.error,
    save: (body: Values): void =>
      department ? update.mutate({ params: { id: department.id }, body }) : create.mutate({ body }),
  };
};

const DepartmentDrawer = (props: { readonly open: NonNullable<Open>; readonly onClose: () => void }): ReactElement => {
  const { open, onClose } = props;
  const t = useText('staff');
  const [values, setValues] = useState(open.values);
  const { busy, problem, save } = useSave(open, onClose);
  const change = (next: Partial<Values>): void => setValues({ ...values, ...next });
  const textField = (name: 'name' | 'nameEn' | 'region', longest: number): ReactElement => (
    <FormField id={`department-${name}`} label={t(`departments.${name}`)} problem={fieldProblem(problem, name)}>
      <Input
        id={`department-${name}`}
        value={values[name]}
        maxLength={longest}
        required={name === 'name'}
        onChange={(event) => change({ [name]: event.target.value })}
      />
    </FormField>
  );
  return (
    <FormDrawer
      title={
        open.department ? t('departments.editTitle', { name: open.department.name }) : t('departments.createTitle')
      }
      onClose={onClose}
      onSubmit={() => save(values)}
      busy={busy}
      problem={problem}
    >
      {textField('name', 60)}
      {textField('nameEn', 80)}
      <FormField id="department-parent" label={t('departments.parent')} problem={fieldProblem(problem, 'parentId')}>
        <DepartmentSelect
          id="department-parent"
          value={values.parentId}
          onChange={(parentId) => change({ parentId })}
          placeholder={t('departments.noParent')}
          without={open.department?.id}
        />
      </FormField>
      {textField('region', 40)}
      <FormField id="department-sort" label={t('departments.sort')} problem={fieldProblem(problem, 'sort')}>
        <InputNumber
          id="department-sort"
          min={0}
          max={100_000}
          precision={0}
          value={values.sort}
          onChange={(sort) => change({ sort: sort ?? 0 })}
        />
      </FormField>
    </FormDrawer>
  );
};

const useDepartmentMenu = (open: (next: Open) => void): ((department: DepartmentItem) => MenuItem[]) => {
  const t = useText('staff');
  const update = useRouteMutation(updateDepartmentRoute, {
    onProblem: (problem) => toast({ text: problemText(problem), icon: 'over' }),
  });
  const setClosed = async (department: DepartmentItem, closed: boolean): Promise<void> => {
    const sure =
      !closed ||
      (await confirmAction({
        title: t('departments.closeTitle', { name: department.name }),
        text: t('departments.closeText'),
        action: t('departments.close'),
        danger: true,
      }));
    if (sure) update.mutate({ params: { id: department.id }, body: { closed } });
  };
  return (department) => [
    {
      key: 'edit',
      label: t('departments.edit'),
      icon: 'pen',
      onClick: () => open({ department, values: department }),
    },
    {
      key: 'below',
      label: t('departments.createBelow'),
      icon: 'plus',
      disabled: department.closed,
      onClick: () => open({ department: null, values: blank(department.id) }),
    },
    {
      key: 'close',
      label: t(department.closed ? 'departments.reopen' : 'departments.close'),
      icon: department.closed ? 'undo' : 'x',
      danger: !department.closed,
      onClick: () => void setClosed(department, !department.closed),
    },
  ];
};

/** How deep each stands in the tree; the list comes parents first. */
const depthsOf = (departments: readonly DepartmentItem[]): Map<string, number> => {
  const depths = new Map<string, number>();
  for (const each of departments)
    depths.set(each.id, each.parentId === null ? 0 : (depths.get(each.parentId) ?? 0) + 1);
  return depths;
};

const useColumns = (
  departments: readonly DepartmentItem[],
  menuOf: ((department: DepartmentItem) => MenuItem[]) | null,
): Column<DepartmentItem>[] => {
  const t = useText('staff');
  const words = useText('platform');
  const nameOf = useDepartmentName();
  const depths = depthsOf(departments);
  const columns: Column<DepartmentItem>[] = [
    {
      key: 'name',
      title: t('departments.name'),
      render: (each) => (
        <span className="row nw" style={{ paddingLeft: (depths.get(each.id) ?? 0) * 24 }}>
          <span className="t3 row" style={each.parentId === null ? undefined : { transform: 'scaleX(-1)' }}>
            <Icon name={each.parentId === null ? 'building' : 'corner'} size="s" />
          </span>
          <b className={each.closed ? 't3' : ''}>{nameOf(each)}</b>
        </span>
      ),
    },
    { key: 'region', title: t('departments.region'), render: (each) => each.region || '—' },
    { key: 'people', title: t('departments.people'), numeric: true, width: 90, render: (each) => each.people },
    {
      key: 'status',
      title: t('departments.status'),
      width: 120,
      render: (each) =>
        each.closed ? (
          <Badge tone="hold">{t('departments.closed')}</Badge>
        ) : (
          <span className="t3 nw">{t('departments.open')}</span>
        ),
    },
  ];
  if (menuOf === null) return columns;
  const menu: Column<DepartmentItem> = {
    key: 'more',
    title: <span className="sr">{words('more')}</span>,
    width: 48,
    render: (each) => (
      <span onClick={(event) => event.stopPropagation()}>
        <Menu items={menuOf(each)}>
          <IconButton icon="dots" label={t('departments.more', { name: each.name })} />
        </Menu>
      </span>
    ),
  };
  return [...columns, menu];
};

const DepartmentsPage = (): ReactElement => {
  const t = useText('staff');
  const [open, setOpen] = useState<Open>(null);
  const { data, error, refetch } = useDepartments();
  const menuOf = useDepartmentMenu(setOpen);
  const mayManage = data?.abilities.manage ?? false;
  const columns = useColumns(data?.items ?? [], mayManage ? menuOf : null);
  const create = (
    <Button tone="primary" icon="plus" onClick={() => setOpen({ department: null, values: blank(null) })}>
      {t('departments.create')}
    </Button>
  );
  return (
    <Page
      title={t('departments.title')}
      note={data ? t('departments.note', { count: data.items.filter((each) => !each.closed).length }) : null}
      actions={mayManage ? create : null}
    >
      <div className="card" style={{ overflow: 'hidden' }}>
        <DataTable
          label={t('departments.title')}
          columns={columns}
          rows={data?.items}
          rowKey={(each) => each.id}
          rowName={(each) => each.name}
          {...(mayManage
            ? { onOpen: (department: DepartmentItem) => setOpen({ department, values: department }) }
            : {})}
          error={error ?? undefined}
          onRetry={() => void refetch()}
          empty={
            <Empty kind="first" icon="building" title={t('departments.first')} text={t('departments.firstText')} />
          }
        />
      </div>
      <p className="row t3 f12" style={{ marginTop: 12 }}>
        <Icon name="info" size="s" />
        {t('departments.footer')}
      </p>
      {open ? (
        <DepartmentDrawer
          key={`${open.department?.id ?? ''} ${open.values.parentId ?? ''}`}
          open={open}
          onClose={() => setOpen(null)}
        />
      ) : null}
    </Page>
  );
};

export default DepartmentsPage;
