import type { ReactElement } from 'react';
import { ticketNumber, useFormat } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Button, Icon, LevelMark } from '#platform/web/parts/index.ts';
import type { CallBackRow } from '../../contract.ts';
import { CallMark } from './call-words.tsx';

type RowProps = { readonly call: CallBackRow; readonly on: boolean; readonly onChoose: (id: string) => void };

const Row = ({ call, on, onChoose }: RowProps): ReactElement => {
  const t = useText('follow-up');
  const format = useFormat();
  const at = call.endedAt ?? call.dueAt;
  return (
    <button
      type="button"
      className={on ? 'pane-row on' : 'pane-row'}
      aria-current={on ? 'true' : undefined}
      onClick={() => onChoose(call.id)}
    >
      <span className="row f12">
        <LevelMark level={call.level} />
        <span className="t3">{ticketNumber(call.number)}</span>
        <span className="sp" />
        <CallMark call={call} />
      </span>
      <span className="name el" style={{ display: 'block' }}>
        {call.subject}
      </span>
      <span className="row f12 t3">
        <span className="el">
          {call.customer.name} {t(`call.occasion.${call.occasion}`)}
        </span>
        <span className="sp" />
        {call.claimedBy ? (
          <span className="row">
            <Icon name="phone" size="s" />
            {call.claimedBy.name}
          </span>
        ) : null}
        <time title={format.full(at)}>{format.row(at)}</time>
      </span>
    </button>
  );
};

type ListProps = {
  readonly items: readonly CallBackRow[];
  readonly chosen: string | undefined;
  readonly more: (() => void) | undefined;
  readonly onChoose: (id: string) => void;
};

export const CallList = ({ items, chosen, more, onChoose }: ListProps): ReactElement => {
  const t = useText('follow-up');
  return (
    <ul className="pane-list" aria-label={t('call.list')}>
      {items.map((call) => (
        <li key={call.id}>
          <Row call={call} on={call.id === chosen} onChoose={onChoose} />
        </li>
      ))}
      {more ? (
        <li className="row" style={{ justifyContent: 'center', padding: 12 }}>
          <Button onClick={more}>{t('platform:loadMore')}</Button>
        </li>
      ) : null}
    </ul>
  );
};
