import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Access, adminUrl, appUrl, createAccess, portIsFree, readAccess, withNewPort } from './access.ts';
import { type Binaries, prepareBinaries } from './binaries.ts';
import { checkRelease, clusterExists, createCluster, writeSettings } from './cluster.ts';
import { prepareDatabase } from './embedded.queries.ts';
import { keepAlive } from './keep-alive.ts';
import { tryLock, unlock, withLock } from './lock.ts';
import { findPlace, type Place } from './place.ts';
import { whenProcessEnds } from './process-end.ts';
import { servesCluster, signal } from './processes.ts';
import { clearLeftovers, findRunning, hindrance, launch, type Running, stopServer } from './server.ts';
import { enter, silenceMs, strangersOf, tenantsOf } from './tenants.ts';
import { codeOf, EmbeddedTrouble, explain } from './trouble.ts';

type Say = (line: string) => void;

export type EmbeddedOptions = {
  /** HUIYIN_DATA; made when missing. */
  dataDir: string;
  /** False gives up safety for speed: for tests only. */
  durable: boolean;
  /** Receives one sentence per notable thing, for the terminal. */
  say?: Say;
  /** False: only borrows the server. It is not counted as a user, never stops the server and never revives it. */
  owner?: boolean;
};

export type Embedded = {
  /** The application's role: owns its database, is no superuser, is bound by row-level security. */
  url: string;
  /** The superuser, on the database postgres. */
  adminUrl: string;
  version: string;
  started: 'created' | 'started' | 'attached';
  /** The last process that uses the server stops it; every other one only leaves. */
  stop(): Promise<void>;
};

const leftoversMs = 30_000;

/** A volume shared by two containers: there pids mean nothing, and two servers on one cluster would destroy it. */
const refuseStrangers = async (place: Place, say: Say): Promise<void> => {
  const began = performance.now();
  for (;;) {
    const [stranger] = strangersOf(place.home);
    if (stranger === undefined) return;
    if (performance.now() - began > silenceMs + 5000) {
      throw new EmbeddedTrouble(
        `The database in ${place.home} is in use from another machine or container (${stranger.host}).`,
        'Only one of them can serve these files.',
      );
    }
    if (performance.now() - began < 100)
      say(`Waiting until ${stranger.host} has left the database in ${place.home} for sure.`);
    await pause(100);
  }
};

const launchPatiently = async (
  place: Place,
  binaries: Binaries,
  known: Access,
  say: Say,
  mayMove: boolean,
): Promise<[Running, Access]> => {
  let access = mayMove && !(await portIsFree(known)) ? await withNewPort(place.home, known) : known;
  const began = performance.now();
  let said = false;
  for (;;) {
    try {
      return [await launch(place, binaries, access, say), access];
    } catch (error) {
      const waited = performance.now() - began;
      const why = hindrance(error);
      if (why === undefined || waited > leftoversMs || (why === 'port' && !mayMove)) throw error;
      if (why === 'port') access = await withNewPort(place.home, access);
      if (why === 'leftovers' && !said) {
        say('PostgreSQL was killed; waiting until what it left behind has ended.');
        said = true;
      }
      clearLeftovers(place, waited);
      await pause(100);
    }
  }
};

const unsafe = (place: Place): string => `The database in ${place.home} was started for tests, without safe commits.`;

type Session = { place: Place; binaries: Binaries; access: Access; running: Running; started: Embedded['started'] };

