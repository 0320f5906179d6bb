import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { MacroStep } from '../../contract.ts';
import { addMessage } from '../add-message.ts';
import { addTasks } from '../add-tasks.ts';
import { assignTicket, claimTicket } from '../assign-ticket.ts';
import { classifyTicket } from '../classify-ticket.ts';
import { taskPlace } from '../tasks.ts';
import { accessTicketForChange, permissionOf } from '../ticket.access.ts';
import { setFollowed, type TicketRow } from '../ticket.queries.ts';
import { transitionTicket } from '../transition-ticket.ts';

/** What a step needs, by the very keys that its ordinary operation asks for. */
const permissionFor = (step: MacroStep): string => {
  switch (step.type) {
    case 'reply':
      return 'ticket.reply';
    case 'note':
    case 'task':
      return 'ticket.note';
    case 'classify':
      return 'ticket.classify';
    case 'claim':
    case 'assign':
      return 'ticket.assign';
    case 'follow':
      return 'ticket.read';
    case 'step':
      return permissionOf(step.action);
  }
};

const hourMs = 3_600_000;
export const taskDueAt = (app: App, hours: number): Date => new Date(app.clock.now().getTime() + hours * hourMs);

type Doing = { readonly tx: Tx; readonly app: App; readonly actor: Actor; readonly ticket: TicketRow };

const setTask = async ({ tx, app, actor, ticket }: Doing, step: MacroStep & { type: 'task' }, title: string) => {
  const place = await taskPlace(tx, step, ticket.departmentId);
  const task = { ticketId: ticket.id, kind: 'manual', titleKey: title, ...place, onceKey: null };
  await addTasks(tx, app, [{ ...task, dueAt: taskDueAt(app, step.withinHours) }], actor);
};

/** One step by the operation that a person would use for it: same rights, same guards, same events. */
export const takeMacroStep = async (
  tx: Tx,
  app: App,
  actor: Actor,
  number: string,
  step: MacroStep,
  words: string,
): Promise<void> => {
  const ticket = await accessTicketForChange(tx, actor, number, permissionFor(step), undefined).catch(
    (error: unknown) => {
      // The ticket itself is within reach, or the macro would not have come so far.
      if (error instanceof Problem && error.code === 'not_found') throw new Problem('ticket.macro_not_allowed', 403);
      throw error;
    },
  );
  switch (step.type) {
    case 'reply':
      await addMessage(tx, app, actor, ticket, { direction: 'out', body: words });
      return;
    case 'note':
      await addMessage(tx, app, actor, ticket, { direction: 'note', body: words });
      return;
    case 'task':
      return setTask({ tx, app, actor, ticket }, step, words);
    case 'classify':
      await classifyTicket(tx, app, actor, number, step);
      return;
    case 'claim':
      await claimTicket(tx, app, actor, number);
      return;
    case 'assign':
      await assignTicket(tx, app, actor, number, step);
      return;
    case 'follow':
      if (actor.id !== null) await setFollowed(tx, ticket.id, [actor.id], true);
      return;
    case 'step':
      await transitionTicket(tx, app, actor, ticket.id, step.action, { reason: step.reason });
  }
};
