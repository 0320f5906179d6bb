-- What the counters below already hold of each ticket, so that a refresh adds only the difference (and adds it once).
-- Days and hours are those of the calendar of Asia/Shanghai.
create table insight_fact (
  ticket_id uuid primary key,
  day date not null,
  hour smallint not null,
  arrived_at timestamptz not null,
  department_id uuid not null,
  category_key text not null,
  kind text not null,
  channel text not null,
  open int not null,
  overdue int not null,
  breached int not null,
  replied int not null,
  asked int not null,
  rated int not null,
  rating_sum int not null,
  concluded int not null,
  closed int not null,
  closed_first int not null,
  wait_minutes int,
  ended_day date,
  -- How many more times to look at it: sla writes into the ticket after the same events, in its own time.
  settle smallint not null default 0
) with (fillfactor = 80);
create index insight_fact_arrival on insight_fact (arrived_at) include (department_id);
create index insight_fact_unsettled on insight_fact (ticket_id) where settle > 0;

-- Everything counts for the day of arrival, but `ended` for the day on which the case ended.
create table insight_cell (
  day date not null,
  department_id uuid not null,
  opened bigint not null default 0,
  open bigint not null default 0,
  overdue bigint not null default 0,
  breached bigint not null default 0,
  replied bigint not null default 0,
  asked bigint not null default 0,
  rated bigint not null default 0,
  rating_sum bigint not null default 0,
  concluded bigint not null default 0,
  closed bigint not null default 0,
  closed_first bigint not null default 0,
  ended bigint not null default 0,
  primary key (day, department_id)
) with (fillfactor = 50);

-- Arrivals by one facet at a time: all of them crossed would be as many rows as tickets.
create table insight_slice (
  facet text not null check (facet in ('category', 'kind', 'channel')),
  day date not null,
  department_id uuid not null,
  key text not null,
  opened bigint not null default 0,
  primary key (facet, day, department_id, key)
) with (fillfactor = 70);

create table insight_hour (
  day date not null,
  department_id uuid not null,
  hour smallint not null,
  opened bigint not null default 0,
  primary key (day, department_id, hour)
) with (fillfactor = 70);

-- How long customers waited for the first answer: a histogram, exact below ten minutes, within 6 % beyond.
create table insight_wait (
  day date not null,
  department_id uuid not null,
  minutes int not null,
  replies bigint not null default 0,
  primary key (day, department_id, minutes)
) with (fillfactor = 70);

-- Between which sequence numbers the tickets of a day lie, so that a list of some days walks no others.
create table insight_day (
  day date primary key,
  first_seq bigint not null,
  last_seq bigint not null
);

do $$
declare
  name text;
begin
  foreach name in array array['insight_fact', 'insight_cell', 'insight_slice', 'insight_hour', 'insight_wait'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format($policy$create policy %I on %I using (
      (select current_setting('huiyin.reach', true)) = 'all'
      or ((select current_setting('huiyin.reach', true)) = 'units'
          and department_id = any ((select nullif(current_setting('huiyin.units', true), '')::uuid[])::uuid[])))$policy$,
      name || '_reach', name);
  end loop;
end
$$;
