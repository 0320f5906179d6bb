-- Files that go along with an act of an approval; unclaimed until an act names them.
create table approval_file (
  id uuid primary key,
  request_id uuid references approval_request,
  uploaded_by uuid not null references person,
  sha256 text not null,
  name text not null,
  mime text not null,
  kind text not null check (kind in ('image', 'audio', 'video', 'document')),
  bytes bigint not null,
  scanned text not null,
  created_at timestamptz not null
);
create index approval_file_request on approval_file (request_id, id) where request_id is not null;
create index approval_file_unclaimed on approval_file (created_at) where request_id is null;
create index approval_file_content on approval_file (sha256);

-- How the time of a level runs; until now all ran around the clock.
update approval_flow set levels =
  (select jsonb_agg('{"timeoutIn":"calendar"}'::jsonb || level order by place)
   from jsonb_array_elements(levels) with ordinality as each (level, place));
update approval_request set levels =
  (select jsonb_agg('{"timeoutIn":"calendar"}'::jsonb || level order by place)
   from jsonb_array_elements(levels) with ordinality as each (level, place));
