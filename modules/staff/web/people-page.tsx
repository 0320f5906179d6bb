import { type ReactElement, type ReactNode, useMemo, useState } from 'react';
import { type Action, useActions } from '#platform/web/actions.ts';
import { toProblem } from '#platform/web/api.ts';
import { useText } from '#platform/web/i18n.ts';
import {
  Avatar,
  Bar,
  Button,
  type Column,
  confirmAction,
  DataTable,
  Empty,
  Icon,
  IconButton,
  Menu,
  type MenuItem,
  Page,
  Tag,
} from '#platform/web/parts/index.ts';
import { problemText } from '#platform/web/problem-text.ts';
import { usePagedRoute, useRoute, useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { deactivatePersonRoute, listPeople, listRoles, type Person, reactivatePersonRoute } from '../contract.ts';
import { useDepartmentName, useDepartments } from './department-select.tsx';
import { PeopleFilters, peopleQuery, usePeopleFilter } from './people-filters.tsx';
import { CreatePersonDrawer, EditPersonDrawer, SetPasswordDrawer } from './person-drawer.tsx';

type Open = { kind: 'create' } | { kind: 'edit' | 'password'; person: Person } | null;

const LoadCell = ({ person }: { readonly person: Person }): ReactElement => {
  const t = useText('staff');
  const { load, capacity } = person;
  if (capacity === 0) return <span className="t3">{t('people.noLoad')}</span>;
  if (load === null) return <span className="t3">{capacity}</span>;
  const full = load >= capacity;
  return (
    <span className="row nw">
      <Bar
        share={load / capacity}
        {...(full ? { tone: 'near' as const } : {})}
        label={t('people.loadOf', { load, capacity })}
        width={92}
      />
      <span className={full ? 'amber f12' : 't2 f12'}>
        {load} / {capacity}
        {full ? ` ${t('people.full')}` : ''}
      </span>
    </span>
  );
};

const usePersonMenu = (open: (next: Open) => void): ((person: Person) => MenuItem[]) => {
  const t = useText('staff');
  const deactivate = useRouteMutation(deactivatePersonRoute, {
    topics: ['departments'],
    onDone: (person) => toast({ text: t('people.deactivated', { name: person.displayName }) }),
    onProblem: (problem) => toast({ text: problemText(problem), icon: 'over' }),
  });
  const reactivate = useRouteMutation(reactivatePersonRoute, {
    topics: ['departments'],
    onDone: (person) => toast({ text: t('people.reactivated', { name: person.displayName }) }),
    onProblem: (problem) => toast({ text: problemText(problem), icon: 'over' }),
  });
  const askDeactivate = async (person: Person): Promise<void> => {
    const sure = await confirmAction({
      title: t('people.deactivateTitle', { name: person.displayName }),
      text: t('people.deactivateText'),
      action: t('people.deactivate'),
      danger: true,
    });
    if (sure) deactivate.mutate({ params: { id: person.id } });
  };
  return (person) => {
    const items: MenuItem[] = [];
    if (!person.abilities.edit) return items;
    items.push({ key: 'edit', label: t('people.edit'), icon: 'pen', onClick: () => open({ kind: 'edit', person }) });
    if (person.abilities.deactivate) {
      items.push(
        {
          key: 'password',
          label: t('people.setPassword'),
          icon: 'lock',
          onClick: () => open({ kind: 'password', person }),
        },
        {
          key: 'out',
          label: t('people.deactivate'),
          icon: 'out',
          danger: true,
          onClick: () => void askDeactivate(person),
        },
      );
    }
    if (!person.active) {
      items.push({
        key: 'in',
        label: t('people.reactivate'),
        icon: 'undo',
        onClick: () => reactivate.mutate({ params: { id: person.id } }),
      });
    }
    return items;
  };
};

const useColumns = (menuOf: (person: Person) => MenuItem[]): Column<Person>[] => {
  const t = useText('staff');
  const words = useText('platform');
  const nameOf = useDepartmentName();
  const departments = new Map(useDepartments().data?.items.map((each) => [each.id, each]));
  const departmentOf = (person: Person): ReactNode => {
    const found = departments.get(person.departmentId ?? '');
    return <span className="nw">{found ? nameOf(found) : '—'}</span>;
  };
  const nameCell = (person: Person): ReactNode => (
    <span className="row nw" style={{ gap: 10 }}>
      <Avatar name={person.displayName} presence={person.presence} decorative />
      <b>{person.displayName}</b>
      <span className="t3 f12">{person.username}</span>
    </span>
  );
  const menuCell = (person: Person): ReactNode => {
    const items = menuOf(person);
    return items.length === 0 ? null : (
      <span onClick={(event) => event.stopPropagation()}>
        <Menu items={items}>
          <IconButton icon="dots" label={t('people.more', { name: person.displayName })} />
        </Menu>
      </span>
    );
  };
  return [
    { key: 'name', title: t('people.name'), render: nameCell },
    { key: 'department', title: t('people.department'), render: departmentOf },
    { key: 'role', title: t('people.role'), render: (person) => <Tag>{t(`roles.${person.roleKey}`)}</Tag> },
    { key: 'load', title: t('people.load'), render: (person) => <LoadCell person={person} /> },
    {
      key: 'status',
      title: t('people.status'),
      render: (person) => (
        <span className="t2 nw">{person.active ? words(`presence.${person.presence}`) : t('people.shutOut')}</span>
      ),
    },
    { key: 'more', title: <span className="sr">{words('more')}</span>, width: 48, render: menuCell },
  ];
};

const OpenDrawer = ({ open, onClose }: { readonly open: Open; readonly onClose: () => void }): ReactElement | null => {
  if (open === null) return null;
  if (open.kind === 'create') return <CreatePersonDrawer onClose={onClose} />;
  if (open.kind === 'edit') return <EditPersonDrawer key={open.person.id} person={open.person} onClose={onClose} />;
  return <SetPasswordDrawer key={open.person.id} person={open.person} onClose={onClose} />;
};

const PeoplePage = (): ReactElement => {
  const t = useText('staff');
  const [filter, setFilter] = usePeopleFilter();
  const [open, setOpen] = useState<Open>(null);
  const people = usePagedRoute(listPeople, (cursor) => ({ query: peopleQuery(filter, cursor) }));
  const roles = useRoute(listRoles, {}, { staleMs: 300_000 });
  const columns = useColumns(usePersonMenu(setOpen));
  const first = people.data?.pages[0];
  const mayCreate = first?.abilities.create ?? false;
  const actions = useMemo<Action[]>(
    () => [
      {
        id: 'staff:create',
        titleKey: 'staff:actions.create',
        icon: 'plus',
        section: 'create',
        permission: 'staff.manage',
        run: () => setOpen({ kind: 'create' }),
      },
    ],
    [],
  );
  useActions(actions);
  return (
    <Page
      title={t('people.title')}
      note={first ? t('people.note', { people: first.counts.active, roles: roles.data?.items.length ?? 0 }) : null}
      actions={
        mayCreate ? (
          <Button tone="primary" icon="plus" onClick={() => setOpen({ kind: 'create' })}>
            {t('people.create')}
          </Button>
        ) : null
      }
    >
      <PeopleFilters filter={filter} onChange={setFilter} counts={first?.counts} />
      <div className="card" style={{ overflow: 'hidden' }}>
        <DataTable
          label={t('people.title')}
          columns={columns}
          rows={people.data ? people.items : undefined}
          rowKey={(person) => person.id}
          rowName={(person) => person.displayName}
          onOpen={(person) => (person.abilities.edit ? setOpen({ kind: 'edit', person }) : undefined)}
          error={people.error ? toProblem(people.error) : undefined}
          onRetry={() => void people.refetch()}
          empty={<Empty kind="none" title={t('people.none')} text={t('people.noneText')} />}
          {...(people.hasNextPage
            ? { more: { onMore: () => void people.fetchNextPage(), busy: people.isFetchingNextPage } }
            : {})}
        />
      </div>
      <p className="row t3 f12" style={{ marginTop: 12 }}>
        <Icon name="info" size="s" />
        {t('people.footer')}
      </p>
      <OpenDrawer open={open} onClose={() => setOpen(null)} />
    </Page>
  );
};

export default PeoplePage;
