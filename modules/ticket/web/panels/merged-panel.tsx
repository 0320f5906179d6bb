import type { ReactElement } from 'react';
import { Link } from 'react-router';
import { ticketNumber } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import type { TicketPanelProps } from '#platform/web/module.ts';
import { Banner, IconButton } from '#platform/web/parts/index.ts';
import { useRoute, useRouteMutation } from '#platform/web/query.ts';
import { mergeRoutes } from '../../contract.ts';
import { tellProblem, useTicket } from '../use-ticket.ts';
import { PanelSection } from './panel-section.tsx';

type RowProps = { readonly number: string; readonly subject: string; readonly onTakeOut: (() => void) | undefined };

const MergedRow = ({ number, subject, onTakeOut }: RowProps): ReactElement => {
  const t = useText('ticket');
  return (
    <div className="row linked">
      <Link to={`/tickets/${number}`} className="el sp">
        {subject}
      </Link>
      <span className="t3 f12">{ticketNumber(number)}</span>
      {onTakeOut ? (
        <IconButton
          icon="undo"
          size="s"
          label={t('merge.takeOut', { number: ticketNumber(number) })}
          onClick={onTakeOut}
        />
      ) : null}
    </div>
  );
};

/** Shows nothing for the many tickets that were never merged. */
const MergedPanel = ({ number }: TicketPanelProps): ReactElement | null => {
  const t = useText('ticket');
  const ticket = useTicket(number).data;
  const merged = useRoute(mergeRoutes.merged, { params: { number } }).data;
  const takeOut = useRouteMutation(mergeRoutes.unmerge, { topics: ['tickets'], onProblem: tellProblem });
  if (!ticket || !merged || (merged.into === null && merged.sources.length === 0)) return null;
  const run = (source: string) =>
    ticket.abilities.pause || merged.into !== null ? () => takeOut.mutate({ params: { number: source } }) : undefined;
  return (
    <PanelSection title={t('panel.merged')} note={merged.sources.length > 0 ? merged.sources.length : null}>
      {merged.into ? (
        <>
          <Banner tone="blue">{t('merge.livesOn')}</Banner>
          <MergedRow {...merged.into} onTakeOut={undefined} />
          <button type="button" className="f12 ac" onClick={run(number)}>
            {t('merge.takeOut', { number: ticketNumber(number) })}
          </button>
        </>
      ) : null}
      {merged.sources.map((each) => (
        <MergedRow key={each.number} number={each.number} subject={each.subject} onTakeOut={run(each.number)} />
      ))}
    </PanelSection>
  );
};

export default MergedPanel;
