import { departmentDirectory, peopleByIds } from '#modules/staff/server/index.ts';
import {
  accessTask,
  accessTicket,
  addTasks,
  canDoToTicket,
  completeTask,
  publicView,
  registerStepGuard,
  taskById,
  tasksOfTicket,
  ticketsByIds,
  type TaskRow,
  type TicketRow,
} from '#modules/ticket/server/index.ts';
import type { BodyOf, ReplyOf } from '#platform/contract/route.ts';
import type { App } from '#platform/server/app.ts';
import { everything, type Tx } from '#platform/server/database/index.ts';
import { notFound, Problem } from '#platform/server/http/problem.ts';
import { inReach, may, type Actor } from '#platform/server/session/actor.ts';
import type { askHelp, HelpView, listHelp, readHelp } from '../../contract.ts';
import { peopleNames } from '../people-names.ts';
import { helpByTask, helpOfTicket, insertHelp, writeResult, type HelpRow } from './help.queries.ts';

export const helperTask = 'helper';

const departmentName = (app: App, actor: Actor, id: string): string => {
  const found = departmentDirectory(app).department(id);
  if (!found) return '';
  return actor.locale === 'en' && found.nameEn !== '' ? found.nameEn : found.name;
};

const viewsOf = async (
  tx: Tx,
  app: App,
  actor: Actor,
  pairs: readonly { task: TaskRow; help: HelpRow }[],
): Promise<HelpView[]> => {
  const nameOf = await peopleNames(
    tx,
    pairs.flatMap(({ task, help }) => [task.ownerId, help.askedBy, help.answeredBy]),
  );
  return pairs.map(({ task, help }) => ({
    id: task.id,
    number: task.number,
    title: task.titleKey,
    question: help.question,
    department: { id: task.departmentId, name: departmentName(app, actor, task.departmentId) },
    owner: task.ownerId === null ? null : { id: task.ownerId, name: nameOf(task.ownerId) },
    askedBy: nameOf(help.askedBy),
    askedAt: help.askedAt.toISOString(),
    dueAt: task.dueAt.toISOString(),
    doneAt: task.doneAt?.toISOString() ?? null,
    result: help.result,
    answeredBy: nameOf(help.answeredBy),
  }));
};

const helpWithTasks = async (tx: Tx, ticketId: string): Promise<{ task: TaskRow; help: HelpRow }[]> => {
  const helps = new Map((await helpOfTicket(tx, ticketId)).map((help) => [help.taskId, help]));
  return (await tasksOfTicket(tx, ticketId)).flatMap((task) => {
    const help = helps.get(task.id);
    return help ? [{ task, help }] : [];
  });
};

const isOpenTicket = (ticket: TicketRow): boolean => ticket.closedAt === null && ticket.state !== 'spam';

export const readHelpOf = (app: App, actor: Actor, number: string): Promise<ReplyOf<typeof listHelp>> =>
  app.db.read(actor.reach, async (tx) => {
    const ticket = await accessTicket(tx, actor, number, 'ticket.read');
    const items = await viewsOf(tx, app, actor, await helpWithTasks(tx, ticket.id));
    const open = items.filter((one) => one.doneAt === null).length;
    return { items, open, canAsk: canDoToTicket(actor, 'ticket.note', ticket) && isOpenTicket(ticket) };
  });

/** Whoever is asked for by name answers for one of the departments asked; otherwise any of its people may. */
const demandPlaces = async (tx: Tx, app: App, wish: BodyOf<typeof askHelp>, now: Date): Promise<void> => {
  const directory = departmentDirectory(app);
  for (const id of wish.departmentIds) {
    const department = directory.department(id);
    if (!department || department.closed) throw new Problem('ticket.unknown_department', 422);
  }
  if (new Date(wish.dueAt) <= now) throw new Problem('resolve.due_is_past', 422);
  if (wish.ownerId === undefined) return;
  const [person] = await peopleByIds(tx, [wish.ownerId]);
  if (!person?.active || wish.departmentIds.length !== 1) throw new Problem('ticket.unknown_person', 422);
};

