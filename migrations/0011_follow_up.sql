-- One invitation per closing round, one answer per invitation.
create table survey (
  id uuid primary key,
  ticket_id uuid not null,
  round int not null,
  invited_at timestamptz not null,
  answered_at timestamptz,
  score smallint check (score between 1 and 5),
  solved boolean,
  comment text not null default '',
  unique (ticket_id, round)
);
create index survey_answered on survey (answered_at desc, id desc) where answered_at is not null;
