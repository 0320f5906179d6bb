import {
  registerApprovalSubject,
  requestApproval,
  type Decision,
  type Outcome,
} from '#modules/approval/server/index.ts';
import {
  accessTicket,
  canDoToTicket,
  formatTicketNumber,
  ticketsByIds,
  type TicketRow,
} from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { notFound, Problem } from '#platform/server/http/problem.ts';
import { may, type Actor } from '#platform/server/session/actor.ts';
import type { ClockView, ExtensionSpec, ExtensionState } from '../contract.ts';
import { clockViews } from './clock-view.ts';
import { lockClocks, moveClocks, type ClockRow } from './clock.queries.ts';
import { extensionDays, whyNotExtend } from './extension.rules.ts';
import {
  extensionById,
  extensionsOf,
  insertExtension,
  saveDecision,
  setRequest,
  type ExtensionRow,
} from './extension.queries.ts';
import { recomputed } from './move-clock.ts';
import { ruleOfClock } from './plan-clocks.ts';
import { refreshNextDue } from './refresh-next-due.ts';
import { currentRules } from './rulebook.ts';
import { slaExtension, type Extended } from './sla.events.ts';
import { tellExtension } from './tell-extension.ts';

/** What the approval of more time is called; a flow for it is shipped. */
export const extensionKind = 'extension';

const eventOf = (extension: ExtensionRow, ticket: TicketRow): Extended => ({
  extensionId: extension.extensionId,
  clock: extension.clock,
  oldDueAt: extension.oldDueAt,
  newDueAt: extension.newDueAt,
  departmentId: ticket.departmentId,
  reason: extension.reason,
  askedBy: extension.askedBy,
});

type Found = { row: ClockRow; spec: ExtensionSpec };

/** The clock, locked, with the extension that its rule knows by this name. */
const findClock = async (
  tx: Tx,
  app: App,
  wanted: Pick<ExtensionRow, 'ticketId' | 'clock' | 'extensionId'>,
): Promise<Found | null> => {
  const row = (await lockClocks(tx, wanted.ticketId)).find((one) => one.clock === wanted.clock);
  const spec = row && ruleOfClock(currentRules(app), row).extensions.find((one) => one.id === wanted.extensionId);
  return row && spec ? { row, spec } : null;
};

/** Moves the end and tells the customer; the row of the extension says both. */
const grant = async (tx: Tx, app: App, ticket: TicketRow, { row, spec }: Found, extension: ExtensionRow) => {
  const rules = currentRules(app);
  const moved = recomputed(rules, row, app.clock.now(), { extension: row.extension + extension.length });
  await moveClocks(tx, [moved]);
  await refreshNextDue(tx, [ticket.id]);
  const granted: ExtensionRow = { ...extension, state: 'granted', oldDueAt: row.dueAt, newDueAt: moved.dueAt };
  const { profile, calendar } = ruleOfClock(rules, row);
  const of = { profile: profile?.spec ?? null, zone: calendar.zone, extension: granted };
  const told = spec.needsNotice && (await tellExtension(tx, app, ticket, of));
  return { ...granted, told };
};

/** Asks whoever the flow for extensions names; the facts are what its conditions may ask about. */
const askFirst = (tx: Tx, app: App, actor: Actor, ticket: TicketRow, { row, spec }: Found, one: ExtensionRow) =>
  requestApproval(tx, {
    subject: {
      kind: extensionKind,
      id: one.id,
      title: `${formatTicketNumber(ticket.number)} · ${ticket.subject}`.slice(0, 200),
      link: `/tickets/${ticket.number}`,
      departmentId: ticket.departmentId,
    },
    facts: {
      days: extensionDays(one.oldDueAt, one.newDueAt),
      level: ticket.level,
      kind: ticket.kind,
      profile: row.profileKey ?? '',
      extension: spec.name,
      from: one.oldDueAt.toISOString(),
      until: one.newDueAt.toISOString(),
    },
    requestedBy: actor,
    now: app.clock.now(),
    reason: one.reason,
  });

