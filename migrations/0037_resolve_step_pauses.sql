-- The clock of a step stands still while the clocks of its ticket do.
alter table resolve_flow_visit
  add column paused_at timestamptz,
  -- What is over: {"from": instant, "to": instant}, in order; the due time follows from the row.
  add column pauses jsonb not null default '[]';

drop index resolve_flow_visit_warn;
drop index resolve_flow_visit_due;
create index resolve_flow_visit_warn on resolve_flow_visit (warn_at)
  where left_at is null and paused_at is null and warned_at is null;
create index resolve_flow_visit_due on resolve_flow_visit (due_at)
  where left_at is null and paused_at is null and late_at is null;
create index resolve_flow_visit_paused on resolve_flow_visit (id) where left_at is null and paused_at is not null;
