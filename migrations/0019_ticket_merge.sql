-- A ticket that was merged lives on in another: its thread is shown there, and what its customer says arrives there.
-- Nothing is moved, so taking it apart again is taking this row away.
create table ticket_merge (
  source_id uuid primary key references ticket,
  target_id uuid not null references ticket,
  -- What to go back to when it is taken apart.
  state_before text not null,
  merged_by uuid,
  merged_at timestamptz not null,
  check (source_id <> target_id)
);
create index ticket_merge_target on ticket_merge (target_id, merged_at);
