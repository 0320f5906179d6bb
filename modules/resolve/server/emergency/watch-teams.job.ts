import { z } from 'zod';
import { alarmEmergency } from '#modules/sla/server/index.ts';
import { ticketsByIds } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { everything, type Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { defineJob } from '#platform/server/jobs/index.ts';
import { systemActor } from '#platform/server/session/actor.ts';
import { resolveEvent } from '../resolve.events.ts';
import { lateTeams, type LateTeam } from './emergency.queries.ts';

/** Each further half hour in which nothing happens, one level more of the department tree hears of it. */
const stepMs = 30 * 60_000;
/** After a day everybody up to the top has heard of it. */
const watchedMs = 24 * 60 * 60_000;

/** 1 from the minute at which the team should have stood, one more every half hour. */
export const stepsAt = (dueAt: Date, now: Date): number =>
  now < dueAt ? 0 : 1 + Math.floor((now.getTime() - dueAt.getTime()) / stepMs);

const alarm = async (tx: Tx, app: App, team: LateTeam, now: Date): Promise<number> => {
  const [ticket] = await ticketsByIds(tx, [team.ticketId]);
  if (!ticket || ticket.closedAt !== null) return 0;
  const missing = team.assembledAt === null ? 'team' : 'measure';
  let told = 0;
  for (let step = 1; step <= stepsAt(team.dueAt, now); step += 1) {
    const fresh = await alarmEmergency(tx, app, { emergencyId: team.id, ticket, missing, dueAt: team.dueAt, step });
    if (fresh === 0) continue;
    told += fresh;
    await emit(tx, [
      resolveEvent('resolve.emergency_late', ticket.id, systemActor, now, { emergencyId: team.id, missing, step }),
    ]);
  }
  return told;
};

/** Alarms of teams that do not stand, or have done no first measure, when their time is over; returns how many were told. */
export const watchTeams = (app: App): Promise<number> =>
  app.db.write(everything, async (tx) => {
    const now = app.clock.now();
    let told = 0;
    for (const team of await lateTeams(tx, new Date(now.getTime() - watchedMs), now))
      told += await alarm(tx, app, team, now);
    return told;
  });

export const watchTeamsJob = defineJob({
  name: 'resolve.watch_teams',
  payload: z.object({}),
  retry: { limit: 3, delaySeconds: 30, maxDelaySeconds: 300 },
  cron: '* * * * *',
  timeoutSeconds: 300,
  async run(app) {
    await watchTeams(app);
  },
});
