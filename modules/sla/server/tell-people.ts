import { z } from 'zod';
import { standInsAt } from '#modules/approval/server/index.ts';
import { departmentDirectory, findPeople } from '#modules/staff/server/index.ts';
import { formatTicketNumber, ticketsByIds, type TicketRow } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import type { Tx } from '#platform/server/database/index.ts';
import type { EventRow } from '#platform/server/events/event.ts';
import type { Subscriber } from '#platform/server/module.ts';
import type { Alarm } from '../contract.ts';
import type { AlarmData, NewAlarm } from './alarm.queries.ts';
import { clocksOf, type ClockRow } from './clock.queries.ts';
import { isAway, leadersAbove, toldAt, withStandIn, type Leader } from './leaders.rules.ts';
import { ruleOfClock } from './plan-clocks.ts';
import { raiseAlarms } from './raise-alarms.ts';
import { currentRules } from './rulebook.ts';

const kindOf: Readonly<Record<string, Alarm['kind']>> = {
  'sla.warned': 'warned',
  'sla.breached': 'breached',
  'sla.escalated': 'escalated',
  'sla.silent': 'silent',
  'sla.extended': 'extension_decided',
  'sla.extension_refused': 'extension_decided',
  'sla.extension_lapsed': 'extension_decided',
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
    newDueAt: z.string(),
  })
  .partial();
const askedBy = z.object({ askedBy: z.string().nullable() });

type Around = { leaders: readonly Leader[]; parentOf: (id: string) => string | null; people: Map<string, Leader> };

/** Who works here, who is away, who stands in, and how the departments hang together, as it is now. */
export const lookAround = async (tx: Tx, app: App): Promise<Around> => {
  const working = await findPeople(tx, { active: true });
  const standIns = await standInsAt(tx, app.clock.now());
  const directory = departmentDirectory(app);
  const people = new Map(working.map((one): [string, Leader] => [one.id, { ...one, standIn: standIns.get(one.id) }]));
  return {
    leaders: working.flatMap((one) => (one.roleKey === 'supervisor' ? (people.get(one.id) ?? []) : [])),
    parentOf: (id) => directory.department(id)?.parentId ?? null,
    people,
  };
};

export const levelsAbove = (around: Around, departmentId: string): Leader[][] =>
  leadersAbove(around.leaders, departmentId, around.parentOf);

export const leadersOf = (ticket: TicketRow, around: Around, step: number): string[] =>
  toldAt(levelsAbove(around, ticket.departmentId), step);

/** The handler with who stands in for him; in his absence (or where nobody has taken it) those who lead the department. */
export const handlerOf = (ticket: TicketRow, around: Around): string[] => {
  const owner = ticket.ownerId === null ? undefined : around.people.get(ticket.ownerId);
  if (!owner) return leadersOf(ticket, around, 1);
  const uncovered = isAway(owner) && owner.standIn === undefined;
  return uncovered ? [owner.id, ...leadersOf(ticket, around, 1)] : withStandIn(owner);
};

const peopleFor = (event: EventRow, ticket: TicketRow, around: Around): string[] => {
  const kind = kindOf[event.name];
  if (kind === 'escalated') return leadersOf(ticket, around, eventData.parse(event.data).step ?? 1);
  if (kind === 'extension_decided') {
    const asker = around.people.get(askedBy.parse(event.data).askedBy ?? '');
    return asker ? [asker.id] : [];
  }
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

const outcomes: Readonly<Record<string, string>> = {
  'sla.extended': 'granted',
  'sla.extension_refused': 'refused',
  'sla.extension_lapsed': 'lapsed',
};

const alarmsFor = async (tx: Tx, app: App, events: readonly EventRow[]): Promise<NewAlarm[]> => {
  const ids = [...new Set(events.map((event) => event.subjectId))];
  const tickets = new Map((await ticketsByIds(tx, ids)).map((ticket) => [ticket.id, ticket]));
  const clocks = await clocksOf(tx, ids);
  const around = await lookAround(tx, app);
  return events.flatMap((event): NewAlarm[] => {
    const ticket = tickets.get(event.subjectId);
    const kind = kindOf[event.name];
    if (!ticket || !kind) return [];
    const told = new Set(peopleFor(event, ticket, around).filter((id) => id !== event.actorId));
    const outcome = outcomes[event.name];
    const data = { ...dataOf(app, ticket, event, clocks), ...(outcome === undefined ? {} : { outcome }) };
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
  handle: async (app, tx, events) => {
    await raiseAlarms(tx, await alarmsFor(tx, app, events));
  },
};
