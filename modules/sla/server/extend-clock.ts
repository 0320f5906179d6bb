import { accessTicket, ticketsByIds, type TicketRow } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { notFound, Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { ClockView, ExtensionSpec } from '../contract.ts';
import { clockViews } from './clock-view.ts';
import { lockClocks, moveClocks, type ClockRow } from './clock.queries.ts';
import { whyNotExtend } from './extension.rules.ts';
import { extensionsOf, insertExtension, saveDecision, type ExtensionRow } from './extension.queries.ts';
import { recomputed } from './move-clock.ts';
import { ruleOfClock } from './plan-clocks.ts';
import { refreshNextDue } from './refresh-next-due.ts';
import { currentRules } from './rulebook.ts';
import { slaExtension, type Extended } from './sla.events.ts';
import { tellExtension } from './tell-extension.ts';

const eventOf = (extension: ExtensionRow, ticket: TicketRow): Extended => ({
  extensionId: extension.extensionId,
  clock: extension.clock,
  oldDueAt: extension.oldDueAt,
  newDueAt: extension.newDueAt,
  departmentId: ticket.departmentId,
});

type Found = { row: ClockRow; spec: ExtensionSpec };

const findClock = async (tx: Tx, app: App, ticketId: string, clock: string, extensionId: string): Promise<Found> => {
  const row = (await lockClocks(tx, ticketId)).find((one) => one.clock === clock);
  const spec = row && ruleOfClock(currentRules(app), row).spec?.extensions.find((one) => one.id === extensionId);
  if (!row || !spec) throw notFound('extension');
  return { row, spec };
};

/** Moves the end and tells the customer; the row of the extension says both. */
const grant = async (tx: Tx, app: App, ticket: TicketRow, { row, spec }: Found, extension: ExtensionRow) => {
  const rules = currentRules(app);
  const moved = recomputed(rules, row, app.clock.now(), { extension: row.extension + extension.length });
  await moveClocks(tx, [moved]);
  await refreshNextDue(tx, [ticket.id]);
  const granted: ExtensionRow = { ...extension, state: 'granted', oldDueAt: row.dueAt, newDueAt: moved.dueAt };
  const { profile, calendar } = ruleOfClock(rules, row);
  const told =
    spec.needsNotice &&
    profile !== null &&
    (await tellExtension(tx, app, ticket, { profile: profile.spec, zone: calendar.zone, extension: granted }));
  return { ...granted, told };
};

export const askExtension = (
  app: App,
  actor: Actor,
  asked: { number: string; clock: string; extensionId: string; reason: string },
): Promise<ClockView[]> =>
  app.db.write(actor.reach, async (tx) => {
    const ticket = await accessTicket(tx, actor, asked.number, 'ticket.transition');
    const found = await findClock(tx, app, ticket.id, asked.clock, asked.extensionId);
    const { row, spec } = found;
    const now = app.clock.now();
    const why = whyNotExtend(row, spec, await extensionsOf(tx, ticket.id), now);
    if (why !== null) throw new Problem(`sla.extension_${why}`, 409);
    const extension: ExtensionRow = {
      id: newId(now),
      ticketId: ticket.id,
      clock: row.clock,
      round: row.round,
      extensionId: spec.id,
      length: spec.length,
      reason: asked.reason,
      state: 'asked',
      askedBy: actor.id,
      askedName: actor.name,
      askedAt: now,
      decidedBy: null,
      decidedName: '',
      decidedAt: null,
      oldDueAt: row.dueAt,
      newDueAt: recomputed(currentRules(app), row, now, { extension: row.extension + spec.length }).dueAt,
      told: false,
    };
    const done = spec.needsApproval ? extension : await grant(tx, app, ticket, found, extension);
    if (!(await insertExtension(tx, done))) throw new Problem('sla.extension_already_asked', 409);
    const what = done.state === 'granted' ? 'extended' : 'asked';
    await emit(tx, [slaExtension(what, ticket.id, actor, eventOf(done, ticket), now)]);
    return clockViews(tx, app, actor, ticket.id);
  });

export const decideExtension = (
  app: App,
  actor: Actor,
  decision: { number: string; id: string; granted: boolean },
): Promise<ClockView[]> =>
  app.db.write(actor.reach, async (tx) => {
    const { id: ticketId } = await accessTicket(tx, actor, decision.number, 'ticket.read');
    const [ticket] = await ticketsByIds(tx, [ticketId]);
    // The clocks are locked before the request is read: of two who decide at once the second sees the first.
    await lockClocks(tx, ticketId);
    const extension = (await extensionsOf(tx, ticketId)).find((one) => one.id === decision.id);
    if (!ticket || !extension) throw notFound('extension');
    if (extension.state !== 'asked') throw new Problem('sla.extension_decided', 409);
    if (extension.askedBy === actor.id) throw new Problem('sla.extension_own', 403);
    const now = app.clock.now();
    const by = { decidedBy: actor.id, decidedName: actor.name, decidedAt: now };
    if (!decision.granted) {
      await saveDecision(tx, { ...extension, ...by, state: 'refused' });
      await emit(tx, [slaExtension('refused', ticketId, actor, eventOf(extension, ticket), now)]);
      return clockViews(tx, app, actor, ticketId);
    }
    const found = await findClock(tx, app, ticketId, extension.clock, extension.extensionId);
    const late = !['running', 'paused'].includes(found.row.state);
    if (late || found.row.round !== extension.round) throw new Problem('sla.extension_too_late', 409);
    const done = { ...(await grant(tx, app, ticket, found, extension)), ...by };
    await saveDecision(tx, done);
    await emit(tx, [slaExtension('extended', ticketId, actor, eventOf(done, ticket), now)]);
    return clockViews(tx, app, actor, ticketId);
  });
