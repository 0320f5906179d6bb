import type { ReactElement } from 'react';
import type { TraceLine } from '#platform/contract/deadline.ts';
import { traceSentence } from '#platform/contract/trace-sentence.ts';
import { duration, useFormat } from '#platform/web/format.ts';
import { useLanguage, useText } from '#platform/web/i18n.ts';
import { Popover } from '#platform/web/parts/index.ts';
import type { ClockView } from '../contract.ts';
import { useClockName } from './use-clock-name.ts';

type Line = ClockView['trace'][number];

const lifeDots: Record<Line['step'], string> = {
  started: 'accent',
  paused_total: 'violet',
  paused_now: 'violet',
  warn: 'amber',
  due: 'red',
  met: 'green',
  breached: 'red',
};

const reasonDots: Partial<Record<TraceLine['step'], string>> = {
  rest: 'grey',
  holiday: 'red',
  makeup: 'amber',
  paused: 'violet',
  extended: 'violet',
  provisional: 'amber',
  due: 'red',
};

/** Why it is due then: line by line by the calendar. */
export const ReasonLines = ({ lines }: { readonly lines: readonly TraceLine[] }): ReactElement => {
  const t = useText('sla');
  const language = useLanguage();
  return (
    <ol>
      {lines.map((line, at) => (
        <li key={`${at}${line.step}`} className="row f12">
          <i className={reasonDots[line.step] ?? 'accent'} aria-hidden="true" />
          <span className="sp">{traceSentence(line, t, language)}</span>
        </li>
      ))}
    </ol>
  );
};

/** Steps in the order in which they happened; a total has no instant of its own and stands after the start. */
const inOrder = (trace: readonly Line[]): Line[] => trace.toSorted((a, b) => a.at.localeCompare(b.at));

/** What happened to the clock since: warnings, its end, its keeping. */
const happened: readonly Line['step'][] = ['paused_total', 'paused_now', 'warn', 'met', 'breached'];

const Life = ({ clock }: { readonly clock: ClockView }): ReactElement => {
  const t = useText('sla');
  const format = useFormat();
  const lines = inOrder(clock.trace).filter((line) => happened.includes(line.step));
  return (
    <ol className="sum">
      {lines.map((line) => (
        <li key={line.step} className="row f12">
          <i className={lifeDots[line.step]} aria-hidden="true" />
          <span className="sp">{t(`trace.${line.step}`)}</span>
          <time className="t3 nw" dateTime={line.at} title={format.full(line.at)}>
            {line.step === 'paused_total' ? duration(line.minutes * 60_000) : format.instant(line.at)}
          </time>
        </li>
      ))}
    </ol>
  );
};

const Trace = ({ clock }: { readonly clock: ClockView }): ReactElement => {
  const t = useText('sla');
  const language = useLanguage();
  const policy = language === 'en' && clock.policyNameEn ? clock.policyNameEn : clock.policyName;
  const profile =
    clock.profile && (language === 'en' && clock.profile.nameEn ? clock.profile.nameEn : clock.profile.name);
  return (
    <div className="strace">
      <div className="f12 t3">
        {profile
          ? t('trace.profile', { profile, version: clock.profile?.version ?? 1 })
          : t('trace.policy', { policy })}
      </div>
      <ReasonLines lines={clock.reason} />
      <Life clock={clock} />
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
  const nameOf = useClockName();
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      title={t('trace.title', { name: nameOf(clock), time: format.instant(clock.dueAt) })}
      content={<Trace clock={clock} />}
    >
      {children}
    </Popover>
  );
};
