create table customer (
  id uuid primary key,
  name text not null default '',
  tier text not null default 'standard' check (tier in ('standard', 'silver', 'gold')),
  region text not null default '',
  locale text not null default 'zh-CN',
  created_at timestamptz not null,
  version int not null default 1
);

-- One line per way in which we know somebody: phone, e-mail, an id in another system.
create table customer_identity (
  kind text not null check (kind in ('phone', 'email', 'external')),
  value text not null,
  customer_id uuid not null references customer,
  created_at timestamptz not null,
  primary key (kind, value)
);
create index customer_identity_customer on customer_identity (customer_id);
