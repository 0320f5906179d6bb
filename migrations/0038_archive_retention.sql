-- How long each archived ticket is kept, who holds it back, and what remains when its words are gone.
create table archive_retention (
  ticket_id uuid primary key,
  number text not null,
  ended_at timestamptz not null,
  -- Worked out by the rules of that time; null until the nightly job has looked at it.
  keep_until timestamptz,
  months int,
  -- The profile that demanded it; empty: the product's own least.
  rule text not null default '',
  held_at timestamptz,
  held_by uuid,
  hold_reason text not null default '',
  erased_at timestamptz,
  -- Null where the job did it.
  erased_by uuid,
  erase_reason text not null default ''
);
create index archive_retention_over on archive_retention (keep_until, ticket_id) where erased_at is null and held_at is null;
create index archive_retention_held on archive_retention (held_at, ticket_id) where held_at is not null;
create index archive_retention_erased on archive_retention (erased_at, ticket_id) where erased_at is not null;
create index archive_retention_open on archive_retention (ticket_id) where keep_until is null;

-- One row: whether what is over goes by itself, without a person.
create table archive_setting (
  one boolean primary key default true check (one),
  erase_by_job boolean not null default false,
  changed_by uuid,
  changed_at timestamptz
);
insert into archive_setting default values;

-- What was archived before this release; the view of a migration is everything.
select set_config('huiyin.reach', 'all', true);
insert into archive_retention (ticket_id, number, ended_at)
select id, number, coalesce(closed_at, archived_at, updated_at) from ticket where state = 'archived';

update role set permissions = permissions || '{retention.manage}' where key = 'admin';

-- The record of an approval still grows and is never rewritten, but its words end with the ticket's.
create or replace function approval_act_is_kept() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and current_setting('huiyin.erasing', true) = 'on' then
    return null;
  end if;
  raise exception 'the record of approvals is append-only';
end $$;
