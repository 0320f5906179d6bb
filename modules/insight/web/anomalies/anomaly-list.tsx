import type { ReactElement } from 'react';
import { number } from '#platform/web/format.ts';
import { useLanguage, useText } from '#platform/web/i18n.ts';
import { Badge, type BadgeTone, Button } from '#platform/web/parts/index.ts';
import type { Anomaly, AnomalyState } from '../../contract.ts';
import { usualWords, valueWords } from './anomaly-words.ts';

const tones: Readonly<Record<AnomalyState, BadgeTone>> = { open: 'near', explained: 'met', closed: 'hold' };

export const StateBadge = ({ state }: { readonly state: AnomalyState }): ReactElement => {
  const t = useText('insight');
  return <Badge tone={tones[state]}>{t(`anomaly.state.${state}`)}</Badge>;
};

type ListProps = {
  readonly rows: readonly Anomaly[];
  readonly chosen: string | undefined;
  readonly onChoose: (id: string) => void;
  readonly more: { readonly onMore: () => void; readonly busy: boolean } | undefined;
};

export const AnomalyList = ({ rows, chosen, onChoose, more }: ListProps): ReactElement => {
  const t = useText('insight');
  const english = useLanguage() === 'en';
  return (
    <ul className="pane-list" aria-label={t('anomaly.list')}>
      {rows.map((one) => (
        <li key={one.id}>
          <button
            type="button"
            className={one.id === chosen ? 'pane-row on' : 'pane-row'}
            aria-current={one.id === chosen ? 'true' : undefined}
            onClick={() => onChoose(one.id)}
          >
            <span className="row">
              <span className="el sp name">{valueWords(t, one, english)}</span>
              <b>{number(one.count)}</b>
            </span>
            <span className="row f12 t3">
              <span className="el sp">
                {one.day} {t(`anomaly.dimension.${one.dimension}`)}
              </span>
              <span>{t('anomaly.times', { expected: usualWords(one.expected) })}</span>
            </span>
            <span className="row">
              <StateBadge state={one.state} />
            </span>
          </button>
        </li>
      ))}
      {more ? (
        <li className="anomaly-more">
          <Button busy={more.busy} onClick={more.onMore}>
            {t('anomaly.more')}
          </Button>
        </li>
      ) : null}
    </ul>
  );
};
