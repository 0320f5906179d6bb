-- Who has a ticket open right now, one row per tab. Unlogged: after a crash nobody was looking.
create unlogged table ticket_presence (
  ticket_id uuid not null references ticket,
  person_id uuid not null,
  tab text not null check (length(tab) between 1 and 40),
  state text not null check (state in ('looking', 'writing', 'away')),
  -- Characters of the reply that is being written.
  written integer not null default 0 check (written >= 0),
  since timestamptz not null,
  seen_at timestamptz not null,
  primary key (ticket_id, person_id, tab)
);
-- For the sweep of what closed without a word.
create index ticket_presence_seen on ticket_presence (seen_at);
