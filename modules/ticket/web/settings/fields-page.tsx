import '../workbench.css';
import { type MouseEvent, type ReactElement, useState } from 'react';
import { useText } from '#platform/web/i18n.ts';
import {
  Badge,
  Button,
  confirmDelete,
  DataTable,
  Empty,
  IconButton,
  Page,
  Tag,
  useDeleteColumn,
} from '#platform/web/parts/index.ts';
import { useRoute, useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { customFieldRoutes, type ReadableField } from '../../contract.ts';
import { FieldDialog } from '../fields/field-dialog.tsx';
import { blankDraft, type Draft, draftOf } from '../fields/field-draft.ts';
import { useLocalName } from '../names.ts';
import { tellProblem } from '../use-ticket.ts';

/** The same keys with one of them a place further up or down. */
const moved = (keys: readonly string[], key: string, step: 1 | -1): string[] => {
  const at = keys.indexOf(key);
  const to = at + step;
  if (at < 0 || to < 0 || to >= keys.length) return [...keys];
  const next = keys.filter((one) => one !== key);
  next.splice(to, 0, key);
  return next;
};

const Marks = ({ field }: { readonly field: ReadableField }): ReactElement => {
  const t = useText('ticket');
  const marks = [
    field.onForm ? t('customField.marks.onForm') : '',
    field.inList ? t('customField.marks.inList') : '',
    field.categoryKeys.length > 0 ? t('customField.marks.categories', { count: field.categoryKeys.length }) : '',
    (field.rule.requiredAt ?? []).length > 0 ? t('customField.required') : '',
    field.readRoles.length + field.writeRoles.length > 0 ? t('customField.marks.guarded') : '',
  ].filter(Boolean);
  return (
    <span className="row wrap">
      {field.retired ? <Badge tone="hold">{t('customField.retired')}</Badge> : null}
      {marks.map((mark) => (
        <Tag key={mark} line>
          {mark}
        </Tag>
      ))}
    </span>
  );
};

const Order = ({ field, keys }: { readonly field: ReadableField; readonly keys: readonly string[] }): ReactElement => {
  const t = useText('ticket');
  const name = useLocalName()(field);
  const reorder = useRouteMutation(customFieldRoutes.reorder, { onProblem: tellProblem });
  const move = (event: MouseEvent, step: 1 | -1): void => {
    // The row itself opens the field.
    event.stopPropagation();
    reorder.mutate({ body: { keys: moved(keys, field.key, step) } });
  };
  return (
    <span className="row">
      <IconButton
        icon="up"
        size="s"
        label={t('customField.up', { name })}
        disabled={keys[0] === field.key}
        onClick={(event) => move(event, -1)}
      />
      <IconButton
        icon="down"
        size="s"
        label={t('customField.down', { name })}
        disabled={keys.at(-1) === field.key}
        onClick={(event) => move(event, 1)}
      />
    </span>
  );
};

const useDelete = (): ((field: ReadableField) => Promise<void>) => {
  const t = useText('ticket');
  const nameOf = useLocalName();
  const drop = useRouteMutation(customFieldRoutes.drop, { onProblem: tellProblem });
  return async (field) => {
    const name = nameOf(field);
    if (!(await confirmDelete(name, t('customField.dropText')))) return;
    const onSuccess = (): void => {
      toast({ text: t('customField.dropped', { name }) });
    };
    drop.mutate({ params: { key: field.key } }, { onSuccess });
  };
};

/** The fields a company adds to its tickets: what they are, where they are asked, who sees them. */
const FieldsPage = (): ReactElement => {
  const t = useText('ticket');
  const nameOf = useLocalName();
  const list = useRoute(customFieldRoutes.list, { query: { all: 'true' } });
  const onDelete = useDelete();
  const remove = useDeleteColumn<ReadableField>({ nameOf, onDelete: (field) => void onDelete(field) });
  const [open, setOpen] = useState<Draft | null>(null);
  const keys = list.data?.items.map((field) => field.key) ?? [];
  const add = (
    <Button tone="primary" icon="plus" onClick={() => setOpen(blankDraft)}>
      {t('customField.new')}
    </Button>
  );
  return (
    <Page title={t('nav.customFields')} note={t('customField.note')} actions={add}>
      <div className="card scrollx">
        <DataTable
          label={t('nav.customFields')}
          dense
          rows={list.data?.items}
          rowKey={(field) => field.key}
          rowName={nameOf}
          onOpen={(field) => setOpen(draftOf(field))}
          error={list.error}
          onRetry={() => void list.refetch()}
          empty={<Empty kind="none" title={t('customField.noneTitle')} text={t('customField.noneText')} />}
          columns={[
            { key: 'name', title: t('customField.name'), render: (field) => <b>{nameOf(field)}</b> },
            { key: 'kind', title: t('customField.kind'), render: (field) => t(`customField.kinds.${field.kind}`) },
            { key: 'key', title: t('customField.key'), render: (field) => <code className="t2">{field.key}</code> },
            { key: 'marks', title: t('customField.where'), render: (field) => <Marks field={field} /> },
            {
              key: 'order',
              title: <span className="sr">{t('customField.order')}</span>,
              width: 80,
              render: (field) => <Order field={field} keys={keys} />,
            },
            remove,
          ]}
        />
      </div>
      {open ? <FieldDialog key={`${open.id}${open.version}`} field={open} onClose={() => setOpen(null)} /> : null}
    </Page>
  );
};

export default FieldsPage;
