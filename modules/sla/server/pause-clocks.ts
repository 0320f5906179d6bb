import { accessTicket } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { emit } from '#platform/server/events/emit.ts';
import { Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { ClockView } from '../contract.ts';
import { clockView } from './clock-view.ts';
import { refreshNextDue } from './refresh-next-due.ts';
import { slaPaused, slaResumed } from './sla.events.ts';
import { clocksOf, findPolicies, pauseRunning, resumePaused } from './sla.queries.ts';

/** Stops every running clock of a ticket. Refused when none runs. */
export const pauseTicket = (app: App, actor: Actor, number: string, reason: string): Promise<ClockView[]> =>
  app.db.write(actor.reach, async (tx) => {
    const ticket = await accessTicket(tx, actor, number, 'ticket.transition');
    const now = app.clock.now();
    if ((await pauseRunning(tx, ticket.id, reason, now)) === 0) throw new Problem('sla.nothing_runs', 409);
    await refreshNextDue(tx, [ticket.id]);
    await emit(tx, [slaPaused(ticket.id, actor, reason, now)]);
    const policies = await findPolicies(tx);
    return (await clocksOf(tx, [ticket.id])).map((row) => clockView(row, policies));
  });

export const resumeTicket = (app: App, actor: Actor, number: string): Promise<ClockView[]> =>
  app.db.write(actor.reach, async (tx) => {
    const ticket = await accessTicket(tx, actor, number, 'ticket.transition');
    const now = app.clock.now();
    if ((await resumePaused(tx, ticket.id, now)) === 0) throw new Problem('sla.nothing_paused', 409);
    await refreshNextDue(tx, [ticket.id]);
    await emit(tx, [slaResumed(ticket.id, actor, now)]);
    const policies = await findPolicies(tx);
    return (await clocksOf(tx, [ticket.id])).map((row) => clockView(row, policies));
  });
