import './anomalies.css';
import type { ReactElement } from 'react';
import { Link } from 'react-router';
import { number } from '#platform/web/format.ts';
import { useLanguage, useText } from '#platform/web/i18n.ts';
import { Card } from '#platform/web/parts/index.ts';
import { useRoute } from '#platform/web/query.ts';
import { listAnomalies } from '../../contract.ts';
import { usualWords, valueWords } from './anomaly-words.ts';

const shown = 4;

/** What still has to be explained, on the board; absent as long as there is nothing. */
export const AnomaliesCard = (): ReactElement | null => {
  const t = useText('insight');
  const english = useLanguage() === 'en';
  const found = useRoute(
    listAnomalies,
    { query: { state: 'open', limit: shown } },
    { topics: ['anomaly'], staleMs: 60_000 },
  ).data;
  if (!found || found.open === 0) return null;
  return (
    <Card
      title={`${t('anomaly.card')} ${number(found.open)}`}
      note={t('anomaly.cardNote')}
      actions={
        <Link className="f12" to="/anomalies?state=open">
          {t('anomaly.cardAll')}
        </Link>
      }
    >
      <ul className="anomaly-open">
        {found.items.map((one) => (
          <li key={one.id} className="row wrap">
            <Link className="el sp" to={`/anomalies?state=open&anomaly=${one.id}`}>
              {t(`anomaly.dimension.${one.dimension}`)} {valueWords(t, one, english)}
            </Link>
            <span className="f12 t3">{one.day}</span>
            <b>{number(one.count)}</b>
            <span className="f12 t3">{t('anomaly.times', { expected: usualWords(one.expected) })}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
};
