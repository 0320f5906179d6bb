import { isWorkingTime } from '#modules/sla/server/index.ts';
import {
  addMessage,
  addTasks,
  lockTicket,
  tasksOfTicket,
  ticketsByIds,
  transitionTicket,
  type TicketRow,
} from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import type { EventRow } from '#platform/server/events/event.ts';
import type { Subscriber } from '#platform/server/module.ts';
import { systemActor } from '#platform/server/session/actor.ts';
import { categoryParents } from '../flow/ticket-facts.ts';
import { resolveEvent } from '../resolve.events.ts';
import {
  answeredSince,
  autoRules,
  autoSettingOf,
  countDay,
  insertAutoAnswer,
  lockAutoSetting,
  noteUnsolved,
} from './auto.queries.ts';
import { guardNow, isSampled } from './auto.rules.ts';
import { lightCaseOf, lookAt, type Looked } from './light-case.ts';

const dayMs = 86_400_000;

type Answer = NonNullable<Looked['answer']>;

/** Says it, and asks the customer whether it helped: the same steps that a person would take. */
const answer = async (
  tx: Tx,
  app: App,
  ticket: TicketRow,
  { rule, body }: Answer,
  samplePercent: number,
): Promise<boolean> => {
  const at = app.clock.now();
  const row = {
    id: newId(at),
    ticketId: ticket.id,
    departmentId: ticket.departmentId,
    ruleId: rule.id,
    ruleName: rule.name,
    body,
    answeredAt: at,
    sampled: isSampled(ticket.id, samplePercent),
  };
  if (!(await insertAutoAnswer(tx, row))) return false;
  await addMessage(tx, app, systemActor, ticket, { direction: 'out', body });
  await transitionTicket(tx, app, systemActor, ticket.id, 'answer');
  await emit(tx, [resolveEvent('resolve.auto_answered', ticket.id, systemActor, at, { ruleId: rule.id })]);
  return true;
};

const lightLevel = 3;

const answerMany = async (tx: Tx, app: App, ticketIds: readonly string[]): Promise<void> => {
  const setting = await autoSettingOf(tx);
  if (!setting.enabled) return;
  await lockAutoSetting(tx);
  const rules = await autoRules(tx);
  const at = app.clock.now();
  let lastDay = await answeredSince(tx, new Date(at.getTime() - dayMs));
  const before = lastDay;
  const tickets = (await ticketsByIds(tx, ticketIds)).filter((ticket) => ticket.level === lightLevel);
  const light = tickets.filter((ticket) => ticket.channel !== 'import' && ticket.state !== 'spam');
  // In one order, so that nobody who locks several waits for another in a ring.
  const ids = light.map((ticket) => ticket.id).toSorted();
  const looking = { rules, setting, parents: await categoryParents(tx) };
  for (const id of ids) {
    const now = { isWorkingTime: isWorkingTime(app, at), lastDay };
    // Locked: a person who takes the case at this moment is not spoken over.
    const ticket = await lockTicket(tx, id);
    if (!ticket || guardNow(setting, lightCaseOf(ticket, looking.parents), now) !== null) continue;
    const found = await lookAt(tx, app, ticket, looking);
    if (found.answer && (await answer(tx, app, ticket, found.answer, setting.samplePercent))) lastDay += 1;
  }
  if (light.length > 0) await countDay(tx, at, light.length, lastDay - before);
};

/** Runs after the case was opened, so that nobody waits for it at the counter. */
export const answerLight: Subscriber = {
  name: 'resolve.answer_light',
  events: ['ticket.opened'],
  handle: (app, tx, events) => answerMany(tx, app, [...new Set(events.map((event) => event.subjectId))]),
};

const handOverHours = 2;
const handOverTask = 'auto_unsolved';

/** Whoever has it knows by when he reads it; where a follow-up is owed already (a low score), that is enough. */
export const handToPerson = async (tx: Tx, app: App, tickets: readonly TicketRow[]): Promise<void> => {
  const dueAt = new Date(app.clock.now().getTime() + handOverHours * 3_600_000);
  for (const { id: ticketId, departmentId, ownerId } of tickets) {
    const owed = (await tasksOfTicket(tx, ticketId)).some((task) => task.kind === 'follow_up' && task.doneAt === null);
    if (owed) continue;
    const task = { kind: 'follow_up', titleKey: handOverTask, departmentId, ownerId, dueAt };
    await addTasks(tx, app, [{ ...task, ticketId, onceKey: `auto:${ticketId}` }]);
  }
};

const byCustomer = (event: EventRow): boolean => event.actorKind === 'customer';

/** The customer says that the automatic answer did not help. */
export const handOverUnsolved: Subscriber = {
  name: 'resolve.hand_over_unsolved',
  events: ['ticket.reopened'],
  async handle(app, tx, events) {
    const ids = [...new Set(events.filter(byCustomer).map((event) => event.subjectId))];
    const unsolved = await noteUnsolved(tx, ids, app.clock.now());
    const tickets = await ticketsByIds(
      tx,
      unsolved.map((one) => one.ticketId),
    );
    await handToPerson(tx, app, tickets);
  },
};
