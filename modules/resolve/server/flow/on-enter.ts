import { departmentDirectory } from '#modules/staff/server/index.ts';
import { addMessage, addTasks, handOver, offerDraft } from '#modules/ticket/server/index.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { systemActor } from '#platform/server/session/actor.ts';
import type { FlowAction } from '../../contract/flow.ts';
import { askToLeave } from './ask-approval.ts';
import type { VisitRow } from './run.queries.ts';
import type { Entering } from './stay.ts';

const minuteMs = 60_000;
type Fault = 'department_gone' | 'template_gone' | 'nobody_to_ask' | 'nobody_to_draft';
type Stay = Pick<VisitRow, 'id' | 'ticketId' | 'no'>;

const departmentStands = (entering: Entering, id: string): boolean => {
  const found = departmentDirectory(entering.app).department(id);
  return found !== undefined && !found.closed;
};

const assign = async (tx: Tx, entering: Entering, departmentId: string): Promise<Fault | null> => {
  if (!departmentStands(entering, departmentId)) return 'department_gone';
  await handOver(tx, entering.app, systemActor, entering.ticket.id, departmentId, entering.step.name);
  return null;
};

type TaskAction = Extract<FlowAction, { kind: 'task' }>;

const addTask = async (tx: Tx, entering: Entering, action: TaskAction, onceKey: string): Promise<Fault | null> => {
  const { app, ticket } = entering;
  const wanted = action.departmentId ?? ticket.departmentId;
  const stands = departmentStands(entering, wanted);
  const task = {
    ticketId: ticket.id,
    kind: 'manual',
    titleKey: action.title,
    // Better with the department of the ticket than with nobody.
    departmentId: stands ? wanted : ticket.departmentId,
    ownerId: null,
    dueAt: new Date(app.clock.now().getTime() + action.minutes * minuteMs),
    onceKey,
  };
  await addTasks(tx, app, [task]);
  return stands ? null : 'department_gone';
};

const doOne = async (
  tx: Tx,
  entering: Entering,
  stay: Stay,
  action: FlowAction,
  index: number,
): Promise<Fault | null> => {
  switch (action.kind) {
    case 'assign':
      return assign(tx, entering, action.departmentId);
    case 'task':
      return addTask(tx, entering, action, `flow:${stay.id}:${index}`);
    case 'note':
      await addMessage(tx, entering.app, systemActor, entering.ticket, { direction: 'note', body: action.text });
      return null;
    case 'draft': {
      const done = await offerDraft(tx, entering.app, entering.ticket, action.templateId);
      return done === 'kept' ? null : done;
    }
    case 'approval':
      return (await askToLeave(tx, entering, stay, action.topic)) === 'nobody' ? 'nobody_to_ask' : null;
  }
};

/**
 * What happens by itself when a step is reached. What cannot be done (a department was closed since) is noted at the
 * stay and stops nothing.
 */
export const doOnEnter = async (tx: Tx, entering: Entering, stay: Stay): Promise<string[]> => {
  const faults: string[] = [];
  // The ticket changes hands last: notes and drafts are written where it still lies.
  const ordered = [...entering.step.onEnter.entries()].toSorted(
    ([, a], [, b]) => Number(a.kind === 'assign') - Number(b.kind === 'assign'),
  );
  for (const [index, action] of ordered) {
    const fault = await doOne(tx, entering, stay, action, index);
    if (fault) faults.push(fault);
  }
  return faults;
};
