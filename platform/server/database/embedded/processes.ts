import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

const onLinux = process.platform === 'linux';

/** Whether the number is taken at all; a zombie, which has ended, still answers. */
export const answers = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, but belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

/**
 * Tells a living process from another one that got the same number later (usual in containers, where every start
 * counts from 1). Undefined when no such process lives.
 */
export const identityOf = (pid: number): string | undefined => {
  if (!Number.isInteger(pid) || pid <= 0 || !answers(pid)) return undefined;
  if (process.platform === 'win32') return 'alive';
  try {
    if (!onLinux)
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie still answers kill(0) although it has ended.
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
};

/** Cheap enough to ask four times a second: starts no program. */
export const lives = (pid: number): boolean => (onLinux ? identityOf(pid) !== undefined : answers(pid));

/** Whether this living process is a PostgreSQL process of that cluster; undefined when the system does not say. */
export const servesCluster = (pid: number, cluster: string): boolean | undefined => {
  if (identityOf(pid) === undefined) return false;
  if (!onLinux) return undefined;
  try {
    return (
      readlinkSync(`/proc/${pid}/cwd`).replace(/ \(deleted\)$/, '') === cluster &&
      /postgres/.test(readFileSync(`/proc/${pid}/comm`, 'utf8'))
    );
  } catch {
    return undefined;
  }
};

/** Every PostgreSQL process of that cluster. Only Linux can tell; elsewhere the list is empty. */
export const processesOf = (cluster: string): number[] =>
  onLinux
    ? readdirSync('/proc')
        .filter((name) => /^\d+$/.test(name))
        .map(Number)
        .filter((pid) => servesCluster(pid, cluster) === true)
    : [];

/** Sends a signal; a process that has ended meanwhile is no error. */
export const signal = (pid: number, name: NodeJS.Signals): void => {
  try {
    process.kill(pid, name);
  } catch {
    // Ended meanwhile: that is what was wanted.
  }
};
