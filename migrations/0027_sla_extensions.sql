-- More time is decided by the approval flow for extensions. What waited for an undocumented nod has to be asked anew.
alter table sla_extension drop constraint sla_extension_state_check;
alter table sla_extension add constraint sla_extension_state_check
  check (state in ('asked', 'granted', 'refused', 'withdrawn', 'lapsed'));
alter table sla_extension add column request_id uuid;
update sla_extension set state = 'lapsed' where state = 'asked';

-- Besides clocks: decisions about more time, reminders of approvals, an emergency team that does not stand.
alter table sla_alarm drop constraint sla_alarm_kind_check;
alter table sla_alarm add constraint sla_alarm_kind_check check (kind in ('warned', 'breached', 'escalated', 'silent', 'urged',
  'digest', 'calendar_missing', 'extension_asked', 'extension_decided', 'approval_urged', 'emergency'));

-- The list of what is unseen, newest first; the old index had no order.
drop index sla_alarm_unseen;
create index sla_alarm_unseen on sla_alarm (person_id, id desc) where seen_at is null;
