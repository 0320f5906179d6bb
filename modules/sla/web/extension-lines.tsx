import type { ReactElement } from 'react';
import { Link } from 'react-router';
import { useFormat } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Tag } from '#platform/web/parts/index.ts';
import type { ClockView } from '../contract.ts';

/** Requests for more time about a clock, each with the approval that decides about it. */
export const ExtensionLines = ({ clock }: { readonly clock: ClockView }): ReactElement | null => {
  const t = useText('sla');
  const format = useFormat();
  if (clock.extensions.length === 0) return null;
  return (
    <ul className="sext">
      {clock.extensions.map((one) => (
        <li key={one.id} className="f12">
          <div className="row wrap">
            <Tag line>{t(`extend.state.${one.state}`)}</Tag>
            <span className="t2" title={format.full(one.newDueAt)}>
              {t('extend.until', { time: format.instant(one.newDueAt) })}
            </span>
            <span className="sp" />
            {one.requestId === null ? null : (
              <Link className="ac" to={`/approvals/${one.requestId}`}>
                {t('extend.request')}
              </Link>
            )}
          </div>
          <div className="t3">
            {one.askedBy} {one.reason}
          </div>
          {one.told ? <div className="t3">{t('extend.told')}</div> : null}
        </li>
      ))}
    </ul>
  );
};
