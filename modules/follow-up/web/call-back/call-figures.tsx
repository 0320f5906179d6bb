import './call.css';
import type { ReactElement } from 'react';
import { count, number, percent } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { useRoute } from '#platform/web/query.ts';
import { readCallBackFigures } from '../../contract.ts';

const share = (part: number, all: number): number | null => (all === 0 ? null : part / all);

type FigureProps = { readonly label: string; readonly value: string; readonly note?: string };

const Figure = ({ label, value, note }: FigureProps): ReactElement => (
  <div title={note}>
    <dt className="t3 f12">{label}</dt>
    <dd>{value}</dd>
    {note ? <dd className="sr">{note}</dd> : null}
  </div>
);

/** What waits now, and how the calls of the last 30 days went; each share says what it is made of. */
export const CallFigures = (): ReactElement | null => {
  const t = useText('follow-up');
  const { data } = useRoute(readCallBackFigures, {}, { topics: ['call-back'] });
  if (!data) return null;
  const { ended, reached, solved, attempts } = data;
  const shareText = (part: number, all: number): string => {
    const found = share(part, all);
    return found === null ? t('call.fig.none') : percent(found, 0);
  };
  return (
    <dl className="call-fig" aria-label={t('call.fig.label')}>
      <Figure label={t('call.fig.due')} value={count(data.due.count)} />
      <Figure label={t('call.fig.waiting')} value={count(data.waiting.count)} />
      <Figure
        label={`${t('call.fig.reached')} (${t('call.fig.label')})`}
        value={shareText(reached, ended)}
        note={t('call.fig.reachedNote', { part: number(reached), all: number(ended) })}
      />
      <Figure
        label={t('call.fig.solved')}
        value={shareText(solved, reached)}
        note={t('call.fig.solvedNote', { part: number(solved), all: number(reached) })}
      />
      <Figure label={t('call.fig.perCall')} value={ended === 0 ? t('call.fig.none') : (attempts / ended).toFixed(1)} />
    </dl>
  );
};
