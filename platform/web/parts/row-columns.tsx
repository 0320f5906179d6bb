import { useText } from '../i18n.ts';
import { Button } from './button.tsx';
import type { Column } from './data-table.tsx';
import { Badge } from './marks.tsx';

/** Whether what a row stands for is in use. */
export const useEnabledColumn = <Row extends { readonly enabled: boolean }>(): Column<Row> => {
  const t = useText('platform');
  return {
    key: 'state',
    title: t('enabled.title'),
    width: 88,
    render: ({ enabled }) => <Badge tone={enabled ? 'met' : 'hold'}>{t(enabled ? 'enabled.on' : 'enabled.off')}</Badge>,
  };
};

type Deletion<Row> = {
  readonly nameOf: (row: Row) => string;
  readonly onDelete: (row: Row) => unknown;
  readonly mayDelete?: (row: Row) => boolean;
};

/** The last column; its button names the row for screen readers and does not open it. */
export const useDeleteColumn = <Row,>({ nameOf, onDelete, mayDelete }: Deletion<Row>): Column<Row> => {
  const t = useText('platform');
  return {
    key: 'delete',
    title: <span className="sr">{t('more')}</span>,
    width: 80,
    render: (row) =>
      mayDelete === undefined || mayDelete(row) ? (
        <Button
          tone="danger"
          size="s"
          aria-label={t('deleteOne', { name: nameOf(row) })}
          onClick={(event) => {
            event.stopPropagation();
            onDelete(row);
          }}
        >
          {t('delete')}
        </Button>
      ) : null,
  };
};
