import type { ReactElement } from 'react';
import { useNavigate } from 'react-router';
import { useText } from '#platform/web/i18n.ts';
import { Button, CopyButton, Empty } from '#platform/web/parts/index.ts';
import { useRoute } from '#platform/web/query.ts';
import { useCan } from '#platform/web/session.tsx';
import { ticketRoutes } from '../../contract.ts';
import { isFiltered, type UrlFilter } from '../filter-url.ts';
import { countKeyOf, type Source } from './trays.ts';
import { useCounts } from './view-line.tsx';

type EmptyProps = {
  readonly source: Source;
  readonly filter: UrlFilter;
  readonly onFilter: (filter: UrlFilter) => void;
  readonly onSource: (key: string) => void;
};

/** Nothing has ever come in: how to begin. */
const FirstUse = (): ReactElement => {
  const t = useText('ticket');
  const can = useCan();
  const navigate = useNavigate();
  return (
    <Empty kind="first" title={t('empty.firstTitle')} text={t('empty.firstText')}>
      <CopyButton text={`${window.location.origin}/f`} label={t('empty.copyLink')} />
      {can('import.run') ? (
        <Button onClick={() => void navigate('/settings/imports')}>{t('empty.import')}</Button>
      ) : null}
    </Empty>
  );
};

const DoneHere = ({ source, onSource }: Pick<EmptyProps, 'source' | 'onSource'>): ReactElement => {
  const t = useText('ticket');
  const counts = useCounts();
  const place = source.kind === 'place' ? source.place : 'view';
  const waiting = (next: 'pool' | 'soon'): number => (place === next ? 0 : (counts?.[countKeyOf(next)].count ?? 0));
  const next = waiting('pool') > 0 ? 'pool' : waiting('soon') > 0 ? 'soon' : undefined;
  if (place === 'followed')
    return <Empty kind="first" icon="star" title={t('empty.followedTitle')} text={t('empty.followedText')} />;
  if (!next) return <Empty kind="done" title={t(`empty.done.${place}`)} text={t('empty.doneText')} />;
  return (
    <Empty kind="done" title={t(`empty.done.${place}`)} text={t(`empty.next.${next}`, { count: waiting(next) })}>
      <Button tone="primary" keys={next === 'pool' ? 'G P' : 'G S'} onClick={() => onSource(next)}>
        {t(`empty.to.${next}`)}
      </Button>
    </Empty>
  );
};

/** An empty list says which kind of empty it is. */
export const ListEmpty = ({ source, filter, onFilter, onSource }: EmptyProps): ReactElement | null => {
  const t = useText('ticket');
  const can = useCan();
  const any = useRoute(ticketRoutes.list, { query: { state: ['all'], limit: 1 } });
  if (isFiltered(filter)) {
    return (
      <Empty kind="none" title={t('empty.noneTitle')} text={t('empty.noneText')}>
        <Button onClick={() => onFilter({})}>{t('filter.clear')}</Button>
      </Empty>
    );
  }
  if (!any.data && !any.error) return null;
  // Who cannot bring anything in has nothing to begin with.
  const first = any.data?.items.length === 0 && can('ticket.create');
  return first ? <FirstUse /> : <DoneHere source={source} onSource={onSource} />;
};
