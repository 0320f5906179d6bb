import { type ReactElement, useState } from 'react';
import { useText } from '#platform/web/i18n.ts';
import { Button, type Column, DataTable, Empty, Input, Page } from '#platform/web/parts/index.ts';
import { useRoute, useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { createOutletRoute, listOutlets, type OutletItem, updateOutletRoute } from '../contract.ts';
import { DepartmentSelect, useDepartmentName, useDepartments } from './department-select.tsx';
import { fieldProblem, FormDrawer, FormField } from './form-drawer.tsx';

type Open = { outlet: OutletItem | null } | null;
type DrawerProps = { readonly outlet: OutletItem | null; readonly onClose: () => void };

const OutletDrawer = ({ outlet, onClose }: DrawerProps): ReactElement => {
  const t = useText('staff');
  const [name, setName] = useState(outlet?.name ?? '');
  const [region, setRegion] = useState(outlet?.region ?? '');
  const [departmentId, setDepartmentId] = useState(outlet?.departmentId ?? null);
  const onDone = (saved: OutletItem): void => {
    toast({ text: t('outlets.saved', { name: saved.name }) });
    onClose();
  };
  const create = useRouteMutation(createOutletRoute, { onDone });
  const update = useRouteMutation(updateOutletRoute, { onDone });
  const problem = outlet ? update.error : create.error;
  const body = { name, region, departmentId };
  const save = (): void => (outlet ? update.mutate({ params: { id: outlet.id }, body }) : create.mutate({ body }));
  return (
    <FormDrawer
      title={outlet ? t('outlets.editTitle', { name: outlet.name }) : t('outlets.createTitle')}
      onClose={onClose}
      onSubmit={save}
      busy={create.isPending || update.isPending}
      problem={problem}
    >
      <FormField id="outlet-name" label={t('outlets.name')} problem={fieldProblem(problem, 'name')}>
        <Input
          id="outlet-name"
          value={name}
          maxLength={60}
          required
          onChange={(event) => setName(event.target.value)}
        />
      </FormField>
      <FormField id="outlet-region" label={t('outlets.region')} problem={fieldProblem(problem, 'region')}>
        <Input id="outlet-region" value={region} maxLength={40} onChange={(event) => setRegion(event.target.value)} />
      </FormField>
      <FormField id="outlet-department" label={t('outlets.department')} problem={fieldProblem(problem, 'departmentId')}>
        <DepartmentSelect
          id="outlet-department"
          value={departmentId}
          onChange={setDepartmentId}
          placeholder={t('outlets.noDepartment')}
        />
      </FormField>
    </FormDrawer>
  );
};

const OutletsPage = (): ReactElement => {
  const t = useText('staff');
  const [open, setOpen] = useState<Open>(null);
  const { data, error, refetch } = useRoute(listOutlets, {});
  const nameOf = useDepartmentName();
  const departments = new Map(useDepartments().data?.items.map((each) => [each.id, each]));
  const mayManage = data?.abilities.manage ?? false;
  const columns: Column<OutletItem>[] = [
    { key: 'name', title: t('outlets.name'), render: (each) => <b>{each.name}</b> },
    { key: 'region', title: t('outlets.region'), render: (each) => each.region || '—' },
    {
      key: 'department',
      title: t('outlets.department'),
      render: (each) => {
        const found = departments.get(each.departmentId ?? '');
        return found ? nameOf(found) : <span className="t3">{t('outlets.noDepartment')}</span>;
      },
    },
  ];
  const create = mayManage ? (
    <Button tone="primary" icon="plus" onClick={() => setOpen({ outlet: null })}>
      {t('outlets.create')}
    </Button>
  ) : null;
  return (
    <Page
      title={t('outlets.title')}
      note={data ? t('outlets.note', { count: data.items.length }) : null}
      actions={create}
    >
      <div className="card" style={{ overflow: 'hidden' }}>
        <DataTable
          label={t('outlets.title')}
          columns={columns}
          rows={data?.items}
          rowKey={(each) => each.id}
          rowName={(each) => each.name}
          {...(mayManage ? { onOpen: (outlet: OutletItem) => setOpen({ outlet }) } : {})}
          error={error ?? undefined}
          onRetry={() => void refetch()}
          empty={<Empty kind="first" icon="shop" title={t('outlets.first')} text={t('outlets.firstText')} />}
        />
      </div>
      {open ? <OutletDrawer key={open.outlet?.id ?? ''} outlet={open.outlet} onClose={() => setOpen(null)} /> : null}
    </Page>
  );
};

export default OutletsPage;
