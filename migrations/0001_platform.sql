-- Events: what happened, in the transaction in which it happened. The same rows are the timeline of their subject.
create table event (
  id bigint generated always as identity primary key,
  xid xid8 not null default pg_current_xact_id(),
  name text not null,
  subject_id uuid not null,
  actor_kind text not null,
  actor_id uuid,
  actor_name text not null default '',
  at timestamptz not null,
  data jsonb not null default '{}'
);
create index event_order on event (xid, id);
create index event_subject on event (subject_id, id);

create table event_cursor (
  name text primary key,
  xid xid8 not null default '0',
  event_id bigint not null default 0,
  moved_at timestamptz
);
insert into event_cursor (name) values ('dispatch');

create table event_delivery (
  subscriber text not null,
  batch_id text not null,
  at timestamptz not null,
  primary key (subscriber, batch_id)
);

-- One row: what makes this instance itself. The key signs links and permutes ticket numbers.
create table instance (
  only_row boolean primary key default true check (only_row),
  secret bytea not null,
  company_name text not null default '回音 Huiyin',
  created_at timestamptz not null default now()
);

create table session (
  token_hash bytea primary key,
  person_id uuid not null,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  user_agent text not null default ''
);
create index session_person on session (person_id);
create index session_expiry on session (expires_at);

-- Attempts at something guessable (login, tracking by number and phone tail), counted per key and window.
create table attempt (
  key text primary key,
  count int not null,
  since timestamptz not null,
  blocked_until timestamptz
);
