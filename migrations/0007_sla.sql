-- What is promised, by kind and level. The most exact enabled row wins (kind and level before either before none).
create table sla_policy (
  id uuid primary key,
  name text not null,
  name_en text not null default '',
  kind text,
  level smallint,
  first_reply_minutes int not null check (first_reply_minutes > 0),
  resolve_minutes int not null check (resolve_minutes > 0),
  warn_fraction numeric not null default 0.75 check (warn_fraction > 0 and warn_fraction < 1),
  enabled boolean not null default true,
  sort int not null default 0
);

create table sla_clock (
  ticket_id uuid not null,
  clock text not null check (clock in ('first_reply', 'resolve')),
  started_at timestamptz not null,
  warn_at timestamptz not null,
  due_at timestamptz not null,
  state text not null check (state in ('running', 'paused', 'met', 'breached', 'cancelled')),
  warned_at timestamptz,
  breached_at timestamptz,
  met_at timestamptz,
  paused_at timestamptz,
  paused_reason text,
  department_id uuid not null,
  policy_id uuid,
  round int not null default 0,
  -- Time that did not count because the clock stood still, in milliseconds.
  paused_ms bigint not null default 0,
  primary key (ticket_id, clock)
);
create index sla_clock_due on sla_clock (due_at) where state = 'running';
create index sla_clock_warn on sla_clock (warn_at) where state = 'running' and warned_at is null;

insert into sla_policy (id, name, name_en, kind, level, first_reply_minutes, resolve_minutes, sort) values
 ('019a0000-0000-7000-8000-000000000001', '一级：安全与重大', 'Level 1: safety and severe', null, 1, 30, 120, 1),
 ('019a0000-0000-7000-8000-000000000002', '二级：一般投诉', 'Level 2: ordinary complaint', null, 2, 30, 1440, 2),
 ('019a0000-0000-7000-8000-000000000003', '三级：建议、咨询与轻微', 'Level 3: suggestions, inquiries, minor', null, 3, 120, 4320, 3),
 ('019a0000-0000-7000-8000-000000000004', '默认', 'Default', null, null, 120, 4320, 9);
