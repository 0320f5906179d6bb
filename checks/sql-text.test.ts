import { describe, expect, it } from 'vitest';
import { looksLikeSql, tablesIn } from './sql-text.ts';

const read = (sql: string): string[] => tablesIn(sql).map((use) => (use.writes ? `${use.table}!` : use.table));

describe('tablesIn', () => {
  it.each([
    ['select a from ticket t join person p on p.id = t.owner_id', ['ticket', 'person']],
    ['select a from ticket t, person as p where a in (1, 2)', ['ticket', 'person']],
    ['select extract(epoch from at), substring(a from 2) from ticket', ['ticket']],
    ['select a is distinct from b from ticket for update of ticket skip locked', ['ticket']],
    ['with due as (select 1 from sla_clock), late (id) as (select 2) select * from due, late', ['sla_clock']],
    ['insert into ticket (id, at) select * from unnest($1::uuid[], $2::timestamptz[])', ['ticket!']],
    ['insert into ticket values (1) on conflict (id) do update set at = now()', ['ticket!']],
    ['update only ticket set a = b.c from incoming b where true', ['ticket!', 'incoming']],
    ['delete from ticket using person where true', ['ticket!', 'person']],
    ['merge into ticket t using (select 1) s on true when matched then update set a = 1', ['ticket!']],
    ["select 'from person' from ticket -- from person", ['ticket']],
    ['select 1 from lateral (select 1 from "ticket") x cross join lateral f(x.a)', ['ticket']],
    ['copy ticket (id, at) from stdin', ['ticket']],
    ['select period_from as "from", period_until as until from insight_run', ['insight_run']],
    ['select 1 from generate_series(1, 3) g, ticket', ['ticket']],
    ['select count(*) from ? where exists (select 1 from public.person)', ['person']],
  ])('%s', (sql, tables) => {
    expect(read(sql)).toEqual(tables);
  });
});

describe('looksLikeSql', () => {
  it.each([
    'select id from ticket',
    'SELECT 1 FROM ticket',
    'select now()',
    'delete from ticket',
    ' insert into a values (1)',
  ])('knows %s', (text) => {
    expect(looksLikeSql(text)).toBe(true);
  });
  it.each(['Select a file from the list', 'update', 'with care', 'Delete from view', 'create', 'table of contents'])(
    'leaves the sentence %s alone',
    (text) => {
      expect(looksLikeSql(text)).toBe(false);
    },
  );
});
