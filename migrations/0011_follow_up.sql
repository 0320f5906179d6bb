-- One invitation per closing round, one answer per invitation.
create table survey (
  id uuid primary key,
  ticket_id uuid not null,
  round int not null,
  invited_at timestamptz not null,
  reminded_at timestamptz,
  answered_at timestamptz,
  -- Nothing is waited for any more: answered, closed without an answer, or overtaken by another round.
  ended_at timestamptz,
  score smallint check (score between 1 and 5),
  solved boolean,
  reasons text[] not null default '{}',
  comment text not null default '',
  unique (ticket_id, round)
);
create index survey_answered on survey (answered_at desc, id desc) where answered_at is not null;
create index survey_waiting on survey (invited_at, id) where ended_at is null;
