create table department (
  id uuid primary key,
  parent_id uuid references department,
  name text not null,
  name_en text not null default '',
  region text not null default '',
  sort int not null default 0,
  closed_at timestamptz
);
create index department_parent on department (parent_id);

create table outlet (
  id uuid primary key,
  name text not null unique,
  region text not null default '',
  department_id uuid references department
);

create table role (
  key text primary key,
  permissions text[] not null,
  -- all | units (own department and all below) | own
  reach text not null check (reach in ('all', 'units', 'own')),
  sort int not null default 0
);

create table person (
  id uuid primary key,
  username text not null,
  display_name text not null,
  email text not null default '',
  password_hash text,
  role_key text not null references role,
  department_id uuid references department,
  locale text not null default 'zh-CN',
  presence text not null default 'off' check (presence in ('on', 'busy', 'off')),
  skills text[] not null default '{}',
  -- How much open work is meant to be enough; shown beside the load.
  capacity int not null default 30 check (capacity >= 0),
  active boolean not null default true,
  created_at timestamptz not null,
  version int not null default 1
);
create unique index person_username on person (lower(username));
create index person_department on person (department_id) where active;

create table api_token (
  id uuid primary key,
  token_hash bytea not null unique,
  name text not null,
  person_id uuid not null references person,
  scopes text[] not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  used_at timestamptz,
  revoked_at timestamptz
);
create index api_token_person on api_token (person_id);

insert into role (key, permissions, reach, sort) values
 ('admin', '{ticket.read,ticket.create,ticket.reply,ticket.note,ticket.transition,ticket.assign,ticket.classify,ticket.archive,customer.read,customer.reveal,customer.edit,import.run,board.read,outbox.read,job.manage,rule.manage,staff.read,staff.manage,template.read,template.manage,sla.manage,spam.manage,token.manage,audit.read,instance.manage}', 'all', 1),
 ('supervisor', '{ticket.read,ticket.create,ticket.reply,ticket.note,ticket.transition,ticket.assign,ticket.classify,ticket.archive,customer.read,customer.reveal,customer.edit,import.run,board.read,outbox.read,staff.read,template.read,template.manage,spam.manage,rule.manage,sla.manage,audit.read}', 'units', 2),
 ('agent', '{ticket.read,ticket.create,ticket.reply,ticket.note,ticket.transition,ticket.assign,ticket.classify,customer.read,customer.reveal,customer.edit,board.read,staff.read,template.read,spam.manage}', 'units', 3),
 ('handler', '{ticket.read,ticket.note,ticket.reply,ticket.transition,ticket.assign,customer.read,staff.read,template.read}', 'units', 4),
 ('auditor', '{ticket.read,customer.read,board.read,outbox.read,staff.read,template.read,audit.read}', 'all', 5);
