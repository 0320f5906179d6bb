import type { ReactElement } from 'react';
import { duration, durationWords } from '../format.ts';
import { useLanguage, useText } from '../i18n.ts';
import { Badge, type BadgeTone } from './marks.tsx';

export type ClockForm = 'track' | 'near' | 'over' | 'met' | 'paused' | 'provisional' | 'changed';

type ClockBadgeProps = {
  readonly form: ClockForm;
  /** Time left (track, near), time over (over) or time taken (met). */
  readonly ms?: number;
  /** Why it waits (paused), the day (provisional), or any words that replace the usual ones. */
  readonly text?: string;
  /** Opens the reckoning. */
  readonly onExplain?: () => void;
};

export type ClockFacts = {
  readonly dueAt: string;
  /** When the first warning falls; without it three quarters of nothing can be known, so never near. */
  readonly warnAt?: string | null;
};

/** Which form a running clock has now, and the time to show. */
export const runningClock = (facts: ClockFacts, now: Date): { form: 'track' | 'near' | 'over'; ms: number } => {
  const left = new Date(facts.dueAt).getTime() - now.getTime();
  if (left < 0) return { form: 'over', ms: -left };
  const isNear = facts.warnAt ? new Date(facts.warnAt).getTime() <= now.getTime() : false;
  return { form: isNear ? 'near' : 'track', ms: left };
};

const tones: Record<ClockForm, BadgeTone> = {
  track: 'ok',
  near: 'near',
  over: 'over',
  met: 'met',
  paused: 'hold',
  provisional: 'prov',
  changed: 'info',
};

/** The SLA badge: quiet while on track, coloured only when a person is needed. */
export const ClockBadge = ({ form, ms, text, onExplain }: ClockBadgeProps): ReactElement => {
  const t = useText('platform');
  const language = useLanguage();
  const wordsOf: Record<ClockForm, () => string> = {
    track: () => t('clock.left', { time: duration(ms ?? 0, { language }) }),
    near: () => t('clock.left', { time: duration(ms ?? 0, { language }) }),
    over: () => t('clock.over', { time: duration(ms ?? 0, { language }) }),
    met: () => (ms === undefined ? t('clock.metPlain') : t('clock.met', { time: durationWords(ms, { language }) })),
    paused: () => text ?? t('clock.paused'),
    provisional: () => t('clock.provisional', { date: text ?? '' }),
    changed: () => text ?? t('clock.changed'),
  };
  const words = form !== 'provisional' && text ? text : wordsOf[form]();
  return (
    <Badge tone={tones[form]} {...(onExplain ? { onClick: onExplain, title: t('clock.explain') } : {})}>
      {words}
    </Badge>
  );
};