const askedRow = (app: App, actor: Actor, ticket: TicketRow, { row, spec }: Found, reason: string): ExtensionRow => {
  const now = app.clock.now();
  return {
    id: newId(now),
    ticketId: ticket.id,
    clock: row.clock,
    round: row.round,
    extensionId: spec.id,
    length: spec.length,
    reason,
    state: 'asked',
    requestId: null,
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
};

/** Granted at once where nobody has to agree: the rule says so, or no flow of the company fits. */
const grantAtOnce = async (tx: Tx, app: App, actor: Actor, ticket: TicketRow, found: Found, asked: ExtensionRow) => {
  const done = { ...(await grant(tx, app, ticket, found, asked)), decidedAt: asked.askedAt };
  await saveDecision(tx, done);
  await emit(tx, [slaExtension('extended', ticket.id, actor, eventOf(done, ticket), asked.askedAt)]);
};

export const askExtension = (
  app: App,
  actor: Actor,
  wish: { number: string; clock: string; extensionId: string; reason: string },
): Promise<ClockView[]> =>
  app.db.write(actor.reach, async (tx) => {
    const ticket = await accessTicket(tx, actor, wish.number, 'ticket.transition');
    const found = await findClock(tx, app, { ticketId: ticket.id, ...wish });
    if (!found) throw notFound('extension');
    const why = whyNotExtend(found.row, found.spec, await extensionsOf(tx, ticket.id), app.clock.now());
    if (why !== null) throw new Problem(`sla.extension_${why}`, 409);
    const asked = askedRow(app, actor, ticket, found, wish.reason);
    // Before anybody is asked: of two who want more time at once the second is refused here.
    if (!(await insertExtension(tx, asked))) throw new Problem('sla.extension_already_asked', 409);
    const answered = found.spec.needsApproval ? await askFirst(tx, app, actor, ticket, found, asked) : null;
    if (answered?.outcome === 'pending') {
      await setRequest(tx, asked.id, answered.requestId);
      await emit(tx, [slaExtension('asked', ticket.id, actor, eventOf(asked, ticket), asked.askedAt)]);
    } else await grantAtOnce(tx, app, actor, ticket, found, asked);
    return clockViews(tx, app, actor, ticket.id);
  });

/**
 * The clock as it must be for the extension to move it: the same round of the same rule, not at its end, and the most
 * that the profile allows not used up meanwhile. Null: what was agreed to lapses.
 */
const stillExtends = async (tx: Tx, app: App, extension: ExtensionRow, at: Date): Promise<Found | null> => {
  const found = await findClock(tx, app, extension);
  if (!found || found.row.round !== extension.round || found.spec.length !== extension.length) return null;
  const others = (await extensionsOf(tx, extension.ticketId)).filter((one) => one.id !== extension.id);
  return whyNotExtend(found.row, found.spec, others, at) === null ? found : null;
};

const stateAfter: Readonly<Record<Exclude<Outcome, 'approved'>, ExtensionState & ('refused' | 'withdrawn')>> = {
  rejected: 'refused',
  withdrawn: 'withdrawn',
};

const settle = async (
  tx: Tx,
  extension: ExtensionRow,
  outcome: Outcome,
  { app, actor, at }: Decision,
): Promise<void> => {
  const [ticket] = await ticketsByIds(tx, [extension.ticketId]);
  if (!ticket) return;
  const decided = {
    ...extension,
    decidedBy: actor.id,
    decidedName: actor.id === null ? '' : actor.name,
    decidedAt: at,
  };
  const found = outcome === 'approved' ? await stillExtends(tx, app, extension, at) : null;
  const done: ExtensionRow = found
    ? await grant(tx, app, ticket, found, decided)
    : { ...decided, state: outcome === 'approved' ? 'lapsed' : stateAfter[outcome] };
  await saveDecision(tx, done);
  const what = done.state === 'granted' || done.state === 'asked' ? 'extended' : done.state;
  await emit(tx, [slaExtension(what, ticket.id, actor, eventOf(done, ticket), at)]);
};

registerApprovalSubject(extensionKind, {
  onDecided: async (tx, request, outcome, decision) => {
    const extension = await extensionById(tx, request.subjectId);
    if (extension?.state === 'asked') await settle(tx, extension, outcome, decision);
  },
  canSee: async (tx, actor, subjectId) => {
    const extension = await extensionById(tx, subjectId);
    const [ticket] = extension ? await ticketsByIds(tx, [extension.ticketId]) : [];
    return ticket !== undefined && may(actor, 'ticket.read') && canDoToTicket(actor, 'ticket.read', ticket);
  },
  subjectsOf: async (tx, ticketId) => (await extensionsOf(tx, ticketId)).map((one) => one.id),
  namesOf: async (_tx, app, { facts }) => {
    const profile = currentRules(app).profile(String(facts['profile']))?.spec;
    const named = profile?.clocks
      .flatMap((clock) => clock.extensions)
      .find((extension) => extension.name === facts['extension']);
    return {
      ...(profile ? { profile: { name: profile.name, nameEn: profile.nameEn } } : {}),
      ...(named ? { extension: { name: named.name, nameEn: named.nameEn } } : {}),
    };
  },
});
