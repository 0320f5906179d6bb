-- Fields a company adds to its tickets. A key never changes; a field that has values is retired, not deleted.
create table ticket_field (
  id uuid primary key,
  -- Short name of the field in the rows below: four bytes instead of sixteen in every index entry.
  slot int not null unique generated always as identity,
  key text not null unique check (key ~ '^[a-z][a-z0-9_]{0,39}$'),
  kind text not null check (kind in ('text', 'number', 'choice', 'tree', 'date', 'file', 'person')),
  name text not null,
  name_en text not null default '',
  hint text not null default '',
  hint_en text not null default '',
  -- [{key, name, nameEn, parentKey, retired}], in order
  options jsonb not null default '[]',
  -- {min, max, length, pattern, many, requiredAt}
  rule jsonb not null default '{}',
  category_keys text[] not null default '{}',
  read_roles text[] not null default '{}',
  write_roles text[] not null default '{}',
  on_form boolean not null default false,
  in_list boolean not null default false,
  sort int not null default 0,
  retired_at timestamptz,
  created_at timestamptz not null,
  version int not null default 1
);

-- The values themselves stand in ticket.fields, by key, so that a list or a page reads them with the row and intake
-- writes nothing more where no field is defined. These rows only find tickets by value: one table with an index for each
-- way of asking, instead of an expression index per field, which with 300 fields every new ticket would have to pass.
create table ticket_field_value (
  ticket_id uuid not null references ticket on delete cascade,
  slot int not null references ticket_field (slot),
  -- choice: a row per chosen option; tree: per node from the root down; person: his id; text: its folded beginning
  word text not null default '' collate "C",
  -- number; date: days since 1970-01-01
  number double precision,
  seq bigint not null,
  -- Follows the ticket's, so that a value that is common elsewhere is not walked past in the reader's departments.
  department_id uuid not null,
  primary key (ticket_id, slot, word)
);
create index ticket_field_value_word on ticket_field_value (slot, word, department_id, seq desc) where number is null;
create index ticket_field_value_number on ticket_field_value (slot, department_id, number) include (seq) where number is not null;
alter table ticket_field_value set (autovacuum_vacuum_scale_factor = 0.03, autovacuum_vacuum_insert_scale_factor = 0.03, autovacuum_analyze_scale_factor = 0.03);

create function ticket_field_value_follow() returns trigger language plpgsql as $$
begin
  update ticket_field_value set department_id = new.department_id where ticket_id = new.id;
  return null;
end
$$;
create trigger ticket_field_value_follow after update of department_id on ticket
  for each row when (old.department_id is distinct from new.department_id) execute function ticket_field_value_follow();

-- Events hold no words of people: what a text field said before and after stands here, and goes with the ticket.
create table ticket_field_wording (
  id uuid primary key,
  ticket_id uuid not null references ticket on delete cascade,
  was text,
  became text
);
create index ticket_field_wording_ticket on ticket_field_wording (ticket_id);

-- A file may belong to a field instead of a message.
alter table attachment add column field_id uuid references ticket_field (id);
drop index attachment_unclaimed;
create index attachment_unclaimed on attachment (created_at) where message_id is null and field_id is null;

-- For those who count (insight): how often which option was chosen; words of people are not among them.
create view ticket_field_fact as
select field.key as field_key, value.word as option_key, value.seq, value.department_id, value.ticket_id
from ticket_field_value value join ticket_field field on field.slot = value.slot
where field.kind in ('choice', 'tree') and value.number is null;
