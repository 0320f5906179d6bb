import { accessTicket } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { emit } from '#platform/server/events/emit.ts';
import { Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { ClockView, PauseReason } from '../contract.ts';
import { clockViews } from './clock-view.ts';
import { lockClocks, moveClocks, pauseRunning, type ClockRow } from './clock.queries.ts';
import { recomputed } from './move-clock.ts';
import { refreshNextDue } from './refresh-next-due.ts';
import { currentRules, type Rulebook } from './rulebook.ts';
import { slaPaused, slaResumed } from './sla.events.ts';

/** A law may not let its clock stand still because a supplier does not answer. */
const mayPause = (rules: Rulebook, row: ClockRow, reason: PauseReason): boolean => {
  if (row.profileKey === null) return true;
  const profile = rules.profile(row.profileKey, row.profileVersion ?? undefined);
  return profile === undefined || profile.spec.pauses.includes(reason);
};

/** Stops the running clocks of a ticket that may stop for this reason. Refused when none does. */
export const pauseTicket = (app: App, actor: Actor, number: string, reason: PauseReason): Promise<ClockView[]> =>
  app.db.write(actor.reach, async (tx) => {
    const ticket = await accessTicket(tx, actor, number, 'ticket.transition');
    const now = app.clock.now();
    const running = (await lockClocks(tx, ticket.id)).filter((row) => row.state === 'running');
    if (running.length === 0) throw new Problem('sla.nothing_runs', 409);
    const clocks = running.filter((row) => mayPause(currentRules(app), row, reason)).map((row) => row.clock);
    if (clocks.length === 0) throw new Problem('sla.pause_not_allowed', 409, { reason });
    await pauseRunning(tx, ticket.id, clocks, reason, now);
    await refreshNextDue(tx, [ticket.id]);
    await emit(tx, [slaPaused(ticket.id, actor, reason, clocks, now)]);
    return clockViews(tx, app, actor, ticket.id);
  });

/** The time that they stood still becomes part of the row, and the due time follows from the row. */
export const resumeTicket = (app: App, actor: Actor, number: string): Promise<ClockView[]> =>
  app.db.write(actor.reach, async (tx) => {
    const ticket = await accessTicket(tx, actor, number, 'ticket.transition');
    const now = app.clock.now();
    const rules = currentRules(app);
    const moved = (await lockClocks(tx, ticket.id)).flatMap((row) => {
      if (row.state !== 'paused' || row.pausedAt === null) return [];
      const pause = { from: row.pausedAt.toISOString(), to: now.toISOString(), reason: row.pausedReason ?? 'other' };
      const running = { state: 'running', pausedAt: null, pausedReason: null } as const;
      return [recomputed(rules, row, now, { ...running, pauses: [...row.pauses, pause] })];
    });
    if (moved.length === 0) throw new Problem('sla.nothing_paused', 409);
    await moveClocks(tx, moved);
    await refreshNextDue(tx, [ticket.id]);
    await emit(tx, [
      slaResumed(
        ticket.id,
        actor,
        moved.map((one) => one.clock),
        now,
      ),
    ]);
    return clockViews(tx, app, actor, ticket.id);
  });
