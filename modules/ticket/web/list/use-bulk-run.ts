import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { ReplyOf } from '#platform/contract/route.ts';
import { type ApiProblem, call, toProblem } from '#platform/web/api.ts';
import { useText } from '#platform/web/i18n.ts';
import { invalidateTopics } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { ticketRoutes } from '../../contract.ts';
import type { BulkPlan } from './bulk-plan-dialog.tsx';

type Row = ReplyOf<typeof ticketRoutes.bulk>['results'][number];
export type BulkProgress = { readonly done: number; readonly of: number };

/** Rows a request: few enough that the progress moves, many enough that the way there and back does not count. */
const chunkRows = 20;

export const chunksOf = <Item>(items: readonly Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_none, index) =>
    items.slice(index * size, (index + 1) * size),
  );

const inChunks = async (
  numbers: readonly string[],
  plan: BulkPlan,
  dryRun: boolean,
  signal: AbortSignal,
  onRows: (rows: readonly Row[]) => void,
): Promise<Row[]> => {
  const rows: Row[] = [];
  for (const chunk of chunksOf(numbers, chunkRows)) {
    if (signal.aborted) return rows;
    const { results } = await call(
      ticketRoutes.bulk,
      { body: { numbers: chunk, action: plan.action, dryRun } },
      { signal },
    );
    rows.push(...results);
    onRows([...rows]);
  }
  return rows;
};

type Known = { readonly plan: BulkPlan; readonly numbers: readonly string[]; readonly rows: readonly Row[] };

/** Tried on every row first, then done to those that can; what fails in the doing stays on the screen, row by row. */
export const useBulkRun = (numbers: readonly string[], plan: BulkPlan, onDone: () => void) => {
  const t = useText('ticket');
  const client = useQueryClient();
  const [known, setKnown] = useState<Known | null>(null);
  const [progress, setProgress] = useState<BulkProgress | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  useEffect(() => {
    const gone = new AbortController();
    setProblem(null);
    inChunks(numbers, plan, true, gone.signal, () => undefined).then(
      (rows) => (gone.signal.aborted ? undefined : setKnown({ plan, numbers, rows })),
      (error: unknown) => (gone.signal.aborted ? undefined : setProblem(toProblem(error))),
    );
    return () => gone.abort();
  }, [numbers, plan]);
  const current = known?.plan === plan && known.numbers === numbers ? known : null;
  const able = current?.rows.filter((row) => row.ok).map((row) => row.number) ?? [];

  const run = async (): Promise<void> => {
    setProblem(null);
    setProgress({ done: 0, of: able.length });
    // Leaving the list does not stop what was begun: half of it done without a word would be worse.
    const { signal } = new AbortController();
    const rows = await inChunks(able, plan, false, signal, (now) => setProgress({ done: now.length, of: able.length }));
    const failed = rows.filter((row) => !row.ok);
    const done = rows.length - failed.length;
    toast({
      text: failed.length > 0 ? t('bulk.doneSome', { done, skipped: failed.length }) : t('bulk.done', { done }),
    });
    if (failed.length === 0) onDone();
    else setKnown({ plan, numbers, rows: failed });
  };
  const execute = (): void => {
    if (able.length === 0 || progress !== null) return;
    run()
      .catch((error: unknown) => setProblem(toProblem(error)))
      .finally(() => {
        setProgress(null);
        void invalidateTopics(client, ['tickets', 'macros']);
      });
  };
  return {
    /** Still trying. */
    dry: current === null && problem === null,
    run: progress,
    able,
    skipped: current?.rows.filter((row) => !row.ok) ?? [],
    problem,
    execute,
  };
};
