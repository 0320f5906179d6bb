-- A key claims its answer in the transaction that opens the ticket: the same request again gets the same answer.
create table intake_key (
  key_hash bytea primary key,
  request_hash bytea not null,
  ticket_id uuid not null,
  created_at timestamptz not null
);
create index intake_key_age on intake_key (created_at);

-- What a sender said lately, to link near-identical repeats.
create table intake_fingerprint (
  ticket_id uuid primary key,
  customer_id uuid,
  fingerprint bigint not null,
  -- The beginning of what was said: the fingerprint only proposes, comparing the words decides.
  excerpt text not null,
  created_at timestamptz not null
);
create index intake_fingerprint_customer on intake_fingerprint (customer_id, created_at desc) where customer_id is not null;

create table feedback_form (
  key text primary key,
  title text not null,
  title_en text not null default '',
  intro text not null default '',
  intro_en text not null default '',
  -- questionnaire fields: [{key, label, labelEn, type: text|choice|number|date, required, options}]
  fields jsonb not null default '[]',
  enabled boolean not null default true
);

create table import_run (
  id uuid primary key,
  file_name text not null,
  file_sha256 text not null,
  mapping jsonb not null default '{}',
  state text not null check (state in ('ready', 'running', 'done', 'failed', 'cancelled')),
  rows_total int,
  rows_done int not null default 0,
  created_count int not null default 0,
  linked_count int not null default 0,
  failed_count int not null default 0,
  last_line int not null default 0,
  problem text not null default '',
  started_by uuid,
  created_at timestamptz not null,
  finished_at timestamptz
);
create index import_run_order on import_run (created_at desc, id desc);

create table import_problem (
  run_id uuid not null references import_run,
  line int not null,
  code text not null,
  data jsonb not null default '{}',
  cells text[] not null,
  primary key (run_id, line)
);

insert into feedback_form (key, title, title_en, intro, intro_en, fields) values
 ('default', '您说，我们办', 'Tell us, we act', '约 2 分钟，全程可查。', 'About 2 minutes, and you can follow every step.',
  '[{"key": "order_number", "label": "订单号", "labelEn": "Order number", "type": "text", "required": false, "options": [], "hint": "如 YL20260912…", "hintEn": "e.g. YL20260912…"}]');
