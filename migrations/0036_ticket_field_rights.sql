-- Since when the words of a field wait to be found as its definition says now: search rows follow some seconds after
-- its rights or options were changed. Null = they agree; until then a search judges every hit itself.
alter table ticket_field add column search_behind_at timestamptz;
