import '../workbench.css';
import { type ReactElement, useState } from 'react';
import { useNavigate } from 'react-router';
import { useText } from '#platform/web/i18n.ts';
import {
  Button,
  Checkbox,
  confirmDelete,
  DataTable,
  DialogField,
  DialogFrame,
  Empty,
  IconButton,
  Input,
  Page,
  Tag,
} from '#platform/web/parts/index.ts';
import { type ReplyOf } from '#platform/contract/route.ts';
import { useRoute, useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { ticketRoutes } from '../../contract.ts';
import { useFilterWords } from '../list/view-line.tsx';
import { tellProblem } from '../use-ticket.ts';

type View = ReplyOf<typeof ticketRoutes.views>['items'][number];

const RenameDialog = ({ view, onClose }: { readonly view: View; readonly onClose: () => void }): ReactElement => {
  const t = useText('ticket');
  const [name, setName] = useState(view.name);
  const [shared, setShared] = useState(view.shared);
  const change = useRouteMutation(ticketRoutes.changeView, {
    onDone: (saved) => {
      toast({ text: t('view.saved', { name: saved.name }) });
      onClose();
    },
  });
  return (
    <DialogFrame
      title={t('view.edit', { name: view.name })}
      action={t('platform:save')}
      busy={change.isPending}
      ready={name.trim() !== ''}
      problem={change.error}
      onSubmit={() =>
        change.mutate({ params: { id: view.id }, body: { name, query: view.query, shared, sort: view.sort } })
      }
      onClose={onClose}
    >
      <DialogField label={t('view.name')} htmlFor="view-name">
        <Input id="view-name" autoFocus maxLength={60} value={name} onChange={(event) => setName(event.target.value)} />
      </DialogField>
      <Checkbox checked={shared} onChange={(event) => setShared(event.target.checked)}>
        {t('view.shared')}
      </Checkbox>
    </DialogFrame>
  );
};

/** Saved views are made in the workbench, where their effect is seen; here they are renamed, shared and removed. */
const ViewsPage = (): ReactElement => {
  const t = useText('ticket');
  const navigate = useNavigate();
  const words = useFilterWords();
  const views = useRoute(ticketRoutes.views, {});
  const [open, setOpen] = useState<View | null>(null);
  const drop = useRouteMutation(ticketRoutes.dropView, { onProblem: tellProblem });
  const remove = async (view: View): Promise<void> => {
    if (await confirmDelete(view.name, view.shared ? t('view.sharedDelete') : undefined))
      drop.mutate({ params: { id: view.id } });
  };
  const buttons = (view: View): ReactElement | null =>
    view.mine ? (
      <span className="row" onClick={(event) => event.stopPropagation()}>
        <IconButton icon="pen" size="s" label={t('view.edit', { name: view.name })} onClick={() => setOpen(view)} />
        <IconButton
          icon="x"
          size="s"
          label={`${t('platform:delete')} ${view.name}`}
          onClick={() => void remove(view)}
        />
      </span>
    ) : null;
  return (
    <Page title={t('nav.views')} note={t('view.note')}>
      <div className="card scrollx">
        <DataTable
          label={t('nav.views')}
          rows={views.data?.items}
          rowKey={(view) => view.id}
          rowName={(view) => view.name}
          error={views.error}
          onRetry={() => void views.refetch()}
          onOpen={(view) => void navigate(`/workbench?v=${view.id}`)}
          empty={
            <Empty kind="first" icon="filter" title={t('view.none')} text={t('view.noneText')}>
              <Button onClick={() => void navigate('/workbench')}>{t('nav.workbench')}</Button>
            </Empty>
          }
          columns={[
            { key: 'name', title: t('view.name'), render: (view) => <b>{view.name}</b> },
            {
              key: 'filter',
              title: t('filter.title'),
              render: (view) => <span className="t2">{words(view.query)}</span>,
            },
            {
              key: 'scope',
              title: t('view.scope'),
              render: (view) => <Tag>{t(view.shared ? 'view.forAll' : 'view.forMe')}</Tag>,
            },
            { key: 'edit', title: '', width: 80, render: buttons },
          ]}
        />
      </div>
      {open ? <RenameDialog view={open} onClose={() => setOpen(null)} /> : null}
    </Page>
  );
};

export default ViewsPage;
