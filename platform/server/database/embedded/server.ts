import { spawn } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Access, adminUrl } from './access.ts';
import { identityFor } from './account.ts';
import type { Binaries } from './binaries.ts';
import { complaints, run, serverEnvironment } from './cluster.ts';
import { type Answer, ask } from './embedded.queries.ts';
import type { Place } from './place.ts';
import { answers, processesOf, servesCluster, signal } from './processes.ts';

export type Running = { pid: number; port: number; version: string; durable: boolean };
type Say = (line: string) => void;

const leftoversText = 'pre-existing shared memory block';

/** Replaying the log after a crash may take minutes; as long as the server says it is at it, that is no failure. */
const recoveryMs = 600_000;
const silentMs = 30_000;

const readPidFile = (place: Place): { pid: number; port: number; ready: boolean } | undefined => {
  try {
    const lines = readFileSync(path.join(place.cluster, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), port: Number(lines[3] ?? 0), ready: lines[7]?.trim() === 'ready' };
  } catch {
    return undefined;
  }
};

const isOurs = (answer: Answer, place: Place): answer is Extract<Answer, { kind: 'server' }> =>
  answer.kind === 'server' && answer.folder === place.cluster;

/**
 * PostgreSQL refuses to start while the number in its old pid file answers, be it another program's by now or that of
 * a zombie nobody has reaped. Without the file it cannot see its dead predecessor's children, so those go first.
 */
const dropMisleadingPidFile = (place: Place): void => {
  const noted = readPidFile(place);
  if (noted === undefined || !answers(noted.pid) || servesCluster(noted.pid, place.cluster) !== false) return;
  if (processesOf(place.cluster).length > 0) throw new Error(leftoversText);
  rmSync(path.join(place.cluster, 'postmaster.pid'), { force: true });
};

/** The server of this cluster if one lives: by its pid file and by a real connection, waiting while it starts or stops. */
export const findRunning = async (place: Place, access: Access, say: Say): Promise<Running | undefined> => {
  const began = performance.now();
  let nextSaying = 5000;
  for (;;) {
    const noted = readPidFile(place);
    if (noted === undefined) return undefined;
    const answer = await ask(adminUrl({ ...access, port: noted.port || access.port }));
    if (isOurs(answer, place))
      return { pid: noted.pid, port: noted.port, version: answer.version, durable: answer.durable };
    const serves = servesCluster(noted.pid, place.cluster);
    const waited = performance.now() - began;
    if (serves === false) return undefined;
    // Where the system does not say whose process that is, silence is believed after a while.
    if (serves === undefined && answer.kind !== 'busy' && waited > 10_000) return undefined;
    if (noted.ready && answer.kind === 'silence' && waited > silentMs) {
      throw new Error(`PostgreSQL (process ${noted.pid}) runs but does not answer on 127.0.0.1:${noted.port}`);
    }
    if (waited > recoveryMs)
      throw new Error(`PostgreSQL (process ${noted.pid}) has been starting or stopping for ten minutes`);
    if (waited > nextSaying) {
      say(`PostgreSQL (process ${noted.pid}) is still starting or stopping; waiting.`);
      nextSaying += 15_000;
    }
    await pause(50);
  }
};

const startLog = (place: Place): string => path.join(place.log, 'start.log');

const logSizes = (place: Place): Map<string, number> =>
  new Map(readdirSync(place.log).map((name) => [name, statSync(path.join(place.log, name)).size]));

/** What the server wrote since `before`: the reason of a failed start stands there, not in its exit code. */
const lastWords = (place: Place, before: Map<string, number>): string => {
  const written = readdirSync(place.log).map((name) => {
    const text = readFileSync(path.join(place.log, name));
    const from = name === 'start.log' ? 0 : (before.get(name) ?? 0);
    return text.subarray(from <= text.length ? from : 0).toString();
  });
  return complaints(written.join('\n'));
};

/** Starts the server once. Its own session and no pipes: neither Ctrl-C nor the end of this process reaches it. */
export const launch = async (place: Place, binaries: Binaries, access: Access, say: Say): Promise<Running> => {
  dropMisleadingPidFile(place);
  const before = logSizes(place);
  const log = openSync(startLog(place), 'w', 0o600);
  const child = spawn(binaries.postgres, ['-D', place.cluster, '-p', String(access.port)], {
    cwd: path.parse(place.cluster).root,
    env: serverEnvironment(),
    detached: true,
    windowsHide: true,
    stdio: ['ignore', log, log],
    ...identityFor(place.account),
  });
  closeSync(log);
  let end: Error | undefined;
  child.once('error', (error) => (end = error));
  child.once('exit', (code, by) => (end ??= new Error(`it ended with ${by ?? code}`)));
  child.unref();
  const began = performance.now();
  let nextSaying = 5000;
  for (;;) {
    if (end !== undefined)
      throw new Error(`PostgreSQL did not start: ${lastWords(place, before) || end.message}`, { cause: end });
    const noted = readPidFile(place);
    if (noted?.ready === true && noted.pid === child.pid) {
      const answer = await ask(adminUrl(access));
      if (isOurs(answer, place))
        return { pid: noted.pid, port: access.port, version: answer.version, durable: answer.durable };
    }
    const waited = performance.now() - began;
    if (waited > recoveryMs) throw new Error('PostgreSQL has not become ready within ten minutes');
    if (waited > nextSaying) {
      say('PostgreSQL is recovering what was under way when it was last killed; this may take minutes.');
      nextSaying += 15_000;
    }
    await pause(10);
  }
};

/** Whether a failed start is worth another try, and why. */
export const hindrance = (error: unknown): 'leftovers' | 'port' | undefined => {
  const text = error instanceof Error ? error.message : '';
  if (text.includes(leftoversText) || text.includes('"postmaster.pid" already exists')) return 'leftovers';
  return /Address already in use|could not create any TCP/.test(text) ? 'port' : undefined;
};

/**
 * After the server process was killed its children end by themselves when they notice, which one in the middle of a
 * long query does not. Nothing they still do can be committed, so they may be ended.
 */
export const clearLeftovers = (place: Place, waitedMs: number): void => {
  const server = readPidFile(place)?.pid;
  if (server !== undefined && servesCluster(server, place.cluster) !== false) return;
  if (waitedMs < 1000) return;
  for (const pid of processesOf(place.cluster)) signal(pid, waitedMs < 5000 ? 'SIGQUIT' : 'SIGKILL');
};

export const stopServer = async (place: Place, binaries: Binaries): Promise<void> => {
  const stop = (mode: string, seconds: number): Promise<{ status: number; output: string }> =>
    run(place, binaries.pgCtl, ['stop', '-D', place.cluster, '-m', mode, '-w', '-t', String(seconds)]);
  if (readPidFile(place) === undefined) return;
  if ((await stop('fast', 60)).status !== 0 && readPidFile(place) !== undefined) await stop('immediate', 20);
};
