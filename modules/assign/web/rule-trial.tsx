import './rules.css';
import { type ReactElement, useEffect, useRef } from 'react';
import { Link } from 'react-router';
import type { ReplyOf } from '#platform/contract/route.ts';
import { ticketNumber } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Icon } from '#platform/web/parts/index.ts';
import type { tryAssignRules } from '../contract.ts';

type Trial = ReplyOf<typeof tryAssignRules>;

/** Who would get more, who less: the sum of the moves by department. */
const Balance = ({ moved }: { readonly moved: Trial['moved'] }): ReactElement => {
  const sums = new Map<string, number>();
  for (const { from, to } of moved) {
    sums.set(from, (sums.get(from) ?? 0) - 1);
    sums.set(to, (sums.get(to) ?? 0) + 1);
  }
  return (
    <p className="row wrap f12" style={{ gap: 12 }}>
      {[...sums]
        .filter(([, sum]) => sum !== 0)
        .map(([name, sum]) => (
          <span key={name}>
            {name} <b>{sum > 0 ? `+${sum}` : sum}</b>
          </span>
        ))}
    </p>
  );
};

/** Where the last hundred tickets would have gone, beside where they are. */
export const RuleTrial = ({ trial }: { readonly trial: Trial }): ReactElement => {
  const t = useText('assign');
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
      aria-label={t('trial.run')}
      role="status"
    >
      <b>{t('trial.sum', { tried: trial.tried, moved: trial.moved.length })}</b>
      {trial.moved.length === 0 ? (
        <p className="t3 f12">{t('trial.nothing')}</p>
      ) : (
        <>
          <Balance moved={trial.moved} />
          <ul className="moves">
            {trial.moved.map((move) => (
              <li key={move.number}>
                <span className="row">
                  <Link to={`/tickets/${move.number}`}>{ticketNumber(move.number)}</Link>
                  <span className="el">{move.subject}</span>
                </span>
                <span className="row wrap f12">
                  <span className="t2">{move.from}</span>
                  <Icon name="right" size="s" />
                  <b>{move.to}</b>
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      <p className="row f12 t3">
        <Icon name="info" size="s" />
        {t('trial.harmless')}
      </p>
    </section>
  );
};
