-- What a person asked the connected language model about a ticket: answered by a job, so that neither a slow model nor
-- a closed browser nor a restart matters. Read by that person alone and forgotten after a day or two.
create table classify_llm_ask (
  id uuid primary key,
  person_id uuid not null,
  ticket_id uuid not null,
  purpose text not null,
  state text not null check (state in ('waiting', 'running', 'done', 'failed', 'cancelled')),
  -- Why it failed: an outcome of the client, or that its process ended.
  problem text not null default '',
  -- The masked words and what their placeholders stand for; both go as soon as there is an answer or an end.
  request text,
  hidden jsonb,
  masked int not null default 0,
  -- With the personal data put back, for this person could read them at that time.
  answer jsonb,
  asked_at timestamptz not null,
  -- Told each second by the process that works on it: one that is not heard of died.
  heard_at timestamptz
);
-- One of a sort for each person and ticket; asking again takes its place.
create unique index classify_llm_ask_one on classify_llm_ask (person_id, ticket_id, purpose);
create index classify_llm_ask_age on classify_llm_ask (asked_at);
