-- Working calendars: the week and the zone in `spec`, the days that differ from the week as rows, and the years whose
-- notice is in. A year without a row here is not known: deadlines that touch it are provisional.
create table sla_calendar (
  key text primary key,
  spec jsonb not null,
  version int not null default 1,
  changed_at timestamptz not null
);
create table sla_calendar_day (
  calendar_key text not null references sla_calendar on delete cascade,
  day date not null,
  kind text not null check (kind in ('holiday', 'workday')),
  name text not null default '',
  name_en text not null default '',
  primary key (calendar_key, day)
);
create table sla_calendar_year (
  calendar_key text not null references sla_calendar on delete cascade,
  year int not null,
  source text not null default '',
  imported_at timestamptz not null,
  imported_by uuid,
  primary key (calendar_key, year)
);

-- Deadline profiles are data. A version is never changed: clocks name the one they were started by.
create table sla_profile (
  key text not null,
  version int not null,
  spec jsonb not null,
  created_at timestamptz not null,
  created_by uuid,
  primary key (key, version)
);

-- Which promise applies to which ticket: besides kind and level by category, channel and department (with all below it).
-- Without a profile the two lengths of the row count, as before.
alter table sla_policy
  add column category_key text,
  add column channel text,
  add column department_id uuid,
  add column profile_key text;

-- A clock is recomputed from its own row: start, rule (profile and version, or the length), pauses, what was granted.
alter table sla_clock drop constraint sla_clock_clock_check;
alter table sla_clock
  add column until text not null default 'answered',
  add column profile_key text,
  add column profile_version int,
  -- In the rule's unit; without a profile in minutes.
  add column length int not null default 0,
  add column extension int not null default 0,
  add column pauses jsonb not null default '[]',
  add column provisional boolean not null default false,
  -- The calendar day on which it ends lies here for a year's notice that comes in later.
  add column calendar_key text,
  -- Alarms in order: w75 warns at three quarters of the time, e100 tells the next level of the department tree.
  add column alarm_plan text not null default '',
  add column alarms timestamptz[] not null default '{}',
  add column alarm_step smallint not null default 0,
  add column alarm_at timestamptz,
  -- When nobody will have done anything for a day; on the longest clock of a ticket only.
  add column quiet_at timestamptz;

update sla_clock set until = 'first_reply' where clock = 'first_reply';
update sla_clock set length = greatest(0, round((extract(epoch from due_at - started_at) * 1000 - paused_ms) / 60000));
update sla_clock set alarm_plan = 'w75', alarms = array[warn_at], alarm_step = case when warned_at is null then 0 else 1 end,
  alarm_at = case when warned_at is null and state = 'running' then warn_at end;

drop index sla_clock_warn;
create index sla_clock_alarm on sla_clock (alarm_at) where alarm_at is not null and state in ('running', 'breached');
create index sla_clock_quiet on sla_clock (quiet_at) where quiet_at is not null and state in ('running', 'breached');
create index sla_clock_open_calendar on sla_clock (calendar_key, ticket_id, clock)
  where calendar_key is not null and state in ('running', 'paused', 'breached') and met_at is null;

-- More time: who asked, why, who agreed, what the customer was told.
create table sla_extension (
  id uuid primary key,
  ticket_id uuid not null,
  clock text not null,
  round int not null,
  extension_id text not null,
  length int not null,
  reason text not null,
  state text not null check (state in ('asked', 'granted', 'refused')),
  asked_by uuid,
  asked_name text not null default '',
  asked_at timestamptz not null,
  decided_by uuid,
  decided_name text not null default '',
  decided_at timestamptz,
  old_due_at timestamptz not null,
  new_due_at timestamptz not null,
  told boolean not null default false
);
create index sla_extension_ticket on sla_extension (ticket_id, asked_at);
create unique index sla_extension_open on sla_extension (ticket_id, clock) where state = 'asked';

-- What a person is told about clocks: warnings, escalations, silence, urging, the morning's digest, a missing calendar.
create table sla_alarm (
  id uuid primary key,
  person_id uuid not null,
  kind text not null check (kind in ('warned', 'breached', 'escalated', 'silent', 'urged', 'digest', 'calendar_missing', 'extension_asked')),
  ticket_id uuid,
  data jsonb not null default '{}',
  at timestamptz not null,
  seen_at timestamptz,
  once_key text not null
);
create unique index sla_alarm_once on sla_alarm (person_id, once_key);
create index sla_alarm_person on sla_alarm (person_id, id desc);
create index sla_alarm_unseen on sla_alarm (person_id) where seen_at is null;
create index sla_clock_late on sla_clock (due_at desc) where state = 'breached' and met_at is null;
