-- What the counters below already hold for each ticket, so that a refresh adds only the difference (and adds it once).
create table insight_fact (
  ticket_id uuid primary key,
  day date not null,
  department_id uuid not null,
  category_key text not null,
  kind text not null,
  level smallint not null,
  channel text not null,
  open int not null,
  overdue int not null,
  breached int not null,
  closed int not null,
  answered int not null,
  rated int not null,
  rating_sum int not null,
  reopened int not null,
  first_reply_minutes int,
  resolve_minutes int
);

create table insight_cell (
  day date not null,
  department_id uuid not null,
  category_key text not null,
  kind text not null,
  level smallint not null,
  channel text not null,
  opened bigint not null default 0,
  open bigint not null default 0,
  breached bigint not null default 0,
  closed bigint not null default 0,
  answered bigint not null default 0,
  rated bigint not null default 0,
  rating_sum bigint not null default 0,
  reopened bigint not null default 0,
  primary key (day, department_id, category_key, kind, level, channel)
);
