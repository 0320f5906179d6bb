import './rules.css';
import type { ReactElement } from 'react';
import { useRegisteredActions } from '#platform/web/actions.ts';
import { useFormat } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import type { TicketPanelProps } from '#platform/web/module.ts';
import { useActionContext } from '#platform/web/palette/action-host.tsx';
import { Badge, Button } from '#platform/web/parts/index.ts';
import { useRoute } from '#platform/web/query.ts';
import { type BounceView, readBounces } from '../contract.ts';

const Way = ({ moves }: Pick<BounceView, 'moves'>): ReactElement => {
  const t = useText('assign');
  const format = useFormat();
  return (
    <details>
      <summary className="t3 f12">{t('bounce.list')}</summary>
      <ol className="moves f12">
        {moves.map((move) => (
          <li key={move.at}>
            <span className="row">
              <b>{t('bounce.way', { from: move.from, to: move.to })}</b>
              <span className="sp" />
              <time className="t3" title={format.full(move.at)}>
                {format.row(move.at)}
              </time>
            </span>
            <span className="t2">
              {move.by} {move.reason}
            </span>
          </li>
        ))}
      </ol>
    </details>
  );
};

/** The dialog that hands a ticket on belongs to the ticket; here it is only called up. */
const DecideButton = (): ReactElement | null => {
  const t = useText('assign');
  const context = useActionContext();
  const assign = useRegisteredActions().actions.find((action) => action.id === 'ticket.assign');
  return assign ? (
    <Button size="s" tone="soft" icon="swap" keys="A" onClick={() => assign.run(context)}>
      {t('bounce.decide')}
    </Button>
  ) : null;
};

/** How often departments passed this ticket on, and who decides or decided whose it is. */
const BouncePanel = ({ number }: TicketPanelProps): ReactElement | null => {
  const t = useText('assign');
  const { data } = useRoute(readBounces, { params: { number } }, { topics: ['ticket'] });
  if (!data || data.moves.length === 0) return null;
  const { state, moves, supervisor, wanted, department, decidedBy, reason, mostMoves, canDecide } = data;
  return (
    <section>
      <h3>
        {t('bounce.title')}
        {state === 'none' ? null : (
          <Badge tone={state === 'asked' ? 'near' : 'met'}>
            {t(state === 'asked' ? 'bounce.badgeAsked' : 'bounce.badgeDecided')}
          </Badge>
        )}
      </h3>
      <p className="f12" style={{ overflowWrap: 'anywhere' }}>
        {state === 'none'
          ? t('bounce.soFar', { count: moves.length, most: mostMoves })
          : state === 'asked'
            ? t('bounce.asked', { count: moves.length, name: supervisor, wanted })
            : t('bounce.decided', { name: decidedBy, department, reason })}
      </p>
      {state === 'decided' && !canDecide ? (
        <p className="f12 t3">{t('bounce.stays', { name: supervisor || decidedBy })}</p>
      ) : null}
      {state === 'asked' && canDecide ? <DecideButton /> : null}
      <Way moves={moves} />
    </section>
  );
};

export default BouncePanel;
