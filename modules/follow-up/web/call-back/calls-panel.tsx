import './call.css';
import { type ReactElement, useMemo, useState } from 'react';
import { Link } from 'react-router';
import { type Action, useActions } from '#platform/web/actions.ts';
import { useText } from '#platform/web/i18n.ts';
import type { TicketPanelProps } from '#platform/web/module.ts';
import { useRoute } from '#platform/web/query.ts';
import { callBacksOfTicket, type TicketCallBack } from '../../contract.ts';
import { AttemptLines, CallMark } from './call-words.tsx';
import { PlanDialog } from './plan-dialog.tsx';

const Call = ({ call }: { readonly call: TicketCallBack }): ReactElement => {
  const t = useText('follow-up');
  return (
    <li className="call-line">
      <div className="row">
        <Link to={`/call-backs/${call.id}`}>{t(`call.occasion.${call.occasion}`)}</Link>
        {call.claimedBy ? <span className="t3 f12">{t('call.onPhone', { name: call.claimedBy.name })}</span> : null}
        <span className="sp" />
        <CallMark call={call} />
      </div>
      {call.note === '' ? null : <div className="f12 t2 call-said">{call.note}</div>}
      {call.history.length > 0 ? <AttemptLines history={call.history} /> : null}
    </li>
  );
};

/** Calls to this customer about this ticket, with every attempt. */
const CallsPanel = ({ number }: TicketPanelProps): ReactElement | null => {
  const t = useText('follow-up');
  const [planning, setPlanning] = useState(false);
  const { data } = useRoute(callBacksOfTicket, { params: { number } }, { topics: ['call-back', 'ticket'] });
  const canAdd = data?.canAdd ?? false;
  const actions = useMemo<Action[]>(
    () =>
      canAdd
        ? [
            {
              id: 'call.plan',
              title: t('call.panel.add'),
              icon: 'phone',
              keys: ['B'],
              section: 'current',
              priority: 44,
              run: () => setPlanning(true),
            },
          ]
        : [],
    [canAdd, t],
  );
  useActions(actions);
  if (!data || (data.items.length === 0 && !canAdd)) return null;
  return (
    <section>
      <h3>
        {t('call.panel.title')}
        <span className="sp" />
        {canAdd ? (
          <button type="button" className="t3 f12" onClick={() => setPlanning(true)}>
            {t('call.panel.add')}
          </button>
        ) : null}
      </h3>
      {data.items.length === 0 ? (
        <div className="f12 t3">{t('call.panel.none')}</div>
      ) : (
        <ul>
          {data.items.map((call) => (
            <Call key={call.id} call={call} />
          ))}
        </ul>
      )}
      {planning ? <PlanDialog number={number} onClose={() => setPlanning(false)} /> : null}
    </section>
  );
};

export default CallsPanel;
