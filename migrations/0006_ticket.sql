create sequence ticket_number_seq;

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
  -- Latest outbound message of this round; emptied by a reopening, because each round is answered anew.
  round_reply_at timestamptz,
  answered_at timestamptz,
  closed_at timestamptz,
  archived_at timestamptz,
  close_reason text,
  -- The next promise that ends, kept here by sla so that a list sorts without a join.
  next_due_at timestamptz,
  -- A column and not an expression in the indexes: only so can a list be read from the index alone.
  due_key timestamptz not null generated always as (coalesce(next_due_at, 'infinity'::timestamptz)) stored,
  next_clock text,
  paused_reason text,
  breached boolean not null default false,
  rating smallint check (rating between 1 and 5),
  reopen_count int not null default 0,
  transfer_count int not null default 0,
  urge_count int not null default 0,
  urged_at timestamptz,
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

-- A list is read as one ordered index range per (department, state) of the reader, merged: no filter on reach or state
-- ever walks past rows. The included columns let the other filters be decided inside the index.
create index ticket_list_new on ticket (department_id, state, seq desc) include (owner_id, kind, level, channel, category_key);
create index ticket_list_updated on ticket (department_id, state, updated_at desc, seq desc) include (owner_id, kind, level, channel, category_key);
create index ticket_list_due on ticket (department_id, state, due_key, seq) include (owner_id, kind, level, channel, category_key)
  where state in ('new', 'verifying', 'resolving', 'replying', 'awaiting');
create index ticket_list_category on ticket (category_key, department_id, seq desc) include (state, owner_id, kind, level, channel);
-- By owner, then department: what a person owns outside of his own departments is a range too.
create index ticket_owner_new on ticket (owner_id, department_id, state, seq desc) where owner_id is not null;
create index ticket_owner_updated on ticket (owner_id, department_id, state, updated_at desc, seq desc) where owner_id is not null;
create index ticket_owner_due on ticket (owner_id, department_id, state, due_key, seq)
  where owner_id is not null and state in ('new', 'verifying', 'resolving', 'replying', 'awaiting');
create index ticket_pool on ticket (department_id, state, due_key, seq)
  where owner_id is null and state in ('new', 'verifying', 'resolving', 'replying', 'awaiting');
create index ticket_breached on ticket (department_id, state, seq desc) where breached;

-- Lists are read from the indexes alone as long as vacuum keeps up; the default waits for a fifth of the table to change.
alter table ticket set (autovacuum_vacuum_scale_factor = 0.03, autovacuum_vacuum_insert_scale_factor = 0.03, autovacuum_analyze_scale_factor = 0.03);

alter table ticket enable row level security;
alter table ticket force row level security;
create policy ticket_reach on ticket using (
  (select current_setting('huiyin.reach', true)) = 'all'
  or ((select current_setting('huiyin.reach', true)) = 'units'
      and department_id = any ((select nullif(current_setting('huiyin.units', true), '')::uuid[])::uuid[]))
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
create index attachment_unclaimed on attachment (created_at) where message_id is null;
create index attachment_content on attachment (sha256);

-- Written by a job right after: an entry in the GIN index inside intake cost up to half the rate.
-- Besides the words, each row holds lexemes that begin with ~ for the newest-first windows and the reader's reach
-- (ticket-search.queries.ts). No row-level security here: its conditions would keep the GIN index from being used,
-- because neither @@ nor LIKE is leakproof; every search joins `ticket`, whose policy decides.
create table ticket_search (
  ticket_id uuid primary key,
  seq bigint not null,
  words tsvector not null,
  body text not null
);
create index ticket_search_words on ticket_search using gin (words) with (fastupdate = on, gin_pending_list_limit = 512);
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
  -- Kept here, because who helps with a task need not reach the ticket.
  number text not null,
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
create index ticket_task_team on ticket_task (department_id, due_at) where done_at is null;

-- For those who count (insight): what a ticket is and went through, without a word of the customer.
create view ticket_fact as
select id, seq, number, created_at, occurred_at, updated_at, department_id, owner_id, category_key, kind, level, sentiment,
       channel, region, outlet_id, customer_id, customer_tier, state,
       state in ('new', 'verifying', 'resolving', 'replying', 'awaiting') as open,
       breached, next_due_at, next_clock, paused_reason, accepted_at, verified_at, resolved_at, first_reply_at,
       answered_at, closed_at, archived_at, rating, reopen_count, transfer_count, urge_count, message_count, linked_to
from ticket;
