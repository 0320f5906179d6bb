-- Rules are the company's orders; `rule` holds conditions and outcome in the shape that modules/classify/contract.ts checks.
create table classify_rule (
  id uuid primary key,
  name text not null,
  rule jsonb not null,
  priority int not null default 100,
  enabled boolean not null default true,
  version int not null default 1
);
create index classify_rule_order on classify_rule (priority, id);

create table classify_setting (
  only_row boolean primary key default true check (only_row),
  order_patterns text[] not null default '{}',
  tracking_patterns text[] not null default '{}'
);
insert into classify_setting default values;

create table classify_correction (
  id uuid primary key,
  ticket_id uuid not null,
  field text not null,
  predicted text,
  corrected text not null,
  person_id uuid,
  at timestamptz not null
);
create index classify_correction_order on classify_correction (at desc, id desc);
