-- Clusters of what customers speak of. A row stays the same topic from day to day (`centre` finds it again), and what
-- people decided about it (name, pin, merge, split) outlives every recomputation.
create table insight_topic (
  id uuid primary key,
  label text not null,
  -- A person gave it this name; a recomputation leaves it.
  named boolean not null default false,
  pinned boolean not null default false,
  -- Merged: what is found of it counts for the other one.
  merged_into uuid references insight_topic,
  words text[] not null default '{}',
  places text[] not null default '{}',
  centre jsonb not null default '[]',
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index insight_topic_merged on insight_topic (merged_into) where merged_into is not null;

create table insight_topic_ticket (
  ticket_id uuid primary key,
  topic_id uuid not null references insight_topic,
  -- The most typical first.
  rank int not null,
  said_at timestamptz not null,
  department_id uuid not null,
  -- Who spoke, as an opaque key.
  speaker text not null,
  category_key text not null default '',
  region text not null default '',
  product text not null default '',
  channel text not null default '',
  votes int not null default 0,
  -- A person put it there; a recomputation leaves it.
  placed boolean not null default false
);
create index insight_topic_ticket_topic on insight_topic_ticket (topic_id, said_at desc, ticket_id) include (department_id, speaker, votes);
create index insight_topic_ticket_said on insight_topic_ticket (said_at desc, ticket_id) include (topic_id, department_id, speaker, votes);
create index insight_topic_ticket_rank on insight_topic_ticket (topic_id, rank);

create table insight_topic_run (
  id uuid primary key,
  state text not null check (state in ('waiting', 'running', 'done', 'failed')),
  period_from timestamptz not null,
  period_until timestamptz not null,
  progress real not null default 0,
  tickets int not null default 0,
  topics int not null default 0,
  problem text not null default '',
  started_by uuid,
  started_at timestamptz not null,
  finished_at timestamptz
);
create index insight_topic_run_order on insight_topic_run (started_at desc);
-- One at a time in all processes.
create unique index insight_topic_run_one on insight_topic_run ((true)) where state in ('waiting', 'running');

alter table insight_topic_ticket enable row level security;
alter table insight_topic_ticket force row level security;
create policy insight_topic_ticket_reach on insight_topic_ticket using (
  (select current_setting('huiyin.reach', true)) = 'all'
  or ((select current_setting('huiyin.reach', true)) = 'units'
      and department_id = any ((select nullif(current_setting('huiyin.units', true), '')::uuid[])::uuid[])));
