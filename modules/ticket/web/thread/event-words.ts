import { z } from 'zod';
import { currentLanguage, hasText, type Translate } from '#platform/web/i18n.ts';
import type { IconName } from '#platform/web/parts/icon-paths.ts';
import type { Names } from '../names.ts';
import type { EventEntry } from './fold-thread.ts';

const icons: Record<string, IconName> = {
  'ticket.opened': 'wand',
  'ticket.assigned': 'swap',
  'ticket.reclassified': 'pen',
  'ticket.macro_applied': 'bolt',
  'ticket.category_confirmed': 'checks',
  'ticket.fields_changed': 'pen',
  'ticket.urged': 'bell',
  'ticket.task_added': 'task',
  'ticket.task_done': 'task',
  'ticket.linked': 'link',
  'ticket.unlinked': 'link',
  'ticket.accepted': 'check',
  'ticket.verified': 'checks',
  'ticket.solved': 'bulb',
  'ticket.answered': 'reply',
  'ticket.closed': 'met',
  'ticket.archived': 'db',
  'ticket.declined': 'x',
  'ticket.reopened': 'undo',
  'sla.warned': 'alarm',
  'sla.breached': 'over',
  'sla.paused': 'pause',
  'sla.resumed': 'play',
  'sla.escalated': 'up',
  'sla.silent': 'bell',
  'sla.extended': 'clock',
  'sla.extension_asked': 'clock',
  'sla.extension_refused': 'x',
  'sla.extension_withdrawn': 'undo',
  'sla.extension_lapsed': 'over',
  'sla.recomputed': 'refresh',
  'resolve.flow_bound': 'branch',
  'resolve.flow_step': 'branch',
  'resolve.flow_ticked': 'check',
  'resolve.flow_late': 'over',
  'resolve.flow_near': 'alarm',
  'customer.revealed': 'eye',
};

export const eventIcon = (name: string): IconName => icons[name] ?? 'info';

const word = z.union([z.string(), z.number()]).transform(String);
const textOf = (data: Record<string, unknown>, key: string): string => word.safeParse(data[key]).data ?? '';

/** Names that an administrator gave in both languages. */
const named = (data: Record<string, unknown>, key: string): string =>
  (currentLanguage() === 'en' && textOf(data, `${key}En`)) || textOf(data, key);

const reclassified = (t: Translate, data: Record<string, unknown>, names: Names): string => {
  const field = textOf(data, 'field');
  const valueOf = (value: string): string => {
    if (value === '') return t('event.none');
    if (field === 'level') return t(`platform:level.${value}`);
    if (field === 'sentiment') return t(`classify.mood.${value}`);
    return field === 'kind' ? t(`platform:kind.${value}`) : (names.category(value) ?? value);
  };
  return t('event.changed', {
    field: t(`field.${field}`),
    from: valueOf(textOf(data, 'from')),
    to: valueOf(textOf(data, 'to')),
  });
};

const assigned = (t: Translate, data: Record<string, unknown>, names: Names): string => {
  const owner = names.person(textOf(data, 'toOwnerId')) ?? '';
  const department = names.department(textOf(data, 'toDepartmentId')) ?? '';
  if (data['claimed'] === true) return t('event.claimed');
  const to = [department, owner].filter(Boolean).join(' ') || t('event.elsewhere');
  const reason = textOf(data, 'reason');
  return reason === '' ? t('event.assigned', { to }) : t('event.assignedWhy', { to, reason });
};

const change = z.object({ key: z.string(), from: z.unknown().optional(), to: z.unknown().optional() });
const changed = z.object({ changes: z.array(change) });

const fieldsChanged = (t: Translate, data: Record<string, unknown>, names: Names): string => {
  const changes = changed.safeParse(data).data?.changes ?? [];
  const words = changes.map(({ key, from, to }) => names.change?.(key, from, to) ?? key);
  return words.length === 0 ? t('event.ticket_fields_changed') : words.join(t('listComma'));
};

const opened = (t: Translate, data: Record<string, unknown>, names: Names): string => {
  const category = names.category(textOf(data, 'categoryKey'));
  const what = [t(`platform:kind.${textOf(data, 'kind')}`), category].filter(Boolean).join('·');
  const owner = names.person(textOf(data, 'ownerId'));
  const to = [names.department(textOf(data, 'departmentId')), owner].filter(Boolean).join(' ');
  const level = t(`platform:level.${textOf(data, 'level')}`);
  return to === '' ? t('event.opened', { what, level }) : t('event.openedTo', { what, level, to });
};

/** Reasons that rules give are codes; those of people are their own words. */
export const reasonWords = (t: Translate, reason: string): string => {
  if (hasText('ticket', `paused.${reason}`)) return t(`paused.${reason}`);
  return hasText('ticket', `reasonCode.${reason}`) ? t(`reasonCode.${reason}`) : reason;
};

/** What a customer says on the phone is written down by somebody else. */
const keyOf = ({ name, actorKind }: EventEntry): string =>
  name === 'survey.answered' && actorKind !== 'customer' ? 'survey_noted' : name.replace('.', '_');

/** What an event says in the thread, without who did it. */
export const eventWords = (t: Translate, event: EventEntry, names: Names): string => {
  const { name, data } = event;
  if (name === 'ticket.opened') return opened(t, data, names);
  if (name === 'ticket.assigned') return assigned(t, data, names);
  if (name === 'ticket.macro_applied') {
    const named = currentLanguage() === 'en' ? textOf(data, 'nameEn') : '';
    return t('event.ticket_macro_applied', { name: named || textOf(data, 'name') });
  }
  if (name === 'ticket.fields_changed') return fieldsChanged(t, data, names);
  if (name === 'ticket.reclassified') return reclassified(t, data, names);
  const key = `event.${keyOf(event)}`;
  if (!hasText('ticket', key)) return name;
  const clock = textOf(data, 'clock');
  const reason = textOf(data, 'reason');
  const words = t(key, {
    // Clocks of a profile have names of their own, which the panel shows.
    clock: clock === '' ? '' : t(hasText('ticket', `clock.${clock}`) ? `clock.${clock}` : 'clock.other'),
    number: textOf(data, 'toNumber'),
    count: textOf(data, 'urgeCount'),
    score: textOf(data, 'score'),
    step: named(data, 'step'),
    flow: named(data, 'flow'),
    no: textOf(data, 'no'),
  });
  if (reason === '') return words;
  return t('event.why', { words, reason: reasonWords(t, reason) });
};

/** Who did it, before the words; what the system does needs no name. */
export const eventActor = (t: Translate, event: EventEntry): string => {
  // Opening speaks of what the system made of it, not of who wrote.
  if (event.name === 'ticket.opened') return '';
  if (event.actorKind === 'customer') return event.actorName || t('customer');
  return event.actorKind === 'system' ? '' : event.actorName;
};
