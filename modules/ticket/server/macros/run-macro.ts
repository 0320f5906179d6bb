import { countMacroUse, macroById, type MacroRow } from '#modules/knowledge/server/index.ts';
import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { notFound, Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import {
  macroSteps,
  type MacroBack,
  type MacroLine,
  type MacroPreview,
  type MacroStep,
  type TicketDetail,
} from '../../contract.ts';
import { assignTicket } from '../assign-ticket.ts';
import { categoryWithAncestors } from '../categories.ts';
import { classifyTicket } from '../classify-ticket.ts';
import { accessTicket, accessTicketForChange, canReach } from '../ticket.access.ts';
import { ticketEvent } from '../ticket.events.ts';
import { isFollowed, setFollowed, ticketById, type TicketRow } from '../ticket.queries.ts';
import { detailOf } from '../ticket-view.ts';
import { canUseMacro, macroViewer } from './macro.access.ts';
import { changesBetween, placeWords, type Look } from './macro-changes.ts';
import { macroFacts, wordsOfStep } from './macro-words.ts';
import { takeMacroStep, taskDueAt } from './take-macro-step.ts';

/** What the caller changed before he said yes: other words, and steps that shall not be taken. */
export type MacroWish = {
  readonly texts: Readonly<Record<string, string>>;
  readonly leaveOut: readonly number[];
};

type Running = { readonly tx: Tx; readonly app: App; readonly actor: Actor; readonly number: string };

const lastingTypes: readonly MacroStep['type'][] = ['reply', 'note', 'task', 'step'];

const lookAt = async ({ tx, actor }: Running, ticketId: string): Promise<Look> => {
  const ticket = await ticketById(tx, ticketId);
  if (!ticket) throw notFound('ticket');
  return { ticket, followed: actor.id !== null && (await isFollowed(tx, ticketId, actor.id)) };
};

const wrote = (step: MacroStep): boolean => step.type === 'reply' || step.type === 'note' || step.type === 'task';

/**
 * All steps in their order. `halt`: the first refusal ends it, and with it the transaction; otherwise (a rehearsal) it
 * is noted and the rest is tried, so that everything that stands in the way is seen at once.
 */
const takeSteps = async (
  running: Running,
  ticket: TicketRow,
  steps: readonly MacroStep[],
  wish: MacroWish,
  halt: boolean,
): Promise<MacroLine[]> => {
  const { tx, app, actor, number } = running;
  const facts = await macroFacts(tx, app, ticket);
  const lines: MacroLine[] = [];
  for (const [index, step] of steps.entries()) {
    const line: MacroLine = {
      index,
      type: step.type,
      action: step.type === 'step' ? step.action : null,
      outcome: wish.leaveOut.includes(index) ? 'left' : 'done',
      changes: [],
      text: null,
      dueAt: step.type === 'task' ? taskDueAt(app, step.withinHours).toISOString() : null,
      place: null,
      reason: step.type === 'step' || step.type === 'assign' ? step.reason : '',
      lasting: lastingTypes.includes(step.type),
      code: null,
      message: null,
    };
    lines.push(line);
    const before = await lookAt(running, ticket.id);
    try {
      line.text = wish.texts[String(index)] ?? (await wordsOfStep(tx, step, facts));
      if (step.type === 'task') line.place = await placeWords(tx, app, actor.locale, step, before.ticket);
      if (line.outcome === 'left') continue;
      await takeMacroStep(tx, app, actor, number, step, line.text ?? '');
      const after = await lookAt(running, ticket.id);
      line.changes = await changesBetween(tx, app, actor.locale, before, after);
      if (step.type === 'step' && after.ticket.state === before.ticket.state) line.outcome = 'waits';
      else if (!wrote(step) && line.changes.length === 0) line.outcome = 'same';
    } catch (error) {
      if (halt || !(error instanceof Problem)) throw error;
      line.outcome = 'refused';
      line.code = error.code;
      line.message = app.texts.error(error.code, actor.locale, error.data);
    }
  }
  return lines;
};

/** A macro that this person may use on this ticket; its steps as they were saved. */
const usableMacro = async (running: Running, id: string, ticket: TicketRow): Promise<MacroRow> => {
  const { tx, app, actor } = running;
  const macro = await macroById(tx, id);
  const viewer = await macroViewer(tx, actor);
  if (!macro?.enabled || !canUseMacro(app, viewer, macro)) throw new Problem('ticket.macro_gone', 404);
  const above = await categoryWithAncestors(tx, ticket.categoryKey);
  if (macro.categoryKeys.length > 0 && !macro.categoryKeys.some((key) => above.includes(key)))
    throw new Problem('ticket.macro_other_category', 409);
  return macro;
};

/** Undoes the rehearsal; never leaves this file. */
class Rehearsed extends Error {
  readonly preview: MacroPreview;
  constructor(preview: MacroPreview) {
    super('rehearsed');
    this.preview = preview;
  }
}

export type PreviewInput = MacroWish & {
  readonly number: string;
  readonly macroId?: string | undefined;
  readonly steps?: readonly MacroStep[] | undefined;
};

/** Does it all and takes it back: what is shown is what the very same operations answer. */
export const previewMacro = async (app: App, actor: Actor, input: PreviewInput): Promise<MacroPreview> => {
  const { number } = input;
  try {
    return await app.db.write(actor.reach, async (tx): Promise<MacroPreview> => {
      const running = { tx, app, actor, number };
      const ticket = await accessTicketForChange(tx, actor, number, 'ticket.read', undefined);
      const steps = input.steps ?? macroSteps.parse((await usableMacro(running, input.macroId ?? '', ticket)).steps);
      const lines = await takeSteps(running, ticket, steps, input, false);
      throw new Rehearsed({
        number: ticket.number,
        version: ticket.version,
        lines,
        refused: lines.filter((line) => line.outcome === 'refused').length,
        changes: lines.some((line) => line.outcome === 'done' || line.outcome === 'waits'),
      });
    });
  } catch (error) {
    if (error instanceof Rehearsed) return error.preview;
    throw error;
  }
};

/** The ordinary operations that lead back; what was said, asked of others or decided stays. */
const backFrom = (before: Look, after: Look): MacroBack | null => {
  const was = before.ticket;
  const is = after.ticket;
  const classify = {
    ...(was.kind === is.kind ? {} : { kind: was.kind }),
    ...(was.categoryKey === is.categoryKey || was.categoryKey === null ? {} : { categoryKey: was.categoryKey }),
    ...(was.level === is.level ? {} : { level: was.level }),
  };
  const moved = was.departmentId !== is.departmentId || was.ownerId !== is.ownerId;
  const unfollow = after.followed && !before.followed;
  if (Object.keys(classify).length === 0 && !moved && !unfollow) return null;
  return {
    ...(Object.keys(classify).length > 0 ? { classify } : {}),
    ...(moved ? { assign: { departmentId: was.departmentId, ownerId: was.ownerId } } : {}),
    unfollow,
  };
};

export type Applied = { readonly ticket: TicketRow; readonly lines: MacroLine[]; readonly back: MacroBack | null };

/** The whole macro within the caller's transaction; the first refusal is thrown and nothing of it stays. */
export const applyMacro = async (
  tx: Tx,
  app: App,
  actor: Actor,
  number: string,
  macroId: string,
  wish: MacroWish & { readonly version?: number | undefined } = { texts: {}, leaveOut: [] },
): Promise<Applied> => {
  const running = { tx, app, actor, number };
  const ticket = await accessTicketForChange(tx, actor, number, 'ticket.read', wish.version);
  const macro = await usableMacro(running, macroId, ticket);
  const before = await lookAt(running, ticket.id);
  const lines = await takeSteps(running, ticket, macroSteps.parse(macro.steps), wish, true);
  const after = await lookAt(running, ticket.id);
  const at = app.clock.now();
  await countMacroUse(tx, macro.id, at);
  const data = { macroId: macro.id, name: macro.name, nameEn: macro.nameEn };
  await emit(tx, [ticketEvent('ticket.macro_applied', ticket.id, actor, at, data)]);
  return { ticket: after.ticket, lines, back: canReach(actor, after.ticket) ? backFrom(before, after) : null };
};

const shownTo = (tx: Tx, app: App, actor: Actor, ticket: TicketRow): Promise<TicketDetail | null> =>
  canReach(actor, ticket) ? detailOf(tx, app, actor, ticket) : Promise.resolve(null);

export const runMacro = (
  app: App,
  actor: Actor,
  macroId: string,
  input: MacroWish & { readonly number: string; readonly version?: number | undefined },
): Promise<{ ticket: TicketDetail | null; lines: MacroLine[]; back: MacroBack | null }> =>
  app.db.write(actor.reach, async (tx) => {
    const { ticket, lines, back } = await applyMacro(tx, app, actor, input.number, macroId, input);
    return { ticket: await shownTo(tx, app, actor, ticket), lines, back };
  });

/** By the ordinary operations, each under its own right. */
export const takeBackMacro = (
  app: App,
  actor: Actor,
  input: { readonly number: string; readonly back: MacroBack; readonly reason: string },
): Promise<{ ticket: TicketDetail | null }> =>
  app.db.write(actor.reach, async (tx) => {
    const { number, back, reason } = input;
    const { id } = await accessTicket(tx, actor, number, 'ticket.read');
    if (back.classify) await classifyTicket(tx, app, actor, number, back.classify);
    if (back.unfollow && actor.id !== null) await setFollowed(tx, id, [actor.id], false);
    if (back.assign) await assignTicket(tx, app, actor, number, { ...back.assign, reason });
    const { ticket } = await lookAt({ tx, app, actor, number }, id);
    return { ticket: await shownTo(tx, app, actor, ticket) };
  });
