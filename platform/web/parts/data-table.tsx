import { Table, type TableProps } from 'antd';
import type { Key, KeyboardEvent, ReactElement, ReactNode } from 'react';
import { useDelayedLoading } from '../delayed-loading.ts';
import { useText } from '../i18n.ts';
import { Button } from './button.tsx';
import { Empty, ErrorState } from './empty.tsx';
import { SkeletonLines } from './skeleton.tsx';

export type Column<Row> = {
  readonly key: string;
  readonly title: ReactNode;
  readonly render: (row: Row) => ReactNode;
  readonly width?: number | string;
  /** Numbers stand right. */
  readonly numeric?: boolean;
};

export type DataTableProps<Row> = {
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[] | undefined;
  readonly rowKey: (row: Row) => string;
  /** Names a row for its checkbox and for screen readers. */
  readonly rowName: (row: Row) => string;
  readonly onOpen?: (row: Row) => void;
  readonly selection?: { readonly keys: readonly string[]; readonly onChange: (keys: string[]) => void };
  readonly error?: unknown;
  readonly onRetry?: () => void;
  readonly empty?: ReactNode;
  /** 36 px rows instead of 48. */
  readonly dense?: boolean;
  readonly more?: { readonly onMore: () => void; readonly busy: boolean };
  readonly label: string;
};

const selectionOf = <Row,>(
  props: DataTableProps<Row>,
  t: (key: string, values?: Record<string, string>) => string,
): TableProps<Row>['rowSelection'] =>
  props.selection && {
    selectedRowKeys: [...props.selection.keys],
    onChange: (keys: Key[]) => props.selection?.onChange(keys.map(String)),
    columnWidth: 40,
    getCheckboxProps: (row: Row) => ({ 'aria-label': t('selectRow', { name: props.rowName(row) }) }),
    getTitleCheckboxProps: () => ({ 'aria-label': t('selectAll') }),
  };

/** A row opens by mouse anywhere and by Enter on the row itself. */
const rowEvents = <Row,>(row: Row, onOpen: (row: Row) => void): object => ({
  tabIndex: 0,
  onClick: () => onOpen(row),
  onKeyDown: (event: KeyboardEvent) => {
    if (event.key === 'Enter' && event.target === event.currentTarget) onOpen(row);
  },
});

/** Where no row takes the focus, the table itself does, so that what lies beside the screen is reached by the arrow keys. */
const scrolledByKeys = (label: string): object => ({ tabIndex: 0, role: 'region', 'aria-label': label });

const cellHeight = (dense: boolean | undefined): object => ({ style: { height: dense ? 36 : 48 } });

export const DataTable = <Row extends object>(props: DataTableProps<Row>): ReactElement => {
  const { columns, rows, rowKey, onOpen, error, onRetry, empty, dense, more, label } = props;
  const t = useText('platform');
  const waiting = useDelayedLoading(rows === undefined && !error);
  if (error && rows === undefined) return <ErrorState problem={error} {...(onRetry ? { onRetry } : {})} />;
  if (rows === undefined || waiting) return waiting ? <SkeletonLines lines={6} /> : <div aria-busy="true" />;
  if (rows.length === 0) return <>{empty ?? <Empty kind="none" title={t('noData')} />}</>;
  const shaped: TableProps<Row>['columns'] = columns.map((column) => ({
    key: column.key,
    title: column.title,
    ...(column.width === undefined ? {} : { width: column.width }),
    align: column.numeric ? 'right' : 'left',
    render: (_value: unknown, row: Row) => column.render(row),
  }));
  const rowSelection = selectionOf(props, t);
  return (
    <>
      <div className="scrollx" {...(onOpen || rowSelection ? {} : scrolledByKeys(label))}>
        <Table<Row>
          className={`hy-table ${onOpen ? 'open' : ''}`}
          aria-label={label}
          size="small"
          pagination={false}
          columns={shaped}
          dataSource={[...rows]}
          rowKey={rowKey}
          {...(rowSelection ? { rowSelection } : {})}
          onRow={(row) => ({ ...cellHeight(dense), ...(onOpen ? rowEvents(row, onOpen) : {}) })}
        />
      </div>
      {more ? (
        <div className="row" style={{ justifyContent: 'center', padding: 12 }}>
          <Button onClick={more.onMore} busy={more.busy}>
            {t('loadMore')}
          </Button>
        </div>
      ) : null}
    </>
  );
};
