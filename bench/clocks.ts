import { openInstance } from '#app/server/open-instance.ts';
import { createDepartment, createPerson, findDepartments } from '#modules/staff/server/index.ts';
import { readConfig } from '#platform/server/config.ts';
import { everything } from '#platform/server/database/index.ts';
import { openClockProbe, type ClockProbe } from './clocks.queries.ts';
import { openBenchInstance, startProduct, stopProduct, type BenchInstance } from './instance.ts';
import { generateTickets, vacuum } from './million.queries.ts';
import { percentile } from './percentile.ts';

export type ClocksRow = {
  what: string;
  clocks: number;
  perSecond: number;
  p50Ms: number;
  p95Ms: number;
  maxMs: number;
  missed: number;
};
type Say = (line: string) => void;

const port = 3993;
const pollMs = 100;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const ofAMillion = 1_000_000;
const generateRows = 20_000;

const load = async (instance: BenchInstance, clocks: number, say: Say): Promise<void> => {
  const config = readConfig({
    HUIYIN_DATA: instance.dataDir,
    DATABASE_URL: instance.databaseUrl,
    LOG_LEVEL: 'error',
    HUIYIN_ROLE: 'web',
  });
  const { app, stop } = await openInstance(config, say, { idle: true });
  const at = app.clock.now();
  const places = await app.db.write(everything, async (tx) => {
    const root = (await findDepartments(tx))[0]?.id ?? '';
    const departmentId = (await createDepartment(tx, { name: '一部', parentId: root, at })).id;
    const person = async (username: string, roleKey: 'agent' | 'supervisor', place: string): Promise<string> =>
      (await createPerson(tx, { username, displayName: username, roleKey, departmentId: place, password: null, at }))
        .id;
    await person('chief', 'supervisor', root);
    await person('lead', 'supervisor', departmentId);
    return { departments: [departmentId], people: [await person('hand', 'agent', departmentId)] };
  });
  const offset = ofAMillion - clocks;
  for (let from = 1; from <= clocks; from += generateRows) {
    const to = Math.min(clocks, from + generateRows - 1);
    await app.db.write(
      everything,
      (tx) => generateTickets(tx, offset + from, offset + to, places.departments, places.people),
      600_000,
    );
  }
  await stop();
  await vacuum(instance.databaseUrl);
};

type Seen = { lateness: Map<string, { dueAt: number; ms: number }>; last: number };

/** Looks ten times a second what is committed: a lateness here is an upper bound, the look included. */
const watch = async (probe: ClockProbe, seen: Seen, until: () => boolean): Promise<void> => {
  while (!until()) {
    const rows = await probe.firedAfter(seen.last);
    const now = Date.now();
    for (const row of rows) {
      seen.lateness.set(row.ticketId, { dueAt: row.dueAt.getTime(), ms: now - row.dueAt.getTime() });
      seen.last = Math.max(seen.last, row.id);
    }
    await pause(pollMs);
  }
};

/** Kills the process as a power cut would, waits, and starts it again; returns when it was gone and when it answered. */
const crash = async (
  instance: BenchInstance,
  child: Awaited<ReturnType<typeof startProduct>>,
  awaySeconds: number,
): Promise<{ child: typeof child; goneAt: number; backAt: number }> => {
  const goneAt = Date.now();
  child.kill('SIGKILL');
  await pause(awaySeconds * 1000);
  const again = await startProduct(instance, port, 'all');
  return { child: again, goneAt, backAt: Date.now() };
};

/** How the lateness went over time, so that a stretch in which the machine was busy elsewhere can be told. */
const bySlice = (all: readonly { dueAt: number; ms: number }[], firstDue: number, seconds: number): string => {
  const slice = (seconds * 1000) / 12;
  return Array.from({ length: 12 }, (_, at) => {
    const times = all.filter((one) => Math.floor((one.dueAt - firstDue) / slice) === at).map((one) => one.ms);
    return Math.round(percentile(times, 0.95));
  }).join(' ');
};

const rowOf = (what: string, windowSeconds: number, times: readonly number[], missed: number): ClocksRow => ({
  what,
  clocks: times.length,
  perSecond: Math.round(times.length / windowSeconds),
  p50Ms: percentile(times, 0.5),
  p95Ms: percentile(times, 0.95),
  maxMs: percentile(times, 1),
  missed,
});

/** Every clock ends within the window: first undisturbed, then over a kill -9 in its last part. */
export const benchClocks = async (options: { clocks: number; seconds: number; say: Say }): Promise<ClocksRow[]> => {
  const { clocks, seconds, say } = options;
  const instance = await openBenchInstance(say);
  say(`generating ${clocks} tickets`);
  await load(instance, clocks, say);
  const probe = await openClockProbe(instance.databaseUrl);
  const firstDue = Date.now() + 25_000;
  say(`${await probe.fill(new Date(firstDue), seconds)} clocks, ending over ${seconds} s`);
  let child = await startProduct(instance, port, 'all');
  try {
    const seen: Seen = { lateness: new Map(), last: 0 };
    const end = firstDue + seconds * 1000;
    const watching = watch(probe, seen, () => Date.now() > end + 30_000 || seen.lateness.size === clocks);
    await pause(firstDue + seconds * 700 - Date.now());
    say('kill -9');
    const crashed = await crash(instance, child, 3);
    child = crashed.child;
    say(`back after ${crashed.backAt - crashed.goneAt} ms`);
    await watching;
    await pause(2000);
    const missed = await probe.missed(new Date());
    const all = [...seen.lateness.values()];
    const before = all.filter((one) => one.dueAt <= crashed.goneAt - 2000).map((one) => one.ms);
    // What ended while nobody was there can only be late: from then on it counts from when the process answered again.
    const after = all
      .filter((one) => one.dueAt > crashed.goneAt - 2000)
      .map((one) => Math.max(0, one.ms - Math.max(0, crashed.backAt - one.dueAt)));
    say(`p95 of each twelfth of the window, ms: ${bySlice(all, firstDue, seconds)}`);
    const lost = clocks - all.length + missed.running;
    say(
      `breaches told twice: ${await probe.twice()}; escalations ${await probe.escalated()}; alarms left ${missed.alarms}`,
    );
    const [calmSeconds, restSeconds] = [(crashed.goneAt - firstDue) / 1000, (end - crashed.goneAt) / 1000];
    return [
      rowOf('in operation, until the kill -9', calmSeconds, before, lost),
      rowOf(
        `from the kill on, away ${crashed.backAt - crashed.goneAt} ms, counted from the return`,
        restSeconds,
        after,
        lost,
      ),
    ];
  } finally {
    await stopProduct(child);
    await probe.close();
    await instance.stop();
  }
};
