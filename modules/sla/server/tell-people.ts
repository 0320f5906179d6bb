import { z } from 'zod';
import { departmentDirectory, findPeople } from '#modules/staff/server/index.ts';
import { formatTicketNumber, ticketsByIds, type TicketRow } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import type { Tx } from '#platform/server/database/index.ts';
import type { EventRow } from '#platform/server/events/event.ts';
import type { Subscriber } from '#platform/server/module.ts';
import type { Alarm } from '../contract.ts';
import { insertAlarms, type AlarmData, type NewAlarm } from './alarm.queries.ts';
import { clocksOf, type ClockRow } from './clock.queries.ts';
import { leadersAbove, toldAt, type Leader } from './leaders.rules.ts';
import { ruleOfClock } from './plan-clocks.ts';
import { currentRules } from './rulebook.ts';

const kindOf: Readonly<Record<string, Alarm['kind']>> = {
  'sla.warned': 'warned',
  'sla.breached': 'breached',
  'sla.escalated': 'escalated',
  'sla.silent': 'silent',
  'sla.extension_asked': 'extension_asked',
  'ticket.urged': 'urged',
};

const eventData = z
  .object({
    clock: z.string(),
    dueAt: z.string(),
    step: z.number(),
    part: z.number(),
    urgeCount: z.number(),
    hours: z.number(),
  })
  .partial();

type Around = { leaders: readonly Leader[]; parentOf: (id: string) => string | null; presence: Map<string, Leader> };

const leadersOf = (ticket: TicketRow, around: Around, step: number): string[] =>
  toldAt(leadersAbove(around.leaders, ticket.departmentId, around.parentOf), step);

/** The handler, and in his absence (or where nobody has taken it) those who lead the department. */
const handlerOf = (ticket: TicketRow, around: Around): string[] => {
  if (ticket.ownerId === null) return leadersOf(ticket, around, 1);
  const away = around.presence.get(ticket.ownerId)?.presence === 'off';
  return away ? [ticket.ownerId, ...leadersOf(ticket, around, 1)] : [ticket.ownerId];
};

const peopleFor = (kind: Alarm['kind'], ticket: TicketRow, around: Around, step: number): string[] => {
  if (kind === 'escalated') return leadersOf(ticket, around, step);
  if (kind === 'extension_asked') return leadersOf(ticket, around, 1);
  const handler = handlerOf(ticket, around);
  return kind === 'breached' || kind === 'silent' ? [...handler, ...leadersOf(ticket, around, 1)] : handler;
};

const dataOf = (app: App, ticket: TicketRow, event: EventRow, clocks: readonly ClockRow[]): AlarmData => {
  const given = eventData.parse(event.data);
  const row = clocks.find((one) => one.ticketId === ticket.id && one.clock === given.clock);
  const spec = row && ruleOfClock(currentRules(app), row).spec;
  return {
    number: formatTicketNumber(ticket.number),
    subject: ticket.subject.slice(0, 80),
    ...given,
    ...(spec ? { clockName: spec.name, clockNameEn: spec.nameEn } : {}),
  };
};

const alarmsFor = async (tx: Tx, app: App, events: readonly EventRow[]): Promise<NewAlarm[]> => {
  const ids = [...new Set(events.map((event) => event.subjectId))];
  const tickets = new Map((await ticketsByIds(tx, ids)).map((ticket) => [ticket.id, ticket]));
  const clocks = await clocksOf(tx, ids);
  const people = await findPeople(tx, { active: true });
  const directory = departmentDirectory(app);
  const around: Around = {
    leaders: people.filter((one) => one.roleKey === 'supervisor'),
    parentOf: (id) => directory.department(id)?.parentId ?? null,
    presence: new Map(people.map((one) => [one.id, one])),
  };
  return events.flatMap((event): NewAlarm[] => {
    const ticket = tickets.get(event.subjectId);
    const kind = kindOf[event.name];
    if (!ticket || !kind) return [];
    const step = eventData.parse(event.data).step ?? 1;
    const told = new Set(peopleFor(kind, ticket, around, step).filter((id) => id !== event.actorId));
    const data = dataOf(app, ticket, event, clocks);
    return [...told].map((personId) => ({
      id: newId(event.at),
      personId,
      kind,
      ticketId: ticket.id,
      data,
      at: event.at,
      onceKey: String(event.id),
    }));
  });
};

/** What clocks say, told to those whom it concerns. */
export const tellPeople: Subscriber = {
  name: 'sla.tell_people',
  events: Object.keys(kindOf),
  handle: async (app, tx, events) => insertAlarms(tx, await alarmsFor(tx, app, events)),
};
