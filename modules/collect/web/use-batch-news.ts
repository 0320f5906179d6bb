import { useEffect } from 'react';
import { useText } from '#platform/web/i18n.ts';
import { useRoute } from '#platform/web/query.ts';
import { useCan } from '#platform/web/session.tsx';
import { toast } from '#platform/web/toast.ts';
import { countBatchEvents } from '../contract.ts';

const newsSeconds = 20;

// Of the page, not of a component: the rail counts the same place in several spots, and news is told once.
let known: string | null | undefined;

/** How many are open, for the rail; who makes the rules is told of each new one wherever he is. */
export const useBatchCount = (): number | undefined => {
  const t = useText('collect');
  const can = useCan();
  const { data } = useRoute(countBatchEvents, {});
  const newest = data?.newest;
  const supervises = can('rule.manage');
  useEffect(() => {
    if (newest === undefined) return;
    const before = known;
    known = newest?.id ?? null;
    if (!supervises || before === undefined || newest === null || newest.id === before) return;
    toast({
      text: t('batch.opened', { label: newest.label, count: newest.children }),
      icon: 'flag',
      seconds: newsSeconds,
    });
  }, [newest, supervises, t]);
  return data?.count;
};
