-- Sketches of what was said lately: near-identical words are found by a shared band, whoever sent them.
create table near_sketch (
  ticket_id uuid primary key,
  sketch bytea not null,
  category_key text not null default '',
  created_at timestamptz not null
);
create index near_sketch_category on near_sketch (category_key, created_at);
create index near_sketch_age on near_sketch (created_at);

create table near_band (
  band text not null,
  created_at timestamptz not null,
  ticket_id uuid not null,
  primary key (band, created_at, ticket_id)
);
create index near_band_age on near_band (created_at);

-- Many tickets about one matter, handled as one: its own ticket is the parent, theirs are the children.
create table batch_event (
  id uuid primary key,
  ticket_id uuid not null unique,
  label text not null,
  words text[] not null default '{}',
  places text[] not null default '{}',
  state text not null check (state in ('open', 'closed')),
  -- Why it was opened: how many within how many minutes, and how many are usual in that time.
  found int not null default 0,
  window_minutes int not null default 0,
  usual real not null default 0,
  -- Empty where the product opened it by itself.
  made_by uuid,
  opened_at timestamptz not null,
  closed_at timestamptz
);
create index batch_event_order on batch_event (opened_at desc, id desc);
create index batch_event_open on batch_event (opened_at desc) where state = 'open';

-- A child that a person took out stays here as such, so that no machine puts it back.
create table batch_child (
  event_id uuid not null references batch_event,
  ticket_id uuid not null,
  added_at timestamptz not null,
  added_by uuid,
  removed_at timestamptz,
  removed_by uuid,
  primary key (event_id, ticket_id)
);
create unique index batch_child_one on batch_child (ticket_id) where removed_at is null;
create index batch_child_order on batch_child (event_id, added_at desc, ticket_id desc) where removed_at is null;

-- One thing done to all children: tell their customers, or close them.
create table batch_run (
  id uuid primary key,
  event_id uuid not null references batch_event,
  kind text not null check (kind in ('notice', 'close')),
  body text not null default '',
  reason text not null default '',
  state text not null check (state in ('running', 'done')),
  started_by uuid not null,
  started_at timestamptz not null,
  finished_at timestamptz
);
create index batch_run_event on batch_run (event_id, started_at desc);

create table batch_run_row (
  run_id uuid not null references batch_run,
  ticket_id uuid not null,
  place int not null,
  state text not null check (state in ('waiting', 'done', 'skipped', 'failed')),
  code text not null default '',
  done_at timestamptz,
  primary key (run_id, ticket_id)
);
create index batch_run_row_order on batch_run_row (run_id, place);
create index batch_run_row_waiting on batch_run_row (run_id, place) where state = 'waiting';

create table batch_policy (
  only_one boolean primary key default true check (only_one),
  enabled boolean not null default true,
  -- So many similar ones within so many minutes open an event.
  least int not null default 20 check (least between 3 and 1000),
  window_minutes int not null default 60 check (window_minutes between 5 and 1440),
  -- Fewer do, if they are so many times what is usual.
  least_unusual int not null default 8 check (least_unusual between 3 and 1000),
  factor real not null default 5 check (factor between 2 and 100),
  -- Until when the next look is promised: one look for many arrivals.
  look_at timestamptz not null default '-infinity'
);
insert into batch_policy default values;
