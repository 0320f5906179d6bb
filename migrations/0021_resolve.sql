-- What several departments do about one ticket: help that was asked for, money, the emergency team, options, verdicts,
-- and steps that wait for an approval. Amounts are whole cents.

-- What a task of kind 'helper' asks for and what came of it; place and deadline stand in the task.
create table resolve_help (
  task_id uuid primary key references ticket_task,
  ticket_id uuid not null references ticket,
  question text not null,
  asked_by uuid references person,
  asked_at timestamptz not null,
  result text not null default '',
  answered_by uuid references person,
  answered_at timestamptz
);
create index resolve_help_ticket on resolve_help (ticket_id, task_id);

create table resolve_compensation (
  id uuid primary key,
  ticket_id uuid not null references ticket,
  kind text not null check (kind in ('refund', 'voucher', 'goods', 'other')),
  amount_cents bigint not null check (amount_cents > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  payee text not null default '',
  note text not null default '',
  state text not null check (state in ('draft', 'pending', 'approved', 'rejected', 'paid')),
  request_id uuid references approval_request,
  created_by uuid references person,
  created_at timestamptz not null,
  decided_at timestamptz,
  paid_at timestamptz,
  paid_by uuid references person,
  paid_reference text not null default ''
);
create index resolve_compensation_ticket on resolve_compensation (ticket_id, id);

-- A step of the ticket that somebody wants to take and others have to agree to; the system takes it then.
create table resolve_waiting_step (
  id uuid primary key,
  ticket_id uuid not null references ticket,
  action text not null,
  reason text not null default '',
  reply text,
  state text not null check (state in ('waiting', 'taken', 'refused', 'withdrawn', 'lapsed')),
  request_id uuid references approval_request,
  asked_by uuid references person,
  asked_at timestamptz not null,
  decided_at timestamptz
);
create unique index resolve_waiting_step_one on resolve_waiting_step (ticket_id) where state = 'waiting';
create index resolve_waiting_step_ticket on resolve_waiting_step (ticket_id, id);

-- Who is called when a case of the first level comes in; without a department everywhere, else for it and all below.
create table resolve_duty (
  id uuid primary key,
  person_id uuid not null references person,
  duty text not null,
  leads boolean not null default false,
  department_id uuid references department,
  sort int not null default 100,
  unique nulls not distinct (person_id, department_id)
);

-- What an emergency team ticks off; the steps of the plan in force are copied when a team is called.
create table resolve_plan_step (
  id uuid primary key,
  title text not null,
  title_en text not null default '',
  within_minutes int not null check (within_minutes > 0),
  sort int not null
);
insert into resolve_plan_step (id, title, title_en, within_minutes, sort) values
 ('0a210000-0000-7000-8000-000000000001', '联系客户，确认人身安全', 'Reach the customer, make sure people are safe', 30, 10),
 ('0a210000-0000-7000-8000-000000000002', '封存实物、录像和单据', 'Secure goods, footage and papers', 60, 20),
 ('0a210000-0000-7000-8000-000000000003', '查明影响范围，暂停同类业务', 'Find how far it reaches, stop what could repeat it', 90, 30),
 ('0a210000-0000-7000-8000-000000000004', '定下对客户和对外的口径', 'Agree what is said to the customer and outside', 120, 40),
 ('0a210000-0000-7000-8000-000000000005', '给客户初步方案', 'Give the customer a first proposal', 120, 50);

create table resolve_emergency (
  id uuid primary key,
  ticket_id uuid not null references ticket,
  -- Kept here, because who is called need not reach the ticket.
  number text not null,
  subject text not null,
  department_id uuid not null,
  cause text not null check (cause in ('opened', 'raised', 'restored', 'called')),
  started_at timestamptz not null,
  -- By when the team stands together.
  due_at timestamptz not null,
  assembled_at timestamptz,
  stood_down_at timestamptz,
  stood_down_by uuid references person,
  stand_down_reason text not null default ''
);
create unique index resolve_emergency_one on resolve_emergency (ticket_id) where stood_down_at is null;
create index resolve_emergency_ticket on resolve_emergency (ticket_id, id);

create table resolve_emergency_member (
  emergency_id uuid not null references resolve_emergency,
  person_id uuid not null references person,
  duty text not null,
  leads boolean not null default false,
  task_id uuid references ticket_task,
  called_at timestamptz not null,
  answered_at timestamptz,
  primary key (emergency_id, person_id)
);
create index resolve_emergency_member_person on resolve_emergency_member (person_id, emergency_id);

create table resolve_emergency_check (
  emergency_id uuid not null references resolve_emergency,
  no int not null,
  title text not null,
  title_en text not null default '',
  due_at timestamptz not null,
  done_at timestamptz,
  done_by uuid references person,
  primary key (emergency_id, no)
);

create table resolve_emergency_log (
  id uuid primary key,
  emergency_id uuid not null references resolve_emergency,
  at timestamptz not null,
  person_id uuid references person,
  -- said: in somebody's words; the others are facts with a person or a step behind them.
  kind text not null check (kind in ('called', 'answered', 'checked', 'said', 'stood_down')),
  body text not null default ''
);
create index resolve_emergency_log_of on resolve_emergency_log (emergency_id, id);

create table resolve_option (
  id uuid primary key,
  ticket_id uuid not null references ticket,
  title text not null,
  note text not null default '',
  cost_cents bigint not null check (cost_cents >= 0),
  risk int not null check (risk between 1 and 5),
  effect int not null check (effect between 1 and 5),
  satisfaction int not null check (satisfaction between 1 and 5),
  created_by uuid references person,
  created_at timestamptz not null,
  chosen_at timestamptz,
  chosen_by uuid references person,
  chosen_reason text not null default ''
);
create index resolve_option_ticket on resolve_option (ticket_id, id);
create unique index resolve_option_chosen on resolve_option (ticket_id) where chosen_at is not null;

create table resolve_verdict (
  id uuid primary key,
  ticket_id uuid not null references ticket,
  party text not null check (party in ('department', 'person', 'supplier', 'none')),
  department_id uuid references department,
  person_id uuid references person,
  supplier text not null default '',
  reason text not null,
  state text not null check (state in ('given', 'appealed', 'upheld', 'lifted')),
  given_by uuid references person,
  given_at timestamptz not null,
  appeal text not null default '',
  appealed_by uuid references person,
  appealed_at timestamptz,
  answer text not null default '',
  answered_by uuid references person,
  answered_at timestamptz
);
create index resolve_verdict_ticket on resolve_verdict (ticket_id, id);
create unique index resolve_verdict_one on resolve_verdict (ticket_id) where state <> 'lifted';

update role set permissions = permissions || '{compensation.write,compensation.pay,emergency.lead,verdict.give}'
  where key in ('admin', 'supervisor');
update role set permissions = permissions || '{emergency.manage}' where key = 'admin';
update role set permissions = permissions || '{compensation.write}' where key in ('agent', 'handler');
