create table reply_template (
  id uuid primary key,
  key text not null unique,
  -- reply: inserted by an agent; notice: sent by the system at a step
  purpose text not null check (purpose in ('reply', 'notice')),
  title text not null,
  title_en text not null default '',
  subject text not null default '',
  subject_en text not null default '',
  body text not null,
  body_en text not null default '',
  category_key text,
  enabled boolean not null default true,
  sort int not null default 0,
  updated_at timestamptz not null default now()
);
create index reply_template_purpose on reply_template (purpose, sort, id);
