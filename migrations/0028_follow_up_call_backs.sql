-- Calls to customers: which occasions ask for one, the calls that wait or are over, and every attempt.

-- Every condition that is not empty must hold; the lowest sort that fits an occasion wins.
create table call_back_rule (
  id uuid primary key,
  name text not null,
  name_en text not null default '',
  enabled boolean not null default true,
  sort int not null default 100,
  -- answered: the customer was given a result; low_score: he rated low or said no; no_answer: he did not rate.
  occasion text not null check (occasion in ('answered', 'low_score', 'no_answer')),
  kinds text[] not null default '{}',
  levels smallint[] not null default '{}',
  -- A category stands for everything below it.
  category_keys text[] not null default '{}',
  channels text[] not null default '{}',
  -- Only of `answered`: the call stands in for the link of the survey.
  instead boolean not null default false,
  -- Working minutes from the occasion to the call, and from one failed attempt to the next.
  after_minutes int not null check (after_minutes between 0 and 20000),
  spacing_minutes int not null check (spacing_minutes between 1 and 20000),
  most_attempts int not null check (most_attempts between 1 and 10),
  -- A template of knowledge that is read aloud; without one a text that is shipped.
  template_id uuid,
  version int not null default 1
);

insert into call_back_rule (id, name, name_en, enabled, sort, occasion, kinds, levels, instead, after_minutes,
  spacing_minutes, most_attempts) values
 ('0a280000-0000-7000-8000-000000000001', '重大投诉答复后回访', 'After the answer to a major complaint', true, 10, 'answered', '{complaint}', '{1}', false, 240, 120, 3),
 ('0a280000-0000-7000-8000-000000000002', '低分或未解决回访', 'After a low score or "not solved"', false, 20, 'low_score', '{}', '{}', false, 60, 120, 3),
 ('0a280000-0000-7000-8000-000000000003', '一直没有评价的回访', 'When nobody rates', false, 30, 'no_answer', '{complaint}', '{}', false, 0, 240, 2);

create table call_back (
  id uuid primary key,
  ticket_id uuid not null,
  -- Where the ticket lies, kept here so that a queue is one index range.
  department_id uuid not null,
  owner_id uuid,
  occasion text not null check (occasion in ('answered', 'low_score', 'no_answer', 'manual')),
  -- The round of the ticket and the invitation that a rating by phone answers.
  round int not null,
  survey_id uuid references survey,
  note text not null default '',
  due_at timestamptz not null,
  spacing_minutes int not null,
  most_attempts int not null,
  template_id uuid,
  state text not null check (state in ('waiting', 'reached', 'unreached', 'over')),
  -- How it ended: the outcome of the last attempt, or why it was not needed any more.
  ended_as text,
  attempts int not null default 0,
  claimed_by uuid,
  claimed_at timestamptz,
  created_by uuid,
  created_at timestamptz not null,
  ended_at timestamptz
);
create unique index call_back_one on call_back (ticket_id) where state = 'waiting';
create index call_back_ticket on call_back (ticket_id, id);
create index call_back_survey on call_back (survey_id) where state = 'waiting';
create index call_back_queue on call_back (department_id, due_at, id) where state = 'waiting';
create index call_back_all on call_back (due_at, id) where state = 'waiting';
create index call_back_owner on call_back (owner_id, due_at, id) where state = 'waiting';
create index call_back_claimed on call_back (claimed_by, due_at, id) where state = 'waiting';
create index call_back_ended on call_back (ended_at desc, id desc) where state <> 'waiting';

-- An attempt is never changed.
create table call_back_attempt (
  id uuid primary key,
  call_back_id uuid not null references call_back,
  no int not null,
  at timestamptz not null,
  person_id uuid,
  outcome text not null check (outcome in ('solved', 'not_solved', 'busy', 'no_answer', 'wrong_number', 'refused', 'later')),
  score smallint check (score between 1 and 5),
  note text not null default '',
  -- When it is tried again, where it is.
  next_at timestamptz,
  unique (call_back_id, no)
);

-- The call asks instead of the link; without anybody reached the link goes out after all.
alter table survey add column by_phone boolean not null default false;
