import './fields.css';
import { type KeyboardEvent, type ReactElement, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useText } from '#platform/web/i18n.ts';
import type { TicketPanelProps } from '#platform/web/module.ts';
import { Button, KeyHint } from '#platform/web/parts/index.ts';
import { useRouteMutation } from '#platform/web/query.ts';
import { useProblemText } from '#platform/web/problem-text.ts';
import { addressOf } from '#platform/web/api.ts';
import {
  appliesTo,
  customFieldRoutes,
  isEmptyValue,
  judgeValue,
  ticketRoutes,
  type ReadableField,
  type TicketDetail,
} from '../../contract.ts';
import { dropFieldWish, useFieldWish } from '../dialog-state.ts';
import { useCategories, useLocalName } from '../names.ts';
import { PanelSection } from '../panels/panel-section.tsx';
import { putTicket, useTicket } from '../use-ticket.ts';
import { useQueryClient } from '@tanstack/react-query';
import { FieldControl } from './field-control.tsx';
import { faultWords } from './fault-words.ts';
import { uploadTo } from './file-control.tsx';
import { useCustomFields, useValueWords } from './use-fields.ts';

type EditProps = {
  readonly field: ReadableField;
  readonly ticket: TicketDetail;
  readonly labelId: string;
  readonly onClose: () => void;
};

const useSaveValue = ({ field, ticket, onClose }: Omit<EditProps, 'labelId'>) => {
  const client = useQueryClient();
  const { number, version } = ticket;
  const mutation = useRouteMutation(customFieldRoutes.setValues, {
    topics: ['tickets'],
    onDone: (next) => {
      putTicket(client, number, () => next);
      onClose();
    },
  });
  return {
    busy: mutation.isPending,
    problem: mutation.error,
    save: (value: unknown): void =>
      mutation.mutate({ params: { number }, body: { values: { [field.key]: value ?? null }, version } }),
  };
};

/** One value being changed: Enter keeps it, Escape leaves it; a text of several lines is kept with Ctrl+Enter. */
const ValueEditor = ({ field, ticket, labelId, onClose }: EditProps): ReactElement => {
  const t = useText('ticket');
  const textOf = useProblemText();
  const nameOf = useLocalName();
  const [value, setValue] = useState<unknown>(ticket.fields[field.key] ?? null);
  const { busy, problem, save } = useSaveValue({ field, ticket, onClose });
  const judged = judgeValue(field, value, ticket.fields[field.key]);
  const fault = judged.ok ? undefined : faultWords(t, judged, nameOf(field));
  const said = problem ? (problem.fields[0]?.message ?? textOf(problem)) : fault;
  const keys = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') {
      event.stopPropagation();
      onClose();
      return;
    }
    const typed = event.target instanceof HTMLInputElement && event.target.getAttribute('role') !== 'combobox';
    const asks = event.key === 'Enter' && (event.ctrlKey || event.metaKey || typed);
    if (asks && judged.ok && !busy) {
      event.preventDefault();
      event.stopPropagation();
      save(value);
    }
  };
  return (
    <div className="fedit" role="group" aria-labelledby={labelId} onKeyDown={keys}>
      <FieldControl
        field={field}
        id={`${labelId}c`}
        label={nameOf(field)}
        value={value}
        onChange={setValue}
        invalid={said !== undefined}
        describedBy={said === undefined ? undefined : `${labelId}e`}
        autoFocus
        files={ticket.fieldFiles}
        upload={uploadTo(ticket.number)}
      />
      {said === undefined ? null : (
        <span id={`${labelId}e`} role="alert" className="f12 red">
          {said}
        </span>
      )}
      <div className="row">
        <Button size="s" tone="primary" busy={busy} disabled={!judged.ok} onClick={() => save(value)}>
          {t('platform:save')}
          <KeyHint keys="Mod+Enter" joined />
        </Button>
        <Button size="s" tone="ghost" onClick={onClose}>
          {t('platform:cancel')}
        </Button>
      </div>
    </div>
  );
};

const FileLinks = ({
  ticket,
  ids,
}: {
  readonly ticket: TicketDetail;
  readonly ids: readonly unknown[];
}): ReactElement => (
  <span className="col">
    {ticket.fieldFiles
      .filter((file) => ids.includes(file.id))
      .map((file) => (
        <a
          key={file.id}
          href={addressOf(ticketRoutes.attachment, { params: { id: file.id } })}
          target="_blank"
          rel="noreferrer"
        >
          {file.name}
        </a>
      ))}
  </span>
);

type RowProps = { readonly field: ReadableField; readonly ticket: TicketDetail; readonly applies: boolean };

const ValueRow = ({ field, ticket, applies }: RowProps): ReactElement => {
  const t = useText('ticket');
  const id = useId();
  const nameOf = useLocalName();
  const wordsOf = useValueWords();
  const [editing, setEditing] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const wasEditing = useRef(false);
  useEffect(() => {
    // The keyboard goes on where it was before the editor opened.
    if (wasEditing.current && !editing) opener.current?.focus();
    wasEditing.current = editing;
  }, [editing]);
  const value = ticket.fields[field.key];
  const label = nameOf(field);
  const words = wordsOf(field, value, ticket.fieldFiles);
  const mayEdit = field.writable && applies && ticket.abilities.note && ticket.state !== 'archived';
  const wish = useFieldWish();
  const asked = wish?.key === field.key;
  useEffect(() => {
    // Whoever asks for a value (a step that needs it) finds its editor open, also where the column had to open first.
    if (!asked) return;
    dropFieldWish();
    if (mayEdit) setEditing(true);
  }, [asked, mayEdit]);
  const shown = words === '' ? <span className="t3">{t('customField.empty')}</span> : words;
  return (
    <div className="kv">
      <span id={id}>{label}</span>
      {editing ? (
        <ValueEditor field={field} ticket={ticket} labelId={id} onClose={() => setEditing(false)} />
      ) : (
        <span className="fbox">
          {field.kind === 'file' && Array.isArray(value) ? <FileLinks ticket={ticket} ids={value} /> : null}
          {mayEdit ? (
            <button
              ref={opener}
              type="button"
              className="fvalue"
              aria-label={t('customField.edit', { name: label, value: words === '' ? t('customField.empty') : words })}
              onClick={() => setEditing(true)}
            >
              {field.kind === 'file' && words !== '' ? t('customField.change') : shown}
            </button>
          ) : field.kind === 'file' && words !== '' ? null : (
            shown
          )}
        </span>
      )}
    </div>
  );
};

/** The fields that the company added, each changed where it stands. */
const CustomFieldsPanel = ({ number }: TicketPanelProps): ReactElement | null => {
  const t = useText('ticket');
  const ticket = useTicket(number).data;
  const fields = useCustomFields();
  const categories = useCategories().data?.items;
  const rows = useMemo(
    () =>
      ticket
        ? fields
            .map((field) => ({
              field,
              applies: !field.retired && appliesTo(field, ticket.categoryKey, categories ?? []),
            }))
            .filter(({ field, applies }) => applies || !isEmptyValue(ticket.fields[field.key]))
        : [],
    [fields, ticket, categories],
  );
  if (!ticket || rows.length === 0) return null;
  return (
    <PanelSection title={t('panel.customFields')}>
      {rows.map(({ field, applies }) => (
        <ValueRow key={field.key} field={field} ticket={ticket} applies={applies} />
      ))}
    </PanelSection>
  );
};

export default CustomFieldsPanel;
