-- What was learned from the company's own tickets, one row per training of a field.
create table classify_model (
  id uuid primary key,
  field text not null check (field in ('kind', 'category', 'level', 'sentiment', 'spam', 'department')),
  version int not null,
  state text not null check (state in ('candidate', 'active', 'old', 'refused')),
  -- Emptied once a model is neither used nor kept for a roll-back.
  bytes bytea,
  -- The same learner without the held-out tickets: what the next model is compared with on the same tickets.
  probe bytea,
  report jsonb not null,
  rows int not null,
  asked real not null,
  -- A code: first, better, as_good, not_better, misses_level_one, unreadable, chosen, rolled_back.
  reason text not null,
  compared jsonb,
  trained_at timestamptz not null,
  activated_at timestamptz,
  unique (field, version)
);
create unique index classify_model_active on classify_model (field) where state = 'active';

-- One row per training of some fields; a row that says running while nobody holds the lock was interrupted.
create table classify_training (
  id uuid primary key,
  fields text[] not null,
  state text not null check (state in ('waiting', 'running', 'done', 'cancelled', 'failed', 'interrupted')),
  part real not null default 0,
  asked_by uuid,
  cancel_asked boolean not null default false,
  outcome jsonb not null default '[]',
  created_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz
);
create index classify_training_order on classify_training (created_at desc, id desc);

-- How many tickets of a day were decided by whom, and how many of those a person corrected.
create table classify_day (
  day date not null,
  field text not null,
  decided_by text not null,
  decided int not null default 0,
  corrected int not null default 0,
  primary key (day, field, decided_by)
);

create index classify_correction_ticket on classify_correction (ticket_id, field);
-- The precision asked for by field, where it is not the usual 0.95; the industry of the starter set that was chosen.
alter table classify_setting add column asked jsonb not null default '{}', add column industry text;
