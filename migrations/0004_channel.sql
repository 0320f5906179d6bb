-- Everything we say to a customer outside the tracking page, with what became of it.
create table outbox_message (
  id uuid primary key,
  ticket_id uuid not null,
  number text not null,
  customer_id uuid,
  -- Who was responsible when it was written; whoever oversees that department sees it.
  department_id uuid not null,
  message_id uuid,
  wire text not null check (wire in ('email', 'none')),
  template_key text not null,
  address text not null default '',
  subject text not null default '',
  body text not null,
  state text not null check (state in ('waiting', 'sent', 'failed', 'shown')),
  attempts int not null default 0,
  last_error text not null default '',
  -- Stays the same over all tries, so that a mail sent twice is one mail to whoever receives it.
  mail_message_id text not null default '',
  -- Held by the worker that is sending it right now.
  claimed_at timestamptz,
  -- What it was written for; the same occasion never tells the customer twice.
  once_key text not null unique,
  created_at timestamptz not null,
  sent_at timestamptz
);
create index outbox_message_order on outbox_message (created_at desc, id desc);
create index outbox_message_state on outbox_message (state, created_at desc, id desc);
create index outbox_message_ticket on outbox_message (ticket_id, created_at);

alter table outbox_message enable row level security;
alter table outbox_message force row level security;
create policy outbox_message_reach on outbox_message using (
  (select current_setting('huiyin.reach', true)) = 'all'
  or ((select current_setting('huiyin.reach', true)) = 'units'
      and department_id = any ((select nullif(current_setting('huiyin.units', true), '')::uuid[])::uuid[]))
);
