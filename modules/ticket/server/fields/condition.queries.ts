import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';
import type { Scope } from '../scope.ts';
import { dayNumber } from './value-rows.ts';

type Sql = RawBuilder<unknown>;
type Of = { readonly key: string; readonly slot: number };

export type FieldCondition =
  /** `words` as rows of values hold them (a node stands for what is below it), `values` as the ticket holds them. */
  | (Of & { readonly is: 'words'; readonly words: readonly string[]; readonly values: readonly string[] })
  | (Of & { readonly is: 'number'; readonly min: number | undefined; readonly max: number | undefined })
  | (Of & { readonly is: 'day'; readonly min: string | undefined; readonly max: string | undefined })
  | (Of & { readonly is: 'text'; readonly like: string; readonly contains: string });

const between = (value: Sql, min: Sql | null, max: Sql | null): Sql =>
  sql.join(
    [min === null ? sql`true` : sql`${value} >= ${min}`, max === null ? sql`true` : sql`${value} <= ${max}`],
    sql` and `,
  );

/** What a ticket holds, decided on its own row; `case`, because what came before the field was defined may be anything. */
export const holdsValue = (condition: FieldCondition): Sql => {
  const { key } = condition;
  const text = sql`(ticket.fields ->> ${key}::text)`;
  switch (condition.is) {
    case 'words':
      return sql`(ticket.fields -> ${key}::text) ?| ${[...condition.values]}::text[]`;
    case 'number': {
      const [min, max] = [condition.min, condition.max].map((bound) =>
        bound === undefined ? null : sql`${bound}::double precision`,
      );
      return sql`(case when jsonb_typeof(ticket.fields -> ${key}::text) = 'number'
        then ${between(sql`${text}::double precision`, min ?? null, max ?? null)} else false end)`;
    }
    case 'day': {
      const [min, max] = [condition.min, condition.max].map((bound) =>
        bound === undefined ? null : sql`${bound}::text`,
      );
      return sql`(${text} ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' and ${between(sql`${text} collate "C"`, min ?? null, max ?? null)})`;
    }
    case 'text':
      return sql`lower(normalize(${text}, NFKC)) like ${condition.like}`;
  }
};

/** The same on the rows that only find. */
const foundBy = (condition: FieldCondition): Sql => {
  const { slot } = condition;
  if (condition.is === 'words')
    return sql`value.slot = ${slot} and value.number is null and value.word = any (${[...condition.words]}::text[])`;
  if (condition.is === 'text') return sql`false`;
  const [min, max] = [condition.min, condition.max].map((bound) =>
    bound === undefined ? null : sql`${typeof bound === 'string' ? dayNumber(bound) : bound}::double precision`,
  );
  return sql`value.slot = ${slot} and value.number is not null and ${between(sql`value.number`, min ?? null, max ?? null)}`;
};

/** The places of the tickets that a reader may reach and that fulfil a condition, as far as the limit. */
export const fewSeqs = async (tx: Tx, condition: FieldCondition, scope: Scope, limit: number): Promise<number[]> => {
  const inside =
    scope.departments === null ? sql`true` : sql`value.department_id = any (${[...scope.departments]}::uuid[])`;
  const own =
    scope.own === null
      ? sql``
      : sql`union (select ticket.seq from ticket where ticket.owner_id = ${scope.own.person} and ${holdsValue(condition)} limit ${limit})`;
  const found = await sql<{ seq: number }>`
    (select value.seq from ticket_field_value as value where ${foundBy(condition)} and ${inside} limit ${limit}) ${own}`.execute(
    tx,
  );
  return found.rows.map((row) => row.seq);
};

/** One ordered range of values per (department, word), newest first; `matches` decides about each ticket. */
export const rangesOfWords = (
  by: { readonly slot: number; readonly words: readonly string[] },
  places: Sql,
  part: { readonly matches: Sql; readonly before: number | null; readonly limit: number },
): Sql => {
  const before = part.before === null ? sql`true` : sql`value.seq < ${part.before}`;
  // A ticket may have several of the words.
  return sql`(select distinct found.seq, null::timestamptz as key from ${places} as place
    cross join unnest(${[...by.words]}::text[]) as asked (word)
    cross join lateral (
      select value.seq from ticket_field_value as value join ticket on ticket.id = value.ticket_id
      where value.slot = ${by.slot} and value.word = asked.word and value.department_id = place.id and value.number is null
        and ${before} and ${part.matches}
      order by value.seq desc limit ${part.limit}) as found)`;
};
