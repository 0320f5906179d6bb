import type { ReactElement } from 'react';
import { useText } from '#platform/web/i18n.ts';
import { Badge, ClockBadge, runningClock, Tag } from '#platform/web/parts/index.ts';
import type { TicketListRow } from '../contract.ts';

type Facts = Pick<TicketListRow, 'state' | 'createdAt' | 'nextDueAt' | 'pausedReason'>;

const warnedShare = 0.75;

/** A row knows no instant of warning; three quarters of the time since it came is when most policies warn. */
export const warnInstant = (createdAt: string, dueAt: string): string => {
  const from = new Date(createdAt).getTime();
  const due = new Date(dueAt).getTime();
  return new Date(from + Math.max(due - from, 0) * warnedShare).toISOString();
};

/** The next clock of a ticket, or what stands in its place when none runs. */
export const ClockMark = ({ ticket, now }: { readonly ticket: Facts; readonly now: Date }): ReactElement => {
  const t = useText('ticket');
  const { state, createdAt, nextDueAt, pausedReason } = ticket;
  if (pausedReason !== null) return <ClockBadge form="paused" text={t(`paused.${pausedReason}`)} />;
  if (nextDueAt !== null) {
    const clock = runningClock({ dueAt: nextDueAt, warnAt: warnInstant(createdAt, nextDueAt) }, now);
    return <ClockBadge form={clock.form} ms={clock.ms} />;
  }
  if (state === 'awaiting') return <Badge tone="met">{t('answered')}</Badge>;
  return <Tag line>{t(`state.${state}`)}</Tag>;
};
