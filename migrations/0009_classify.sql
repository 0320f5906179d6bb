create table classify_rule (
  id uuid primary key,
  name text not null,
  any_of text[] not null default '{}',
  all_of text[] not null default '{}',
  none_of text[] not null default '{}',
  kind text,
  category_key text,
  level smallint,
  priority int not null default 100,
  enabled boolean not null default true,
  version int not null default 1
);
create index classify_rule_order on classify_rule (priority, id);

create table classify_correction (
  id uuid primary key,
  ticket_id uuid not null,
  field text not null,
  predicted text,
  corrected text not null,
  person_id uuid not null,
  at timestamptz not null
);
create index classify_correction_order on classify_correction (at desc, id desc);
