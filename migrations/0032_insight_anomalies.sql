-- Days and hours on which far more was said than their own history lets expect, and what people found to be the cause.
create table insight_anomaly (
  id uuid primary key,
  day date not null,
  dimension text not null check (dimension in ('total', 'hour', 'category', 'kind', 'region', 'outlet', 'product', 'channel', 'department')),
  key text not null,
  -- Set where the dimension is the department: only those may be seen by who reaches a part of the company.
  department_id uuid,
  count int not null,
  expected real not null,
  -- Chance of so many or more in an ordinary day, and among how many looks this one was found.
  chance double precision not null,
  looks int not null,
  -- [{dimension, key, count, expected, share}]: what explains the excess, the largest part first.
  contributors jsonb not null default '[]',
  example_ids uuid[] not null default '{}',
  state text not null default 'open' check (state in ('open', 'explained', 'closed')),
  cause text not null default '',
  noted_by uuid,
  noted_name text not null default '',
  noted_at timestamptz,
  found_at timestamptz not null,
  unique (day, dimension, key)
);
create index insight_anomaly_order on insight_anomaly (day desc, id desc);
create index insight_anomaly_open on insight_anomaly (day desc, id desc) where state = 'open';
alter table insight_anomaly enable row level security;
alter table insight_anomaly force row level security;
create policy insight_anomaly_reach on insight_anomaly using (
  (select current_setting('huiyin.reach', true)) = 'all'
  or ((select current_setting('huiyin.reach', true)) = 'units'
      and department_id = any ((select nullif(current_setting('huiyin.units', true), '')::uuid[])::uuid[])));
