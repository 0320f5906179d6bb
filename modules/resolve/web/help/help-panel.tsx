import '../resolve.css';
import { type ReactElement, useMemo, useState } from 'react';
import { Link } from 'react-router';
import { type Action, useActions } from '#platform/web/actions.ts';
import { useFormat } from '#platform/web/format.ts';
import { useNames } from '#modules/ticket/web/index.ts';
import { useText } from '#platform/web/i18n.ts';
import type { TicketPanelProps } from '#platform/web/module.ts';
import { ClockBadge, Loaded, runningClock } from '#platform/web/parts/index.ts';
import { useRoute } from '#platform/web/query.ts';
import { type HelpView, listHelp } from '../../contract.ts';
import { SectionTitle } from '../section-title.tsx';
import { AskHelpDialog } from './ask-help-dialog.tsx';

const HelpLine = ({ help }: { readonly help: HelpView }): ReactElement => {
  const t = useText('resolve');
  const format = useFormat();
  const clock = runningClock({ dueAt: help.dueAt }, format.now);
  const names = useNames();
  // In the language of the screen; the server knows only that of the account.
  const department = names.department(help.department.id) ?? help.department.name;
  const who = help.owner ? `${department} ${help.owner.name}` : department;
  return (
    <li className="rs-line">
      <div className="row">
        <Link className="el sp" to={`/help/${help.id}`} title={help.title}>
          {help.title}
        </Link>
        {help.doneAt ? <ClockBadge form="met" text={t('help.done')} /> : <ClockBadge form={clock.form} ms={clock.ms} />}
      </div>
      <div className="f12 t3">{who}</div>
      {help.doneAt ? (
        <div className="f12 t2 rs-said">
          {help.result} <span className="t3">{help.answeredBy}</span>
        </div>
      ) : null}
    </li>
  );
};

/** What other departments were asked for; the ticket waits for all of it. */
const HelpPanel = ({ number }: TicketPanelProps): ReactElement | null => {
  const t = useText('resolve');
  const [asks, setAsks] = useState(false);
  const { data, error, refetch } = useRoute(listHelp, { params: { number } });
  const canAsk = data?.canAsk ?? false;
  const actions = useMemo<Action[]>(
    () =>
      canAsk
        ? [
            {
              id: 'resolve.askHelp',
              title: t('help.ask'),
              icon: 'users',
              section: 'current',
              priority: 49,
              run: () => setAsks(true),
            },
          ]
        : [],
    [canAsk, t],
  );
  useActions(actions);
  if (data && data.items.length === 0 && !canAsk) return null;
  return (
    <section>
      <SectionTitle
        title={t('help.title')}
        note={data && data.items.length > 0 ? t('help.progress', { open: data.open, all: data.items.length }) : null}
        {...(canAsk ? { action: t('help.new'), onAction: () => setAsks(true) } : {})}
      />
      <Loaded data={data} error={error} onRetry={() => void refetch()}>
        {({ items }) =>
          items.length === 0 ? null : (
            <ul>
              {items.map((help) => (
                <HelpLine key={help.id} help={help} />
              ))}
            </ul>
          )
        }
      </Loaded>
      {asks ? <AskHelpDialog number={number} onClose={() => setAsks(false)} /> : null}
    </section>
  );
};

export default HelpPanel;
