import { z } from 'zod';
import { departmentDirectory, findPeople, peopleByIds } from '#modules/staff/server/index.ts';
import { addTasks, ticketsByIds, type TicketRow } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import type { EventRow } from '#platform/server/events/event.ts';
import type { Subscriber } from '#platform/server/module.ts';
import { systemActor, type Actor } from '#platform/server/session/actor.ts';
import type { Emergency } from '../../contract.ts';
import { resolveEvent } from '../resolve.events.ts';
import { findDuty, findPlan, type DutyRow } from './duty.queries.ts';
import { calledFor } from './duty-list.ts';
import { insertChecks, insertEmergency, insertLog, insertMembers } from './emergency.queries.ts';

const minuteMs = 60_000;
/** A case of the first level has an answer within two hours; the team stands before that. */
const assembleMinutes = 120;
export const emergencyTask = 'emergency';

/** Nobody on the list: those who lead the ticket's department, or the next one above that has somebody. */
const headsFor = async (tx: Tx, app: App, departmentId: string): Promise<DutyRow[]> => {
  const heads = (await findPeople(tx, { active: true })).filter((person) => person.roleKey === 'supervisor');
  const directory = departmentDirectory(app);
  for (let at: string | null = departmentId; at !== null; at = directory.department(at)?.parentId ?? null) {
    const here = heads.filter((person) => person.departmentId === at);
    if (here.length > 0)
      return here.map((person) => ({ personId: person.id, duty: '', leads: true, departmentId: null }));
  }
  return [];
};

const teamFor = async (tx: Tx, app: App, departmentId: string): Promise<DutyRow[]> => {
  const directory = departmentDirectory(app);
  const listed = calledFor(await findDuty(tx), departmentId, (id) => directory.department(id)?.parentId ?? null);
  const known = await peopleByIds(
    tx,
    listed.map((one) => one.personId),
  );
  const active = new Set(known.filter((person) => person.active).map((person) => person.id));
  const called = listed.filter((one) => active.has(one.personId));
  return called.length > 0 ? called : headsFor(tx, app, departmentId);
};

/** A task each, which stands in their list and on their screen at once; it ends when they answer. */
const callMembers = async (tx: Tx, app: App, emergencyId: string, ticket: TicketRow, dueAt: Date): Promise<void> => {
  const at = app.clock.now();
  const team = await teamFor(tx, app, ticket.departmentId);
  for (const { personId, duty, leads } of team) {
    const task = {
      ticketId: ticket.id,
      kind: emergencyTask,
      titleKey: 'emergency_call',
      departmentId: ticket.departmentId,
      ownerId: personId,
      dueAt,
      onceKey: `emergency:${emergencyId}:${personId}`,
    };
    const [taskId = null] = await addTasks(tx, app, [task]);
    await insertMembers(tx, emergencyId, [{ personId, duty, leads, taskId, calledAt: at, answeredAt: null }]);
    await insertLog(tx, emergencyId, { id: newId(at), at, personId, kind: 'called', body: duty });
  }
};

/** Calls the team once; null where one is at work on this ticket. */
export const callTeam = async (
  tx: Tx,
  app: App,
  actor: Pick<Actor, 'kind' | 'id' | 'name'>,
  ticket: TicketRow,
  cause: Emergency['cause'],
): Promise<string | null> => {
  const at = app.clock.now();
  const id = newId(at);
  const dueAt = new Date(at.getTime() + assembleMinutes * minuteMs);
  const { departmentId, subject } = ticket;
  const row = { id, ticketId: ticket.id, number: ticket.number, subject, departmentId, cause };
  if (!(await insertEmergency(tx, { ...row, startedAt: at, dueAt }))) return null;
  await callMembers(tx, app, id, ticket, dueAt);
  const plan = await findPlan(tx);
  await insertChecks(
    tx,
    id,
    plan.map((step, index) => ({
      no: index + 1,
      title: step.title,
      titleEn: step.titleEn,
      dueAt: new Date(at.getTime() + step.withinMinutes * minuteMs),
    })),
  );
  await emit(tx, [resolveEvent('resolve.emergency_called', ticket.id, actor, at, { emergencyId: id, cause })]);
  return id;
};

const opened = z.object({ level: z.literal(1) });
const raised = z.object({ field: z.literal('level'), to: z.literal('1') });
const restored = 'ticket.restored';

const causeOf = (event: EventRow): Emergency['cause'] | null => {
  if (event.name === 'ticket.opened') return opened.safeParse(event.data).success ? 'opened' : null;
  if (event.name === restored) return 'restored';
  return raised.safeParse(event.data).success ? 'raised' : null;
};

/** What is true now decides: a case that fell to level two in the meantime calls nobody; a file of history neither. */
const needsTeam = (ticket: TicketRow): boolean =>
  ticket.level === 1 &&
  ticket.kind === 'complaint' &&
  ticket.channel !== 'import' &&
  ticket.closedAt === null &&
  ticket.state !== 'spam';

export const callForLevelOne: Subscriber = {
  name: 'resolve.call_emergency_team',
  events: ['ticket.opened', 'ticket.reclassified', restored],
  async handle(app, tx, events) {
    const causes = new Map<string, Emergency['cause']>();
    for (const event of events) {
      const cause = causeOf(event);
      if (cause) causes.set(event.subjectId, cause);
    }
    for (const ticket of await ticketsByIds(tx, [...causes.keys()]))
      if (needsTeam(ticket)) await callTeam(tx, app, systemActor, ticket, causes.get(ticket.id) ?? 'opened');
  },
};
