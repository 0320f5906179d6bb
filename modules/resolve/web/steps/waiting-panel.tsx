import type { ReactElement } from 'react';
import { Link } from 'react-router';
import { useFormat } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import type { TicketPanelProps } from '#platform/web/module.ts';
import { Banner } from '#platform/web/parts/index.ts';
import { useRoute } from '#platform/web/query.ts';
import { readWaitingStep } from '../../contract.ts';

/** Says that a step is asked for and not yet taken; nothing for all other tickets. */
const WaitingPanel = ({ number }: TicketPanelProps): ReactElement | null => {
  const t = useText('resolve');
  const format = useFormat();
  const { data } = useRoute(readWaitingStep, { params: { number } }, { topics: ['resolve', 'approvals'] });
  const step = data?.step;
  if (!step || step.state !== 'waiting') return null;
  return (
    <section>
      <Banner tone="amber">
        <b>{t('step.waits', { step: t(`ticket:step.${step.action}`) })}</b>
        <div className="f12">
          {step.askedBy} {format.instant(step.askedAt)} · {step.reason}
        </div>
        {step.requestId ? <Link to={`/approvals/${step.requestId}`}>{t('step.look')}</Link> : null}
      </Banner>
    </section>
  );
};

export default WaitingPanel;
