-- What tickets have to do with one another, beside `ticket.linked_to` (the repeat that intake itself saw).
-- child: ticket_id belongs under other_id; duplicate: ticket_id repeats other_id; related: the smaller id first.
create table ticket_link (
  ticket_id uuid not null references ticket,
  other_id uuid not null references ticket,
  relation text not null check (relation in ('child', 'duplicate', 'related')),
  -- How alike the words are (0 to 1) where a machine proposed it; null where a person said so.
  score real,
  made_by uuid,
  made_at timestamptz not null,
  primary key (ticket_id, other_id, relation),
  check (ticket_id <> other_id)
);
create index ticket_link_other on ticket_link (other_id, relation, made_at desc);
-- A ticket lies under one parent at most.
create unique index ticket_link_parent on ticket_link (ticket_id) where relation = 'child';

-- When it was said: a file of history is read in today and speaks of years ago. For those who read a period of words.
create index ticket_said on ticket ((coalesce(occurred_at, created_at)) desc, id) where state <> 'spam';
