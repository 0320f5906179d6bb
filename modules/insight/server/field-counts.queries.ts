import { sql } from 'kysely';
import type { SeqBounds } from '#modules/ticket/server/index.ts';
import type { Tx } from '#platform/server/database/index.ts';
import type { Places } from './board.queries.ts';

export type OptionCount = { key: string; count: number };

/** How many tickets of these arrivals and departments chose each option; read from an index of values alone. */
export const countOptions = async (
  tx: Tx,
  asked: {
    readonly field: string;
    readonly options: readonly string[];
    readonly places: Places;
    readonly bounds: SeqBounds;
  },
): Promise<OptionCount[]> => {
  const { field, options, places, bounds } = asked;
  const inside = places === null ? sql`true` : sql`department_id = any (${[...places]}::uuid[])`;
  const found = await sql<OptionCount>`
    select option_key as key, count(*)::int as count from ticket_field_fact
    where field_key = ${field} and option_key = any (${[...options]}::text[]) and ${inside}
      and seq >= coalesce(${bounds.first}::int8, 0) and seq <= coalesce(${bounds.last}::int8, ${Number.MAX_SAFE_INTEGER})
    group by option_key order by count desc, option_key`.execute(tx);
  return found.rows;
};
