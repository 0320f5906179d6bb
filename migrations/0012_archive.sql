-- Ended tickets that wait for their day of archiving; emptied row by row as they are archived or come back.
create table archive_candidate (
  ticket_id uuid primary key,
  ended_at timestamptz not null
);
create index archive_candidate_age on archive_candidate (ended_at, ticket_id);