/** One task a department: they work side by side, and the accountable owner keeps the ticket. */
export const askForHelp = (
  app: App,
  actor: Actor,
  number: string,
  wish: BodyOf<typeof askHelp>,
): Promise<ReplyOf<typeof askHelp>> =>
  app.db.write(actor.reach, async (tx) => {
    const ticket = await accessTicket(tx, actor, number, 'ticket.note');
    if (!isOpenTicket(ticket)) throw new Problem('ticket.not_open', 409, { state: ticket.state });
    const now = app.clock.now();
    await demandPlaces(tx, app, wish, now);
    const taskIds = await addTasks(
      tx,
      app,
      [...new Set(wish.departmentIds)].map((departmentId) => ({
        ticketId: ticket.id,
        kind: helperTask,
        titleKey: wish.title,
        departmentId,
        ownerId: wish.ownerId ?? null,
        dueAt: new Date(wish.dueAt),
        onceKey: null,
      })),
      actor,
    );
    for (const taskId of taskIds)
      await insertHelp(tx, { taskId, ticketId: ticket.id, question: wish.question, askedBy: actor.id, askedAt: now });
    const fresh = new Set(taskIds);
    const pairs = (await helpWithTasks(tx, ticket.id)).filter(({ task }) => fresh.has(task.id));
    return { items: await viewsOf(tx, app, actor, pairs) };
  });

const pageOf = async (
  tx: Tx,
  app: App,
  actor: Actor,
  pair: { task: TaskRow; help: HelpRow },
): Promise<ReplyOf<typeof readHelp>> => {
  const [[view], [ticket], shown] = await Promise.all([
    viewsOf(tx, app, actor, [pair]),
    ticketsByIds(tx, [pair.help.ticketId]),
    publicView(tx, app, pair.help.ticketId),
  ]);
  if (!view || !ticket) throw notFound('task');
  const owner = shown.ownerName || departmentName(app, actor, ticket.departmentId);
  return {
    ...view,
    subject: ticket.subject,
    said: shown.messages.find((message) => message.from === 'customer')?.body ?? '',
    accountable: owner,
    canAnswer:
      view.doneAt === null &&
      may(actor, 'ticket.note') &&
      inReach(actor.reach, { unitId: pair.task.departmentId, personId: pair.task.ownerId }),
  };
};

/** Read with the reach of the system after the rights are checked: who helps need not reach the ticket itself. */
export const readOneHelp = (app: App, actor: Actor, id: string): Promise<ReplyOf<typeof readHelp>> =>
  app.db.read(everything, async (tx) => {
    const [task, help] = [await taskById(tx, id), await helpByTask(tx, id)];
    const [ticket] = help ? await ticketsByIds(tx, [help.ticketId]) : [];
    if (!task || !help || !ticket) throw notFound('task');
    const isAsked = inReach(actor.reach, { unitId: task.departmentId, personId: task.ownerId });
    if (!isAsked && !canDoToTicket(actor, 'ticket.read', ticket)) throw notFound('task');
    return pageOf(tx, app, actor, { task, help });
  });

export const giveResult = (app: App, actor: Actor, id: string, result: string): Promise<ReplyOf<typeof readHelp>> =>
  app.db.write(everything, async (tx) => {
    const task = await accessTask(tx, actor, id);
    const help = await helpByTask(tx, id);
    if (!help) throw notFound('task');
    const at = app.clock.now();
    if (!(await completeTask(tx, app, actor, task))) throw new Problem('resolve.help_is_done', 409);
    await writeResult(tx, id, { result, by: actor.id, at });
    return pageOf(tx, app, actor, { task: { ...task, doneAt: at }, help: { ...help, result, answeredBy: actor.id } });
  });

const named = 3;

/** The customer gets no answer, and nobody closes, while a department that was asked still owes something. */
registerStepGuard('resolve.help', 10, async (tx, { ticket, action }) => {
  if (action !== 'answer' && action !== 'close') return 'go';
  const open = (await tasksOfTicket(tx, ticket.id)).filter((task) => task.kind === helperTask && task.doneAt === null);
  if (open.length === 0) return 'go';
  const titles = open.slice(0, named).map((task) => task.titleKey);
  throw new Problem('resolve.help_open', 409, { count: open.length, titles: titles.join(' / ') });
});
