-- Light cases that are answered by a template behind guards, and what people thought of the answers.

create table resolve_auto_setting (
  one boolean primary key default true check (one),
  -- The switch that ends it at once, for everything.
  enabled boolean not null,
  working_hours_only boolean not null,
  -- Within 24 hours.
  most_a_day int not null check (most_a_day between 1 and 100000),
  -- A customer who wrote within so many days is read by a person.
  repeat_days int not null check (repeat_days between 0 and 365),
  -- How many of a hundred answers somebody looks at afterwards.
  sample_percent int not null check (sample_percent between 0 and 100)
);
insert into resolve_auto_setting (enabled, working_hours_only, most_a_day, repeat_days, sample_percent)
  values (false, false, 50, 7, 20);

-- Every condition that is not empty must hold; the lowest sort that fits wins. Level three only, by the guards.
create table resolve_auto_rule (
  id uuid primary key,
  name text not null,
  enabled boolean not null,
  sort int not null,
  kinds text[] not null,
  -- A category stands for everything below it; without one the rule fits nothing.
  category_keys text[] not null,
  channels text[] not null default '{}',
  -- Of a hundred: how sure the model has to be, or the words that a rule of the classifier found.
  least_confidence int not null check (least_confidence between 0 and 100),
  template_id uuid not null
);

create table resolve_auto_answer (
  id uuid primary key,
  ticket_id uuid not null references ticket,
  -- Where it lies, kept here so that the list of samples is one index range.
  department_id uuid not null,
  rule_id uuid not null,
  rule_name text not null,
  body text not null,
  answered_at timestamptz not null,
  sampled boolean not null,
  -- The customer said that it did not help.
  unsolved_at timestamptz,
  verdict text check (verdict in ('right', 'wrong')),
  note text not null default '',
  reviewed_by uuid references person,
  reviewed_at timestamptz,
  unique (ticket_id)
);
create index resolve_auto_answer_at on resolve_auto_answer (answered_at desc);
create index resolve_auto_answer_samples on resolve_auto_answer (id) where sampled and verdict is null;

-- How many light cases came in while it was on, to say which share was answered.
create table resolve_auto_day (
  day date primary key,
  light int not null,
  answered int not null
);

update role set permissions = permissions || '{auto_answer.manage,auto_answer.review}' where key in ('admin', 'supervisor');
