-- The standing view of what was handed on again and again: few among many, in the order of what is due.
create index ticket_bounced on ticket (department_id, state, due_key, seq) where transfer_count >= 2;
