import type { ReactElement } from 'react';
import type { PublicTicket } from '#modules/ticket/contract.ts';
import { useFormat } from '#platform/web/format.ts';
import { type Translate, useText } from '#platform/web/i18n.ts';
import { Notice, VerticalStages } from '#platform/web/public/index.ts';
import type { TrackingView } from '../contract.ts';

const stageWords = (ticket: PublicTicket, stage: string, t: Translate): string | undefined => {
  if (stage === 'accept' && ticket.state !== 'new' && ticket.ownerName !== '')
    return t('track.ownedBy', { name: ticket.ownerName });
  return undefined;
};

/** The six stages, downwards; a closed case rests at the last one. */
export const CaseStages = ({ ticket }: { readonly ticket: PublicTicket }): ReactElement => {
  const t = useText('follow-up');
  const { instant } = useFormat();
  const now = ticket.stages.find((step) => step.state === 'now')?.stage ?? null;
  const nowWords = t(
    ticket.state === 'closed' ? 'track.closed' : ticket.state === 'awaiting' ? 'track.waitsForYou' : 'track.underWay',
  );
  return (
    <VerticalStages
      label={t('track.stages')}
      now={now}
      stages={ticket.stages.map((step) => ({
        key: step.stage,
        label: t(`stage.${step.stage}`),
        when: step.at === null ? (step.state === 'now' ? nowWords : undefined) : instant(step.at),
        what: stageWords(ticket, step.stage, t),
      }))}
    />
  );
};

/** Until when what is promised; past it, that it is late, without an excuse. */
export const CasePromise = ({ ticket }: { readonly ticket: PublicTicket }): ReactElement | null => {
  const t = useText('follow-up');
  const { instant, now } = useFormat();
  if (ticket.state === 'declined') return <Notice icon="info">{t('track.declined')}</Notice>;
  if (
    ticket.nextDueAt === null ||
    ticket.state === 'awaiting' ||
    ticket.state === 'closed' ||
    ticket.state === 'archived'
  )
    return null;
  const time = instant(ticket.nextDueAt);
  const first = ticket.nextClock === 'first_reply';
  if (new Date(ticket.nextDueAt) < now) {
    return (
      <Notice icon="alarm" tone="amber">
        {t(first ? 'track.lateReply' : 'track.lateResult', { time })}
      </Notice>
    );
  }
  return <Notice icon="clock">{t(first ? 'track.firstReplyBy' : 'track.resultBy', { time })}</Notice>;
};

/** Notices that went to no mailbox: they must be readable somewhere. */
export const CaseNotices = ({ notices }: { readonly notices: TrackingView['notices'] }): ReactElement | null => {
  const t = useText('follow-up');
  const { instant } = useFormat();
  if (notices.length === 0) return null;
  return (
    <details className="told">
      <summary>{t('track.notices', { count: notices.length })}</summary>
      <ol>
        {notices.toReversed().map((notice) => (
          <li key={notice.id}>
            <b>{notice.subject}</b> <span className="meta">{instant(notice.at)}</span>
            <br />
            {notice.body}
          </li>
        ))}
      </ol>
    </details>
  );
};
