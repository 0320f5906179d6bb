-- Everything we say to a customer outside the tracking page, with what became of it.
create table outbox_message (
  id uuid primary key,
  ticket_id uuid not null,
  customer_id uuid,
  message_id uuid,
  wire text not null check (wire in ('email', 'none')),
  template_key text not null,
  address text not null default '',
  subject text not null default '',
  body text not null,
  state text not null check (state in ('waiting', 'sent', 'failed', 'shown')),
  attempts int not null default 0,
  last_error text not null default '',
  mail_message_id text not null default '',
  created_at timestamptz not null,
  sent_at timestamptz
);
create index outbox_message_order on outbox_message (created_at desc, id desc);
create index outbox_message_state on outbox_message (state, created_at desc, id desc);
create index outbox_message_ticket on outbox_message (ticket_id, created_at);
create unique index outbox_message_once on outbox_message (ticket_id, template_key, message_id) nulls not distinct;
