-- What the company sells, with the names that customers give it: found in every text as entities.
create table classify_product (
  id uuid primary key,
  name text not null,
  name_en text not null default '',
  -- Other names that customers use.
  aliases text[] not null default '{}',
  retired boolean not null default false,
  changed_at timestamptz not null
);
create unique index classify_product_name on classify_product (lower(name));

-- Products that a ticket speaks of: by the catalogue's names found in its words, or as a form named them.
create table classify_ticket_product (
  ticket_id uuid not null,
  product text not null,
  primary key (ticket_id, product)
);
create index classify_ticket_product_name on classify_ticket_product (product, ticket_id);

-- For those who count (insight).
create view classify_product_fact as select ticket_id, product from classify_ticket_product;
