import type { ReactElement } from 'react';
import { ticketNumber, useFormat } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Checkbox, type Column, IconButton, KindMark, LevelMark, Popover, Tag } from '#platform/web/parts/index.ts';
import type { TicketListRow } from '../../contract.ts';
import { ClockMark } from '../clock-mark.tsx';
import { useCustomFields, useValueWords } from '../fields/use-fields.ts';
import { isWaiting } from '../is-waiting.ts';
import { useCategoryName, useLocalName } from '../names.ts';
import { useWords } from '../settings-store.ts';

const columnKeys = [
  'customer',
  'state',
  'level',
  'kind',
  'department',
  'owner',
  'clock',
  'created',
  'messages',
] as const;
type ColumnKey = (typeof columnKeys)[number];
const usual: readonly ColumnKey[] = ['customer', 'state', 'level', 'kind', 'department', 'owner', 'clock', 'created'];

/** Columns of custom fields, chosen from those that lists may show. */
export const useFieldColumns = () => {
  const fields = useCustomFields().filter((field) => field.inList && !field.retired);
  const keys = fields.map((field) => field.key);
  const [shown, setShown] = useWords('fieldColumns', keys, []);
  return {
    fields,
    shown: fields.filter((field) => shown.includes(field.key)),
    set: (key: string, on: boolean): void => setShown(on ? [...shown, key] : shown.filter((each) => each !== key)),
  };
};
type FieldColumns = ReturnType<typeof useFieldColumns>;

export const useShown = (): { shown: readonly ColumnKey[]; set: (key: ColumnKey, on: boolean) => void } => {
  const [shown, setShown] = useWords('columns', columnKeys, usual);
  const set = (key: ColumnKey, on: boolean): void =>
    setShown(on ? [...shown, key] : shown.filter((each) => each !== key));
  return { shown: columnKeys.filter((key) => shown.includes(key)), set };
};

export const useTableColumns = (
  shown: readonly ColumnKey[],
  fields: FieldColumns['shown'],
): Column<TicketListRow>[] => {
  const nameOf = useLocalName();
  const wordsOf = useValueWords();
  const t = useText('ticket');
  const format = useFormat();
  const categoryOf = useCategoryName();
  const renders: Record<ColumnKey, (row: TicketListRow) => ReactElement | string> = {
    customer: (row) => row.customer.name || t('anonymous'),
    state: (row) => <Tag line>{t(`state.${row.state}`)}</Tag>,
    level: (row) => <LevelMark level={row.level} />,
    kind: (row) => <KindMark kind={row.kind} {...(categoryOf(row) ? { facet: categoryOf(row) } : {})} />,
    department: (row) => row.department.name,
    owner: (row) => row.owner?.name ?? <span className="t3">{t('nobody')}</span>,
    clock: (row) =>
      row.nextDueAt !== null || row.pausedReason !== null ? (
        <ClockMark ticket={row} now={format.now} />
      ) : (
        <span className="t3">—</span>
      ),
    created: (row) => <time title={format.full(row.createdAt)}>{format.instant(row.createdAt)}</time>,
    messages: (row) => String(row.messageCount),
  };
  return [
    {
      key: 'number',
      title: t('column.number'),
      width: 104,
      render: (row) => <span className="t2 nw">{ticketNumber(row.number)}</span>,
    },
    {
      key: 'subject',
      title: t('column.subject'),
      render: (row) => <span className={isWaiting(row) ? 'el wsubject new' : 'el wsubject'}>{row.subject}</span>,
    },
    ...shown.map((key) => ({ key, title: t(`column.${key}`), numeric: key === 'messages', render: renders[key] })),
    ...fields.map((field) => ({
      key: `field:${field.key}`,
      title: nameOf(field),
      numeric: field.kind === 'number',
      render: (row: TicketListRow) => <span className="el fcell">{wordsOf(field, row.fields[field.key])}</span>,
    })),
  ];
};

export type Columns = ReturnType<typeof useShown> & { readonly custom: FieldColumns };

export const ColumnChoice = ({ shown, set, custom }: Columns): ReactElement => {
  const t = useText('ticket');
  const nameOf = useLocalName();
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      title={t('column.title')}
      content={
        <div className="col" style={{ gap: 6 }}>
          {columnKeys.map((key) => (
            <Checkbox key={key} checked={shown.includes(key)} onChange={(event) => set(key, event.target.checked)}>
              {t(`column.${key}`)}
            </Checkbox>
          ))}
          {custom.fields.map((field) => (
            <Checkbox
              key={field.key}
              checked={custom.shown.includes(field)}
              onChange={(event) => custom.set(field.key, event.target.checked)}
            >
              {nameOf(field)}
            </Checkbox>
          ))}
        </div>
      }
    >
      <IconButton icon="rows" label={t('column.title')} tone="plain" />
    </Popover>
  );
};
