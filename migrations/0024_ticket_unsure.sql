-- Nobody is sure of the category yet, neither a rule nor a learned model nor a person: the triage queue.
alter table ticket add column unsure boolean not null default false;
create index ticket_unsure on ticket (department_id, state, seq desc)
  where unsure and state in ('new', 'verifying', 'resolving', 'replying', 'awaiting');
