import { useCallback, useMemo, useRef, useState } from 'react';
import type { TicketListRow } from '../../contract.ts';

/** Which rows are chosen for a bulk step; shift takes everything since the last one. */
export const usePicks = (rows: readonly TicketListRow[]) => {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const last = useRef<string | null>(null);
  const toggle = useCallback(
    (row: TicketListRow, range: boolean) => {
      const from = rows.findIndex((each) => each.number === last.current);
      const to = rows.findIndex((each) => each.number === row.number);
      last.current = row.number;
      setChosen((before) => {
        const next = new Set(before);
        if (range && from >= 0 && to >= 0) {
          for (const each of rows.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(each.number);
        } else if (!next.delete(row.number)) next.add(row.number);
        return next;
      });
    },
    [rows],
  );
  const clear = useCallback(() => setChosen(new Set()), []);
  const replace = useCallback((numbers: readonly string[]) => setChosen(new Set(numbers)), []);
  // What has left the list is not acted upon behind its back.
  const numbers = useMemo(() => rows.filter((row) => chosen.has(row.number)).map((row) => row.number), [rows, chosen]);
  return { chosen, numbers, toggle, clear, replace };
};
