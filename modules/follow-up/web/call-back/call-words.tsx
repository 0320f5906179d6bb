import type { ReactElement } from 'react';
import { useFormat } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Badge, type BadgeTone, ClockBadge, runningClock } from '#platform/web/parts/index.ts';
import type { CallBackAttempt, CallBackRow, CallBackState } from '../../contract.ts';

const tones: Record<CallBackState, BadgeTone> = { waiting: 'info', reached: 'met', unreached: 'over', over: 'hold' };

/** Until when it should be made, or how it ended; always in words beside the colour. */
export const CallMark = ({ call }: { readonly call: CallBackRow }): ReactElement => {
  const t = useText('follow-up');
  const format = useFormat();
  if (call.state !== 'waiting')
    return (
      <Badge tone={tones[call.state]}>
        {call.endedAs === null ? t(`call.state.${call.state}`) : t(`call.outcome.${call.endedAs}`)}
      </Badge>
    );
  const clock = runningClock({ dueAt: call.dueAt }, format.now);
  return <ClockBadge form={clock.form} ms={clock.ms} />;
};

export const AttemptLines = ({ history }: { readonly history: readonly CallBackAttempt[] }): ReactElement => {
  const t = useText('follow-up');
  const format = useFormat();
  return (
    <ol>
      {history.map((attempt) => (
        <li key={attempt.no} className="call-line f12">
          <div className="row">
            <span className="t3">{t('call.attemptNo', { no: attempt.no })}</span>
            <b>{t(`call.outcome.${attempt.outcome}`)}</b>
            {attempt.score === null ? null : <span>{t('call.points', { count: attempt.score })}</span>}
            <span className="sp" />
            <span className="t3">{attempt.by}</span>
            <time className="t3" title={format.full(attempt.at)}>
              {format.row(attempt.at)}
            </time>
          </div>
          {attempt.note === '' ? null : <div className="call-said">{attempt.note}</div>}
          {attempt.nextAt === null ? null : (
            <div className="t3">{t('call.retry', { time: format.instant(attempt.nextAt) })}</div>
          )}
        </li>
      ))}
    </ol>
  );
};
