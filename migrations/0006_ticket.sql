create sequence ticket_number_seq increment by 100;

create table category (
  key text primary key,
  parent_key text references category,
  name text not null,
  name_en text not null default '',
  sort int not null default 0,
  closed_at timestamptz
);

create table ticket (
  id uuid primary key,
  seq bigint not null,
  number text not null,
  kind text not null check (kind in ('complaint', 'suggestion', 'inquiry', 'praise')),
  category_key text,
  level smallint not null check (level between 1 and 3),
  sentiment smallint not null default 0,
  channel text not null,
  subject text not null,
  state text not null check (state in ('new', 'verifying', 'resolving', 'replying', 'awaiting', 'closed', 'archived', 'declined', 'spam')),
  region text not null default '',
  outlet_id uuid,
  customer_id uuid,
  customer_name text not null default '',
  customer_tier text not null default 'standard',
  department_id uuid not null,
  owner_id uuid,
  created_by uuid,
  occurred_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  accepted_at timestamptz,
  verified_at timestamptz,
  resolved_at timestamptz,
  first_reply_at timestamptz,
  answered_at timestamptz,
  closed_at timestamptz,
  archived_at timestamptz,
  close_reason text,
  -- The next promise that ends, kept here by sla so that a list sorts without a join.
  next_due_at timestamptz,
  next_clock text,
  paused_reason text,
  breached boolean not null default false,
  rating smallint check (rating between 1 and 5),
  reopen_count int not null default 0,
  transfer_count int not null default 0,
  urge_count int not null default 0,
  message_count int not null default 0,
  -- The customer spoke last and nobody has answered yet.
  needs_answer boolean not null default true,
  linked_to uuid,
  source_key text,
  fields jsonb not null default '{}',
  triage jsonb not null default '{}',
  version int not null default 1
);
create unique index ticket_number on ticket (number);
create unique index ticket_seq on ticket (seq);
create unique index ticket_source on ticket (source_key) where source_key is not null;
create index ticket_customer on ticket (customer_id, created_at desc) where customer_id is not null;
create index ticket_linked on ticket (linked_to) where linked_to is not null;

alter table ticket enable row level security;
alter table ticket force row level security;
create policy ticket_reach on ticket using (
  (select current_setting('huiyin.reach', true)) = 'all'
  or ((select current_setting('huiyin.reach', true)) = 'units'
      and department_id = any ((select nullif(current_setting('huiyin.units', true), '')::uuid[])))
  or ((select current_setting('huiyin.reach', true)) in ('units', 'own')
      and owner_id = (select nullif(current_setting('huiyin.person', true), '')::uuid))
);

create table ticket_message (
  id uuid primary key,
  ticket_id uuid not null references ticket,
  -- in: from the customer; out: to the customer; note: internal only
  direction text not null check (direction in ('in', 'out', 'note')),
  author_kind text not null check (author_kind in ('customer', 'person', 'system')),
  author_id uuid,
  author_name text not null default '',
  body text not null,
  channel text not null,
  created_at timestamptz not null,
  client_key text
);
create index ticket_message_thread on ticket_message (ticket_id, created_at, id);
create unique index ticket_message_once on ticket_message (ticket_id, client_key) where client_key is not null;
alter table ticket_message enable row level security;
alter table ticket_message force row level security;
create policy ticket_message_reach on ticket_message using (
  (select current_setting('huiyin.reach', true)) = 'all'
  or exists (select 1 from ticket where ticket.id = ticket_message.ticket_id)
);

create table attachment (
  id uuid primary key,
  ticket_id uuid references ticket,
  message_id uuid,
  sha256 text not null,
  name text not null,
  mime text not null,
  kind text not null,
  bytes bigint not null,
  scanned text not null,
  created_at timestamptz not null
);
create index attachment_ticket on attachment (ticket_id) where ticket_id is not null;
create index attachment_unclaimed on attachment (created_at) where ticket_id is null;

-- Written by a job right after: an entry in the GIN index inside intake cost up to half the rate.
create table ticket_search (
  ticket_id uuid primary key,
  seq bigint not null,
  words tsvector not null,
  body text not null
);
create index ticket_search_words on ticket_search using gin (words) with (fastupdate = on);
create index ticket_search_seq on ticket_search (seq desc);

create table ticket_follow (
  person_id uuid not null,
  ticket_id uuid not null references ticket,
  primary key (person_id, ticket_id)
);

create table ticket_view (
  id uuid primary key,
  owner_id uuid,
  name text not null,
  query jsonb not null,
  shared boolean not null default false,
  sort int not null default 0
);
create index ticket_view_owner on ticket_view (owner_id);

create table ticket_draft (
  ticket_id uuid not null references ticket,
  person_id uuid not null,
  mode text not null check (mode in ('out', 'note')),
  body text not null,
  saved_at timestamptz not null,
  primary key (ticket_id, person_id)
);

-- What has to be done about a ticket besides answering it (a low score to follow up, a call to make).
create table ticket_task (
  id uuid primary key,
  ticket_id uuid not null references ticket,
  kind text not null,
  title_key text not null,
  department_id uuid not null,
  owner_id uuid,
  due_at timestamptz not null,
  done_at timestamptz,
  done_by uuid,
  created_at timestamptz not null,
  once_key text unique
);
create index ticket_task_ticket on ticket_task (ticket_id);
create index ticket_task_open on ticket_task (owner_id, due_at) where done_at is null;
