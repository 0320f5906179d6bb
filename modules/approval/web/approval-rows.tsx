import './approvals.css';
import type { ReactElement } from 'react';
import { useFormat } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Badge, type BadgeTone, Button, ClockBadge, runningClock } from '#platform/web/parts/index.ts';
import type { RequestRow, RequestStatus } from '../contract.ts';
import { kindWord, levelOf, useLocalName } from './words.ts';

const tones: Record<RequestStatus, BadgeTone> = {
  open: 'info',
  returned: 'near',
  approved: 'met',
  rejected: 'over',
  withdrawn: 'hold',
};

export const StatusBadge = ({ row }: { readonly row: Pick<RequestRow, 'status' | 'dueAt'> }): ReactElement => {
  const t = useText('approval');
  const format = useFormat();
  if (row.status === 'open' && row.dueAt !== null) {
    const clock = runningClock({ dueAt: row.dueAt }, format.now);
    return <ClockBadge form={clock.form} ms={clock.ms} />;
  }
  return <Badge tone={tones[row.status]}>{t(`status.${row.status}`)}</Badge>;
};

type RowProps = { readonly row: RequestRow; readonly on: boolean; readonly onChoose: (id: string) => void };

const Row = ({ row, on, onChoose }: RowProps): ReactElement => {
  const t = useText('approval');
  const format = useFormat();
  const nameOf = useLocalName();
  const awaited = row.awaiting.map((person) => person.name).join(t('comma'));
  return (
    <button
      type="button"
      className={`ap-row ${on ? 'on' : ''}`}
      aria-current={on ? 'true' : undefined}
      onClick={() => onChoose(row.id)}
    >
      <span className="row">
        <span className="t2 f12">{kindWord(row.kind)}</span>
        <span className="t3 f12">{row.requestedBy.name}</span>
        <span className="sp" />
        <StatusBadge row={row} />
      </span>
      <b className="ap-title">{row.title}</b>
      <span className="row t3 f12">
        <span className="ap-cut">
          {row.status === 'open'
            ? t('list.at', { level: row.level, levels: row.levels, name: nameOf(levelOf(row)) })
            : t('list.round', { round: row.round })}
          {awaited ? ` ${t('list.awaits', { names: awaited })}` : ''}
        </span>
        <span className="sp" />
        {row.urgeCount > 0 ? <span className="amber">{t('list.urged', { count: row.urgeCount })}</span> : null}
        <time title={format.full(row.requestedAt)}>{format.row(row.requestedAt)}</time>
      </span>
    </button>
  );
};

type RowsProps = {
  readonly rows: readonly RequestRow[];
  readonly chosen: string | undefined;
  readonly more: (() => void) | undefined;
  readonly onChoose: (id: string) => void;
};

/** Requests one below the other; the list of approvals and the inbox of the workbench show the same rows. */
const ApprovalRows = ({ rows, chosen, more, onChoose }: RowsProps): ReactElement => {
  const t = useText('approval');
  return (
    <>
      {rows.map((row) => (
        <Row key={row.id} row={row} on={row.id === chosen} onChoose={onChoose} />
      ))}
      {more ? (
        <div className="row" style={{ justifyContent: 'center', padding: 12 }}>
          <Button onClick={more}>{t('platform:loadMore')}</Button>
        </div>
      ) : null}
    </>
  );
};

export default ApprovalRows;
