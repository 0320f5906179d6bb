import { z } from 'zod';
import { departmentDirectory, findPeople } from '#modules/staff/server/index.ts';
import { ticketsByIds } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import { everything, type Tx } from '#platform/server/database/index.ts';
import { defineJob } from '#platform/server/jobs/index.ts';
import type { NewAlarm } from './alarm.queries.ts';
import { openDues } from './clock.queries.ts';
import { raiseAlarms } from './raise-alarms.ts';

const dayMs = 86_400_000;
/** More than anybody finishes in a day; the rest is in the list. */
const mostClocks = 20_000;

type Counts = { due: number; late: number };
type Sums = Map<string, Counts>;

const count = (sums: Sums, personId: string, late: boolean): void => {
  const one = sums.get(personId) ?? { due: 0, late: 0 };
  sums.set(personId, late ? { ...one, late: one.late + 1 } : { ...one, due: one.due + 1 });
};

const sumUp = async (tx: Tx, app: App, until: Date): Promise<Sums> => {
  const clocks = await openDues(tx, until, mostClocks);
  const owners = new Map<string, string | null>();
  const ids = [...new Set(clocks.map((one) => one.ticketId))];
  for (let at = 0; at < ids.length; at += 1000)
    for (const ticket of await ticketsByIds(tx, ids.slice(at, at + 1000))) owners.set(ticket.id, ticket.ownerId);
  const supervisors = (await findPeople(tx, { active: true })).filter((one) => one.roleKey === 'supervisor');
  const directory = departmentDirectory(app);
  const reach = supervisors.map((one) => ({
    id: one.id,
    units: new Set(one.departmentId === null ? [] : directory.unitsBelow(one.departmentId)),
  }));
  const sums: Sums = new Map();
  for (const clock of clocks) {
    const owner = owners.get(clock.ticketId);
    if (owner) count(sums, owner, clock.late);
    for (const one of reach) if (one.id !== owner && one.units.has(clock.departmentId)) count(sums, one.id, clock.late);
  }
  return sums;
};

/** One line for everybody who has something due within a day or late already: his own, or that of his departments. */
export const sendDigest = (app: App): Promise<number> =>
  app.db.write(everything, async (tx) => {
    const at = app.clock.now();
    const sums = await sumUp(tx, app, new Date(at.getTime() + dayMs));
    const onceKey = `digest:${at.toISOString().slice(0, 10)}`;
    const alarms = [...sums].map(([personId, data]): NewAlarm => {
      return { id: newId(at), personId, kind: 'digest', ticketId: null, data, at, onceKey };
    });
    await raiseAlarms(tx, alarms);
    return alarms.length;
  });

export const dailyDigestJob = defineJob({
  name: 'sla.daily_digest',
  payload: z.object({}),
  retry: { limit: 3, delaySeconds: 60, maxDelaySeconds: 600 },
  cron: '20 8 * * *',
  run: async (app) => {
    await sendDigest(app);
  },
});
