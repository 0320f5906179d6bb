-- A language model behind an OpenAI-compatible interface, if the company connected one. Without an address nothing of
-- it is used, and nothing of it is shown but the page that connects one.
create table classify_llm_setting (
  only_row boolean primary key default true check (only_row),
  base_url text not null default '',
  model text not null default '',
  -- Sealed with the key of the instance (platform/server/crypto/seal.ts); never sent to a browser.
  api_key text,
  -- A host of the own network, with its port, that an administrator allowed by name.
  allowed_host text,
  purposes text[] not null default '{}',
  calls_per_day int not null default 500,
  tokens_per_day int not null default 1000000,
  timeout_seconds int not null default 30,
  -- How long the masked words of a call are kept; its figures stay.
  keep_days int not null default 14,
  changed_at timestamptz
);
insert into classify_llm_setting default values;

-- What a day has used up, shared by all processes. Days are those of Asia/Shanghai.
create table classify_llm_day (
  day date primary key,
  calls int not null default 0,
  tokens bigint not null default 0
);

-- Every question, without personal data: request and answer are stored as they left the house, masked.
create table classify_llm_call (
  id uuid primary key,
  at timestamptz not null,
  purpose text not null,
  prompt_version int not null,
  model text not null,
  ticket_id uuid,
  person_id uuid,
  outcome text not null,
  status int not null,
  attempts int not null,
  input_tokens int not null,
  output_tokens int not null,
  ms int not null,
  masked int not null,
  request text,
  answer text
);
create index classify_llm_call_order on classify_llm_call (at desc, id desc);
create index classify_llm_call_failed on classify_llm_call (at desc, id desc) where outcome <> 'ok';
create index classify_llm_call_kept on classify_llm_call (at) where request is not null;

-- A second opinion on a ticket of which nobody was sure: a suggestion, never a decision. The reason stays masked.
create table classify_llm_opinion (
  ticket_id uuid primary key,
  category_key text,
  kind text not null,
  level smallint not null,
  confidence double precision not null,
  reason text not null,
  model text not null,
  prompt_version int not null,
  at timestamptz not null
);
