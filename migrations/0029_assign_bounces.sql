-- A ticket that is passed from department to department: each move, and who decides when it has been enough.

create table assign_move (
  id uuid primary key,
  ticket_id uuid not null,
  from_department_id uuid not null,
  to_department_id uuid not null,
  person_id uuid,
  reason text not null,
  at timestamptz not null
);
create index assign_move_ticket on assign_move (ticket_id, id);

-- One per ticket: asked, then decided; a later decision replaces the earlier.
create table assign_bounce (
  ticket_id uuid primary key,
  -- The lowest department above all that had it: whoever leads that, or what stands above it, decides.
  ancestor_id uuid not null,
  supervisor_id uuid,
  -- Where the last mover wanted it to go.
  wanted_department_id uuid not null,
  asked_at timestamptz not null,
  decided_at timestamptz,
  decided_by uuid,
  department_id uuid,
  reason text not null default ''
);

create table assign_bounce_setting (
  one boolean primary key default true check (one),
  enabled boolean not null,
  most_moves int not null check (most_moves between 2 and 20)
);
insert into assign_bounce_setting (enabled, most_moves) values (true, 3);

update role set permissions = permissions || '{bounce.decide}' where key in ('admin', 'supervisor');
