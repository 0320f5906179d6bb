-- Several operations on a ticket under one name. What the steps mean is the ticket's business; the words are kept here.
create table macro (
  id uuid primary key,
  name text not null,
  name_en text not null default '',
  -- mine: of the one who wrote it; department: of all in it and below it; all: of everybody
  scope text not null check (scope in ('mine', 'department', 'all')),
  owner_id uuid not null,
  department_id uuid,
  -- empty: for every category; a category counts with everything below it
  category_keys text[] not null default '{}',
  steps jsonb not null,
  enabled boolean not null default true,
  sort int not null default 100,
  version int not null default 1,
  used_count int not null default 0,
  used_at timestamptz,
  updated_at timestamptz not null default now(),
  check (scope <> 'department' or department_id is not null)
);
create index macro_order on macro (sort, id);
create index macro_owner on macro (owner_id) where scope = 'mine';
