-- Approvals for anything: flows (versioned), requests, their signers, every act, and who stands in for whom.
create table approval_flow (
  id uuid not null,
  version int not null,
  -- The newest version that is in use; at most one a flow.
  live boolean not null default true,
  kind text not null,
  name text not null,
  name_en text not null default '',
  conditions jsonb not null default '[]',
  levels jsonb not null,
  sort int not null default 100,
  enabled boolean not null default true,
  changed_by uuid references person,
  changed_at timestamptz not null default now(),
  primary key (id, version)
);
create unique index approval_flow_live on approval_flow (id) where live;
create index approval_flow_kind on approval_flow (kind, sort, id) where live;

create table approval_request (
  id uuid primary key,
  kind text not null,
  subject_id uuid not null,
  title text not null,
  link text not null default '',
  facts jsonb not null default '{}',
  -- Where the subject lies, for signers who lead its department.
  department_id uuid references department,
  flow_id uuid not null,
  flow_version int not null,
  -- The levels with the people they were planned for: a request ends by the rules under which it began.
  levels jsonb not null,
  requested_by uuid not null references person,
  reason text not null default '',
  status text not null check (status in ('open', 'returned', 'approved', 'rejected', 'withdrawn')),
  round int not null,
  submitted_round int not null,
  level int not null,
  requested_at timestamptz not null,
  decided_at timestamptz,
  due_at timestamptz,
  urged_at timestamptz,
  urge_count int not null default 0,
  act_count int not null default 0,
  foreign key (flow_id, flow_version) references approval_flow (id, version)
) with (fillfactor = 80);
-- Of one thing at most one question is open.
create unique index approval_request_pending on approval_request (kind, subject_id) where status in ('open', 'returned');
create index approval_request_subject on approval_request (subject_id, id);
create index approval_request_requester on approval_request (requested_by, id);
create index approval_request_unsettled on approval_request (requested_by, status) where status in ('open', 'returned');
create index approval_request_due on approval_request (due_at) where status = 'open' and due_at is not null;
create index approval_request_flow on approval_request (flow_id) where status in ('open', 'returned');

create table approval_signer (
  request_id uuid not null references approval_request,
  no int not null,
  round int not null,
  level int not null,
  -- Whose signature is asked for now: a transfer changes it, the acts keep who it was.
  person_id uuid not null references person,
  origin text not null check (origin in ('flow', 'added')),
  waits_for int[] not null default '{}',
  state text not null check (state in ('waiting', 'approved', 'rejected', 'lapsed')),
  -- It is his turn; kept here so that a list needs no reckoning.
  ready boolean not null,
  decided_by uuid references person,
  decided_at timestamptz,
  comment text not null default '',
  primary key (request_id, no)
) with (fillfactor = 80);
create index approval_signer_mine on approval_signer (person_id, request_id) where state = 'waiting' and ready;
create index approval_signer_done on approval_signer (decided_by, request_id) where decided_by is not null;

create table approval_act (
  request_id uuid not null references approval_request,
  no int not null,
  kind text not null,
  round int not null,
  level int not null,
  seat_no int,
  actor_id uuid,
  actor_name text not null,
  instead_of uuid,
  to_people uuid[] not null default '{}',
  target jsonb,
  place text check (place in ('before', 'after')),
  comment text not null default '',
  attachment_ids uuid[] not null default '{}',
  facts jsonb,
  at timestamptz not null,
  primary key (request_id, no)
);

-- The record of an approval is evidence: it grows and is never rewritten.
create function approval_act_is_kept() returns trigger language plpgsql as $$
begin
  raise exception 'the record of approvals is append-only';
end $$;
create trigger approval_act_kept before update or delete on approval_act
  for each statement execute function approval_act_is_kept();

create table approval_delegation (
  id uuid primary key,
  from_person uuid not null references person,
  to_person uuid not null references person,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  note text not null default '',
  created_at timestamptz not null,
  check (from_person <> to_person),
  check (ends_at >= starts_at)
);
create index approval_delegation_from on approval_delegation (from_person, ends_at);
create index approval_delegation_time on approval_delegation (ends_at, starts_at);

-- lead: heads the department he sits in, so its approvals come to him.
update role set permissions = permissions || '{approval.read,approval.decide,approval.manage}' where key = 'admin';
update role set permissions = permissions || '{approval.read,approval.decide,approval.lead}' where key = 'supervisor';
update role set permissions = permissions || '{approval.read,approval.decide}' where key in ('agent', 'handler');
update role set permissions = permissions || '{approval.read}' where key = 'auditor';

insert into approval_flow (id, version, kind, name, name_en, conditions, levels, sort) values
 ('0a180000-0000-7000-8000-000000000001', 1, 'compensation', '补偿超过 500 元', 'Compensation over 500',
  '[{"fact":"amount","is":"gt","value":500}]',
  '[{"name":"部门负责人","nameEn":"Head of department","rule":{"kind":"any"},"signers":[{"kind":"manager","of":"requester","steps":1}],"timeoutMinutes":240,"onTimeout":"remind"},
    {"name":"上级负责人","nameEn":"Next head up","rule":{"kind":"all"},"signers":[{"kind":"manager","of":"requester","steps":2}],"timeoutMinutes":480,"onTimeout":"escalate"}]', 10),
 ('0a180000-0000-7000-8000-000000000002', 1, 'compensation', '补偿超过 200 元', 'Compensation over 200',
  '[{"fact":"amount","is":"gt","value":200}]',
  '[{"name":"部门负责人","nameEn":"Head of department","rule":{"kind":"any"},"signers":[{"kind":"manager","of":"requester","steps":1}],"timeoutMinutes":240,"onTimeout":"remind"}]', 20),
 ('0a180000-0000-7000-8000-000000000003', 1, 'extension', '延长办理期限', 'Extension of a deadline', '[]',
  '[{"name":"部门负责人","nameEn":"Head of department","rule":{"kind":"any"},"signers":[{"kind":"manager","of":"requester","steps":1}],"timeoutMinutes":240,"onTimeout":"escalate"}]', 10),
 ('0a180000-0000-7000-8000-000000000004', 1, 'refusal', '不予受理', 'Refusal to accept', '[]',
  '[{"name":"部门负责人","nameEn":"Head of department","rule":{"kind":"any"},"signers":[{"kind":"manager","of":"requester","steps":1}],"timeoutMinutes":480,"onTimeout":"remind"}]', 10),
 ('0a180000-0000-7000-8000-000000000005', 1, 'closing', '一级投诉结案', 'Closing of a level-1 complaint',
  '[{"fact":"level","is":"eq","value":1}]',
  '[{"name":"部门负责人","nameEn":"Head of department","rule":{"kind":"any"},"signers":[{"kind":"manager","of":"requester","steps":1}],"timeoutMinutes":240,"onTimeout":"escalate"}]', 10);
