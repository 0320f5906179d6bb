import type { ReactElement } from 'react';
import { useFormat } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import type { TicketPanelProps } from '#platform/web/module.ts';
import { StageBar } from '#platform/web/parts/index.ts';
import type { TicketDetail } from '../../contract.ts';
import { useTicket } from '../use-ticket.ts';

/** The six stages, the same as the customer sees. */
export const TicketStages = ({ ticket }: { readonly ticket: Pick<TicketDetail, 'stages'> }): ReactElement => {
  const t = useText('ticket');
  const format = useFormat();
  return (
    <StageBar
      stages={ticket.stages.map(({ stage, at }) => ({
        key: stage,
        label: t(`stage.${stage}`),
        ...(at ? { note: format.day(at) } : {}),
      }))}
      now={ticket.stages.find((step) => step.state === 'now')?.stage ?? null}
    />
  );
};

const StagePanel = ({ number }: TicketPanelProps): ReactElement | null => {
  const ticket = useTicket(number).data;
  return ticket ? (
    <section className="wstage">
      <TicketStages ticket={ticket} />
    </section>
  ) : null;
};

export default StagePanel;
