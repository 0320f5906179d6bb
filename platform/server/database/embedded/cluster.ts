import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Access } from './access.ts';
import { identityFor } from './account.ts';
import type { Binaries } from './binaries.ts';
import type { Place } from './place.ts';
import { EmbeddedTrouble } from './trouble.ts';

/** Nothing of the caller's environment: PGDATA or PGOPTIONS of the shell would change what the server does. */
export const serverEnvironment = (): Record<string, string> => ({
  LC_ALL: 'C',
  TZ: 'UTC',
  PATH: process.platform === 'win32' ? 'C:\\Windows\\System32' : '/usr/bin:/bin',
  ...(process.platform === 'win32' ? { SystemRoot: 'C:\\Windows' } : {}),
});

/** Runs one of PostgreSQL's programs to its end, as its account; answers what it printed. */
export const run = (place: Place, program: string, args: string[]): Promise<{ status: number; output: string }> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      // From a folder of the operator PostgreSQL's account could not even read its own working directory.
      cwd: path.parse(program).root,
      env: serverEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
      ...identityFor(place.account),
    });
    let output = '';
    child.stdout.on('data', (part: Buffer) => (output += part.toString()));
    child.stderr.on('data', (part: Buffer) => (output += part.toString()));
    child.once('error', reject);
    child.once('close', (status) => resolve({ status: status ?? 1, output }));
  });

/** The lines of a program's output that say what went wrong, without times and process numbers. */
export const complaints = (output: string): string =>
  output
    .split('\n')
    .filter((line) => /FATAL|PANIC|error|could not/i.test(line))
    .map((line) => line.replace(/^\S+ \S+ UTC \[\d+\] /, ''))
    .join(' ');

const giveFile = async (place: Place, file: string): Promise<void> => {
  if (place.account !== undefined) await chown(file, place.account.uid, place.account.gid);
};

const drafts = async (place: Place): Promise<string[]> =>
  (await readdir(place.home))
    .filter((name) => name.startsWith('cluster.new'))
    .map((name) => path.join(place.home, name));

/** Makes the cluster beside its place and moves it in when it is whole: a killed first start leaves no half of one. */
export const createCluster = async (
  place: Place,
  binaries: Binaries,
  access: Access,
  durable: boolean,
): Promise<void> => {
  for (const draft of await drafts(place)) await rm(draft, { recursive: true, force: true, maxRetries: 10 });
  const draft = path.join(place.home, `cluster.new-${process.pid}-${Date.now()}`);
  const passwordFile = path.join(place.log, `.password-${process.pid}`);
  await mkdir(draft, { mode: 0o700 });
  await giveFile(place, draft);
  await writeFile(passwordFile, `${access.adminPassword}\n`, { mode: 0o600 });
  await giveFile(place, passwordFile);
  try {
    const { status, output } = await run(place, binaries.initdb, [
      `--pgdata=${draft}`,
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // PostgreSQL's own C.UTF-8 (since 17): upper and lower case of all scripts without a locale of the system.
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
      ...(durable ? [] : ['--no-sync']),
    ]);
    if (status !== 0) throw new Error(complaints(output) || output.trim() || `initdb ended with ${status}`);
    await writeFile(
      path.join(draft, 'postgresql.conf'),
      "\n# Huiyin's settings; whatever stands below this line wins.\ninclude = 'huiyin.conf'\n",
      { flag: 'a' },
    );
    await rename(draft, place.cluster);
  } catch (error) {
    await rm(draft, { recursive: true, force: true, maxRetries: 10 });
    throw error;
  } finally {
    await rm(passwordFile, { force: true });
  }
};

export const clusterExists = (place: Place): boolean => existsSync(path.join(place.cluster, 'PG_VERSION'));

/** A cluster of another major release can neither be read nor upgraded without that release's programs. */
export const checkRelease = async (place: Place, binaries: Binaries): Promise<void> => {
  const made = (await readFile(path.join(place.cluster, 'PG_VERSION'), 'utf8')).trim();
  const { output } = await run(place, binaries.postgres, ['--version']);
  const ours = /(\d+)/.exec(output)?.[1];
  if (ours === undefined) throw new Error(output.trim() || 'postgres --version says nothing');
  if (ours !== made) {
    throw new EmbeddedTrouble(
      `The database in ${place.cluster} was made by PostgreSQL ${made}, and this release of Huiyin brings ${ours}.`,
      'Start the release that made it, take a backup there and restore it here.',
    );
  }
};

const settings = (place: Place, durable: boolean): Record<string, string> => ({
  listen_addresses: '127.0.0.1',
  // No sockets: their folder would have to be writable for two accounts, and its path may be too long.
  unix_socket_directories: '',
  timezone: 'UTC',
  log_timezone: 'UTC',
  work_mem: '16MB',
  maintenance_work_mem: '64MB',
  random_page_cost: '1.1',
  jit: 'off',
  // Statements and details carry names, phones and texts of customers: they stay out of the log.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  ...(durable
    ? {
        max_connections: '100',
        shared_buffers: '256MB',
        effective_cache_size: '1GB',
        fsync: 'on',
        synchronous_commit: 'on',
        full_page_writes: 'on',
        wal_compression: 'on',
        max_wal_size: '2GB',
        logging_collector: 'on',
        log_directory: place.log,
        log_filename: 'postgresql-%a.log',
        log_truncate_on_rotation: 'on',
        log_rotation_age: '1d',
        log_rotation_size: '0',
      }
    : {
        max_connections: '200',
        shared_buffers: '64MB',
        fsync: 'off',
        synchronous_commit: 'off',
        full_page_writes: 'off',
        wal_level: 'minimal',
        max_wal_senders: '0',
        autovacuum: 'off',
        logging_collector: 'off',
      }),
});

/** Written before every start, so that a newer release's settings reach old clusters. */
export const writeSettings = async (place: Place, durable: boolean): Promise<void> => {
  const file = path.join(place.cluster, 'huiyin.conf');
  const lines = Object.entries(settings(place, durable)).map(
    ([name, value]) => `${name} = '${value.replaceAll("'", "''")}'\n`,
  );
  await writeFile(file, lines.join(''), { mode: 0o600 });
  await giveFile(place, file);
};