/** Under the lock: the running server, or else a new one. */
const ensureRunning = async (options: EmbeddedOptions, say: Say, mayMove: boolean): Promise<Session> => {
  const place = await findPlace(options.dataDir, options.durable, say);
  const binaries = await prepareBinaries(place.account, say);
  let access = await readAccess(place.home);
  const exists = clusterExists(place);
  if (exists && access === undefined) {
    throw new EmbeddedTrouble(
      `The passwords of the database are missing (${path.join(place.home, 'access.json')}).`,
      'Bring that file back from your backup.',
    );
  }
  access ??= await createAccess(place.home);
  if (exists) {
    const running = await findRunning(place, access, say);
    if (running !== undefined && options.durable && !running.durable)
      throw new EmbeddedTrouble(unsafe(place), 'Stop it first.');
    if (running !== undefined)
      return { place, binaries, access: { ...access, port: running.port }, running, started: 'attached' };
  }
  await refuseStrangers(place, say);
  if (exists) await checkRelease(place, binaries);
  else {
    say(`Creating the database under ${place.home}.`);
    await createCluster(place, binaries, access, options.durable);
  }
  await writeSettings(place, options.durable);
  const [running, reached] = await launchPatiently(place, binaries, access, say, mayMove);
  return { place, binaries, access: reached, running, started: exists ? 'started' : 'created' };
};

/** What joins the two: found or started under the lock, and noted as used before anybody else may stop it. */
type Stay = { session: Session; leave(): void };

const leaveLast = (lock: string, { session, leave }: Stay): void => {
  leave();
  // Windows knows no gentle signal; there the server stays and the next start joins it.
  if (process.platform === 'win32' || tenantsOf(session.place.home).length > 0 || !tryLock(lock)) return;
  signal(session.running.pid, 'SIGINT');
  unlock(lock);
};

const stay = (lock: string, stayed: Stay, ensure: () => Promise<Session>, say: Say): (() => Promise<void>) => {
  const { place, binaries } = stayed.session;
  const revive = async (): Promise<number> => {
    stayed.session = await ensure();
    return stayed.session.running.pid;
  };
  const watch = keepAlive(stayed.session.running.pid, revive, say);
  // A process that ends without stop() must not leave a server that nobody uses.
  const callOff = whenProcessEnds(() => leaveLast(lock, stayed));
  return async () => {
    await watch.end();
    callOff();
    try {
      await withLock(lock, say, async () => {
        stayed.leave();
        if (tenantsOf(place.home).length === 0) await stopServer(place, binaries);
      });
    } catch (error) {
      // The data folder was deleted under the server: nothing is left that could be saved.
      if (codeOf(error) !== 'ENOENT') throw error;
      if (servesCluster(stayed.session.running.pid, place.cluster) === true)
        signal(stayed.session.running.pid, 'SIGQUIT');
    }
  };
};

/** Makes, starts or joins the PostgreSQL of one data folder. Any number of processes may call it for the same one. */
export const startEmbedded = async (options: EmbeddedOptions): Promise<Embedded> => {
  const say = options.say ?? (() => undefined);
  const dataDir = path.resolve(options.dataDir);
  const lock = path.join(dataDir, 'postgres.lock');
  const mayStop = options.owner !== false;
  try {
    mkdirSync(dataDir, { recursive: true });
    const stayed = await withLock(lock, say, async (): Promise<Stay> => {
      const session = await ensureRunning({ ...options, dataDir }, say, true);
      const { leave } = mayStop ? enter(session.place.home) : { leave: () => undefined };
      try {
        await prepareDatabase(adminUrl(session.access), session.access.password);
      } catch (error) {
        leave();
        throw error;
      }
      return { session, leave };
    });
    // Once given away the address may not change: a revived server waits for its port instead of taking another.
    const ensure = (): Promise<Session> =>
      withLock(lock, say, () => ensureRunning({ ...options, dataDir }, say, false));
    const stop = mayStop ? stay(lock, stayed, ensure, say) : async (): Promise<void> => undefined;
    let stopping: Promise<void> | undefined;
    const { access, running, started } = stayed.session;
    return {
      url: appUrl(access),
      adminUrl: adminUrl(access),
      version: running.version,
      started,
      stop: () => (stopping ??= stop()),
    };
  } catch (error) {
    throw explain(error, dataDir);
  }
};
