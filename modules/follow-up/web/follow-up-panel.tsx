import type { ReactElement } from 'react';
import { useFormat } from '#platform/web/format.ts';
import { hasText, useText } from '#platform/web/i18n.ts';
import type { TicketPanelProps } from '#platform/web/module.ts';
import { Badge, type BadgeTone } from '#platform/web/parts/index.ts';
import { useRoute } from '#platform/web/query.ts';
import { type FollowUpView, readFollowUp } from '../contract.ts';

const tones: Record<FollowUpView['notices'][number]['state'], BadgeTone> = {
  waiting: 'ok',
  sent: 'met',
  failed: 'over',
  shown: 'info',
};

const Ratings = ({ surveys }: { readonly surveys: FollowUpView['surveys'] }): ReactElement => {
  const t = useText('follow-up');
  const { row, full } = useFormat();
  return (
    <ul className="col" style={{ gap: 6 }}>
      {surveys.toReversed().map((survey) => (
        <li key={survey.round} className="f12">
          <div className="row">
            <b>
              {survey.score === null
                ? t('panel.noAnswer')
                : t('survey.gave', {
                    score: survey.score,
                    solved: t(survey.solved ? 'survey.solved' : 'survey.notSolved'),
                  })}
            </b>
            <span className="sp" />
            <time className="t3" title={full(survey.answeredAt ?? survey.invitedAt)}>
              {row(survey.answeredAt ?? survey.invitedAt)}
            </time>
          </div>
          {survey.reasons.length > 0 ? (
            <div className="t2">
              {survey.reasons.map((reason) => t(`survey.reason.${reason}`)).join(t('survey.comma'))}
            </div>
          ) : null}
          {survey.comment === '' ? null : <div style={{ overflowWrap: 'anywhere' }}>{survey.comment}</div>}
        </li>
      ))}
    </ul>
  );
};

const Notices = ({ notices }: { readonly notices: FollowUpView['notices'] }): ReactElement => {
  const t = useText('follow-up');
  const { row, full } = useFormat();
  const nameOf = (key: string): string => (hasText('follow-up', `told.${key}`) ? t(`told.${key}`) : key);
  return (
    <ul className="col" style={{ gap: 4 }}>
      {notices.toReversed().map((notice) => (
        <li key={notice.id} className="row f12">
          <span>{nameOf(notice.templateKey)}</span>
          <Badge tone={tones[notice.state]}>{t(`panel.state.${notice.state}`)}</Badge>
          <span className="sp" />
          <time className="t3" title={full(notice.sentAt ?? notice.at)}>
            {row(notice.sentAt ?? notice.at)}
          </time>
        </li>
      ))}
    </ul>
  );
};

/** How the customer rated it, and what he was told on the way. */
const FollowUpPanel = ({ number }: TicketPanelProps): ReactElement | null => {
  const t = useText('follow-up');
  const { data } = useRoute(readFollowUp, { params: { number } }, { topics: ['outbox', 'ticket'] });
  if (!data || (data.surveys.length === 0 && data.notices.length === 0)) return null;
  return (
    <section>
      <h3>{t('panel.title')}</h3>
      {data.surveys.length > 0 ? <Ratings surveys={data.surveys} /> : null}
      {data.notices.length > 0 ? (
        <details style={{ marginTop: 6 }} open={data.notices.some((notice) => notice.state === 'failed')}>
          <summary className="t3 f12">{t('panel.notices', { count: data.notices.length })}</summary>
          <Notices notices={data.notices} />
        </details>
      ) : null}
    </section>
  );
};

export default FollowUpPanel;
