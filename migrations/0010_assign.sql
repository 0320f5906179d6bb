create table assign_rule (
  id uuid primary key,
  name text not null,
  -- conditions: absent = any
  category_prefix text,
  kind text,
  level smallint,
  region text,
  channel text,
  tier text,
  department_id uuid not null,
  person_id uuid,
  priority int not null default 100,
  enabled boolean not null default true,
  version int not null default 1
);
create index assign_rule_order on assign_rule (priority, id);
