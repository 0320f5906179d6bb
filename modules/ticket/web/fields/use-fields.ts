import { useMemo } from 'react';
import { useLanguage, useText } from '#platform/web/i18n.ts';
import { useRoute } from '#platform/web/query.ts';
import { useCan } from '#platform/web/session.tsx';
import {
  appliesTo,
  customFieldRoutes,
  optionWords,
  type AttachmentView,
  type CustomField,
  type ReadableField,
} from '../../contract.ts';
import { useCategories, useLocalName, useNames, type Names } from '../names.ts';

const none: readonly ReadableField[] = [];

/** The fields that the reader may see, in their order; retired ones too, for what old tickets hold. */
export const useCustomFields = (): readonly ReadableField[] => {
  const can = useCan();
  const list = useRoute(customFieldRoutes.list, { query: {} }, { staleMs: 300_000, enabled: can('ticket.read') });
  return list.data?.items ?? none;
};

/** Those that a ticket of this category is asked for. */
export const useFieldsOf = (categoryKey: string | null): readonly ReadableField[] => {
  const fields = useCustomFields();
  const categories = useCategories().data?.items;
  return useMemo(
    () => fields.filter((field) => !field.retired && appliesTo(field, categoryKey, categories ?? [])),
    [fields, categoryKey, categories],
  );
};

type Worded = Pick<CustomField, 'kind' | 'options'>;

/** A value as people read it; empty where there is none. */
export const useValueWords = (): ((field: Worded, value: unknown, files?: readonly AttachmentView[]) => string) => {
  const names = useNames();
  const nameOf = useLocalName();
  const language = useLanguage();
  return (field, value, files = []) => {
    if (value === null || value === undefined) return '';
    if (field.kind === 'choice' || field.kind === 'tree') return optionWords(field, value, nameOf).join(', ');
    if (field.kind === 'number' && typeof value === 'number')
      return value.toLocaleString(language, { maximumFractionDigits: 9 });
    if (field.kind === 'person') return typeof value === 'string' ? (names.person(value) ?? value) : '';
    if (field.kind === 'file' && Array.isArray(value))
      return value.map((id: unknown) => files.find((file) => file.id === id)?.name ?? String(id)).join(', ');
    return typeof value === 'string' ? value : JSON.stringify(value);
  };
};

/** What the fields that lists show say about a ticket, in one line; a file has no words there. */
export const useFieldFacts = (): ((row: { readonly fields: Readonly<Record<string, unknown>> }) => string) => {
  const fields = useCustomFields();
  const nameOf = useLocalName();
  const wordsOf = useValueWords();
  return (row) =>
    fields
      .filter((field) => field.inList && field.kind !== 'file')
      .flatMap((field) => {
        const words = wordsOf(field, row.fields[field.key]);
        return words === '' ? [] : [`${nameOf(field)} ${words}`];
      })
      .join(' \u00b7 ');
};

/** Names for telling events, with what became of custom fields. */
export const useEventNames = (): Names => {
  const t = useText('ticket');
  const names = useNames();
  const fields = useCustomFields();
  const nameOf = useLocalName();
  const wordsOf = useValueWords();
  const change = (key: string, from: unknown, to: unknown): string => {
    const field = fields.find((one) => one.key === key);
    if (!field) return t('event.ticket_fields_changed');
    const said = (value: unknown): string => {
      if (field.kind === 'file' && Array.isArray(value)) return t('customField.files', { count: value.length });
      return wordsOf(field, value) || t('event.none');
    };
    return t('event.changed', { field: nameOf(field), from: said(from), to: said(to) });
  };
  return { ...names, change };
};
