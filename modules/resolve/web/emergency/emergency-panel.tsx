import { type ReactElement, useMemo } from 'react';
import { type Action, useActions } from '#platform/web/actions.ts';
import { useText } from '#platform/web/i18n.ts';
import type { TicketPanelProps } from '#platform/web/module.ts';
import { problemText } from '#platform/web/problem-text.ts';
import { useRoute, useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { callEmergency, emergencyOf } from '../../contract.ts';
import { EmergencyBoard, TeamState } from './emergency-board.tsx';

/** Shows nothing for the many tickets that never needed a team; who leads may call one from menu and palette. */
const EmergencyPanel = ({ number }: TicketPanelProps): ReactElement | null => {
  const t = useText('resolve');
  const { data } = useRoute(emergencyOf, { params: { number } }, { topics: ['resolve', 'emergencies'] });
  const call = useRouteMutation(callEmergency, {
    topics: ['tickets'],
    onProblem: (problem) => toast({ text: problemText(problem), icon: 'over' }),
  });
  const canCall = data?.canCall ?? false;
  const start = call.mutate;
  const actions = useMemo<Action[]>(
    () =>
      canCall
        ? [
            {
              id: 'resolve.callEmergency',
              title: t('emergency.call'),
              icon: 'alarm',
              section: 'current',
              priority: 13,
              run: () => start({ params: { number } }),
            },
          ]
        : [],
    [canCall, number, start, t],
  );
  useActions(actions);
  if (!data?.emergency) return null;
  const { emergency } = data;
  return (
    <section>
      <h3>
        {t('emergency.title')}
        <span className="t3">{t(`emergency.cause.${emergency.cause}`)}</span>
        <span className="sp" />
        <TeamState team={emergency} />
      </h3>
      {emergency.stoodDownAt ? <div className="f12 t2">{emergency.standDownReason}</div> : null}
      <EmergencyBoard team={emergency} />
    </section>
  );
};

export default EmergencyPanel;
