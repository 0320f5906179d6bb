import type { ReactElement } from 'react';
import { Link } from 'react-router';
import { ticketNumber } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Tag } from '#platform/web/parts/index.ts';
import type { ReplyOf } from '#platform/contract/route.ts';
import type { tryAutoAnswers } from '../../contract.ts';

/** Whom it would have answered, with the words, and why people keep the others. */
export const AutoTrial = ({ trial }: { readonly trial: ReplyOf<typeof tryAutoAnswers> }): ReactElement => {
  const t = useText('resolve');
  return (
    <section className="col" style={{ gap: 8, marginBottom: 12 }} aria-live="polite">
      <h3 className="h3">{t('auto.tried', { tried: trial.tried, count: trial.answered.length })}</h3>
      {trial.answered.length === 0 ? <p className="t3 f12">{t('auto.nobody')}</p> : null}
      <ul>
        {trial.answered.map((one) => (
          <li key={one.number} className="rs-line">
            <div className="row">
              <Link to={`/tickets/${one.number}`}>{ticketNumber(one.number)}</Link>
              <span className="sp el">{one.said || one.subject}</span>
              <span className="t3 f12">{one.rule}</span>
            </div>
            <details>
              <summary className="t3 f12">{t('auto.wouldSay')}</summary>
              <p className="rs-said f12">{one.body}</p>
            </details>
          </li>
        ))}
      </ul>
      {trial.left.length === 0 ? null : (
        <>
          <h3 className="h3">{t('auto.left')}</h3>
          <div className="row wrap">
            {trial.left.map((one) => (
              <Tag key={one.guard}>
                {t(`auto.guard.${one.guard}`)} {one.count}
              </Tag>
            ))}
          </div>
        </>
      )}
    </section>
  );
};
