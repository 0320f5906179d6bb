-- The language in which a case came in and its customer is answered. Kept with the case and not only with the customer:
-- the same person may write in either, and who leaves no name has no row of his own.
alter table ticket
  add column locale text not null default 'zh-CN' check (locale in ('zh-CN', 'en'));
