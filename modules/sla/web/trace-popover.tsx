import type { ReactElement } from 'react';
import { duration, useFormat } from '#platform/web/format.ts';
import { useLanguage, useText } from '#platform/web/i18n.ts';
import { Popover } from '#platform/web/parts/index.ts';
import type { ClockView } from '../contract.ts';

type Line = ClockView['trace'][number];

const dots: Record<Line['step'], string> = {
  started: 'accent',
  paused_total: 'violet',
  paused_now: 'violet',
  warn: 'amber',
  due: 'red',
  met: 'green',
  breached: 'red',
};

/** Steps in the order in which they happened; a total has no instant of its own and stands after the start. */
const inOrder = (trace: readonly Line[]): Line[] => trace.toSorted((a, b) => a.at.localeCompare(b.at));

const Trace = ({ clock }: { readonly clock: ClockView }): ReactElement => {
  const t = useText('sla');
  const format = useFormat();
  const language = useLanguage();
  const counted = (line: Line): string => (line.minutes > 0 ? duration(line.minutes * 60_000) : '');
  const sum = clock.trace.find((line) => line.step === 'due')?.minutes ?? 0;
  const policy = language === 'en' && clock.policyNameEn ? clock.policyNameEn : clock.policyName;
  return (
    <div className="strace">
      <div className="f12 t3">{policy ? t('trace.policy', { policy }) : t('trace.around')}</div>
      <ol>
        {inOrder(clock.trace).map((line) => (
          <li key={line.step} className="row f12">
            <time className="t3 nw" dateTime={line.at} title={format.full(line.at)}>
              {format.instant(line.at)}
            </time>
            <i className={dots[line.step]} aria-hidden="true" />
            <span className="sp">{t(`trace.${line.step}`)}</span>
            <span>{counted(line)}</span>
          </li>
        ))}
      </ol>
      <div className="row f12 sum">
        <span className="t3">{t('trace.around')}</span>
        <span className="sp" />
        <b>{t('trace.sum', { time: duration(sum * 60_000) })}</b>
      </div>
    </div>
  );
};

/** Why it is due when it is, in the words of the person who asks. */
export const TracePopover = ({
  clock,
  children,
}: {
  readonly clock: ClockView;
  readonly children: ReactElement;
}): ReactElement => {
  const t = useText('sla');
  const format = useFormat();
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      title={t('trace.title', { time: format.instant(clock.dueAt) })}
      content={<Trace clock={clock} />}
    >
      {children}
    </Popover>
  );
};
