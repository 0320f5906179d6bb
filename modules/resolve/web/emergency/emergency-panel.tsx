import { type ReactElement, useMemo } from 'react';
import { type Action, useActions } from '#platform/web/actions.ts';
import { useLanguage, useText } from '#platform/web/i18n.ts';
import type { TicketPanelProps } from '#platform/web/module.ts';
import { problemText } from '#platform/web/problem-text.ts';
import { useRoute, useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { answerCall, callEmergency, type Emergency, emergencyOf, tickCheck } from '../../contract.ts';
import { EmergencyBoard, TeamState } from './emergency-board.tsx';

const focusField = (selector: string): void => {
  const field = document.querySelector(selector);
  if (field instanceof HTMLElement) field.focus();
};

/** What the team does, from the keys: in an emergency nobody looks for a button. */
const useTeamActions = (team: Emergency | null): void => {
  const t = useText('resolve');
  const tell = {
    topics: ['tickets', 'emergencies', 'tasks'],
    onProblem: (problem: Parameters<typeof problemText>[0]) => toast({ text: problemText(problem), icon: 'over' }),
  };
  const { mutate: answer } = useRouteMutation(answerCall, tell);
  const { mutate: tick } = useRouteMutation(tickCheck, tell);
  const english = useLanguage() === 'en';
  const actions = useMemo<Action[]>(() => {
    if (!team) return [];
    const { id, abilities, checks } = team;
    const act = (key: string, title: string, run: () => void): Action => ({
      id: `resolve.emergency.${key}`,
      title,
      icon: 'alarm',
      section: 'current',
      priority: 14,
      run,
    });
    return [
      ...(abilities.answer ? [act('answer', t('emergency.answer'), () => answer({ params: { id } }))] : []),
      ...(abilities.work
        ? [
            act('log', t('emergency.logHint'), () => focusField('.rs-loghint')),
            ...checks
              .filter((check) => check.doneAt === null)
              .map((check) =>
                act(`check.${check.no}`, english && check.titleEn !== '' ? check.titleEn : check.title, () =>
                  tick({ params: { id, no: check.no } }),
                ),
              ),
          ]
        : []),
      ...(abilities.standDown ? [act('standDown', t('emergency.standDown'), () => focusField('.rs-standdown'))] : []),
    ];
  }, [team, t, english, answer, tick]);
  useActions(actions);
};

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
  useTeamActions(data?.emergency ?? null);
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
