import { type ReactElement, useEffect, useRef } from 'react';
import { Link } from 'react-router';
import type { ReplyOf } from '#platform/contract/route.ts';
import { ticketNumber } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Icon } from '#platform/web/parts/index.ts';
import type { tryClassifyRule } from '../contract.ts';
import { Marked, VerdictMarks } from './verdict-marks.tsx';

type TrialProps = { readonly trial: ReplyOf<typeof tryClassifyRule> };

/** What the rule would have done: how often it holds, and each ticket that would be sorted otherwise. */
export const RuleTrial = ({ trial }: TrialProps): ReactElement => {
  const t = useText('classify');
  const section = useRef<HTMLElement>(null);
  // The button stands at the foot; what it found may be far above.
  useEffect(() => {
    section.current?.scrollIntoView({ block: 'nearest' });
  }, [trial]);
  return (
    <section
      ref={section}
      className="col"
      style={{ gap: 8, marginBottom: 16 }}
      aria-label={t('trial.title')}
      role="status"
    >
      <b>{t('trial.sum', { tried: trial.tried, matched: trial.matched, changed: trial.changed.length })}</b>
      {trial.changed.length === 0 ? (
        <p className="t3 f12">{t('trial.nothing')}</p>
      ) : (
        <ul className="changes">
          {trial.changed.map((change) => (
            <li key={change.number}>
              <span className="row">
                <Link to={`/tickets/${change.number}`}>{ticketNumber(change.number)}</Link>
                <span className="el">
                  <Marked text={change.subject} words={change.words} />
                </span>
              </span>
              <span className="row wrap f12">
                <span className="t2">
                  <VerdictMarks verdict={change.before} />
                </span>
                <Icon name="right" size="s" />
                <b>
                  <VerdictMarks verdict={change.after} />
                </b>
              </span>
              {change.words.length === 0 ? null : (
                <span className="row wrap f12">
                  <span className="t3">{t('trial.because')}</span>
                  {[...new Set(change.words)].map((word) => (
                    <mark key={word} className="why">
                      {word}
                    </mark>
                  ))}
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
      <p className="row f12 t3">
        <Icon name="info" size="s" />
        {t('trial.harmless')}
      </p>
    </section>
  );
};
