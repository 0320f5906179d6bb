import { linkSync, mkdirSync, readFileSync, rmdirSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { identityOf } from './processes.ts';
import { codeOf, EmbeddedTrouble } from './trouble.ts';

const holderSchema = z.object({ pid: z.number(), identity: z.string(), host: z.string() });
type Holder = z.infer<typeof holderSchema>;

const waitMs = 180_000;
const stealMs = 10_000;

const readHolder = (path: string): Holder | undefined => {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return undefined;
  }
};

const ageMs = (path: string): number => {
  try {
    return Date.now() - statSync(path).mtimeMs;
  } catch {
    return 0;
  }
};

const isStale = (path: string): boolean => {
  const holder = readHolder(path);
  // Another host's processes cannot be looked at; an unreadable lock was cut off by a full disk or a power cut.
  if (holder === undefined) return ageMs(path) > stealMs;
  return holder.host === hostname() ? identityOf(holder.pid) !== holder.identity : ageMs(path) > waitMs;
};

let drafts = 0;

/** Takes the lock or says no. The file appears whole: a hard link of a finished draft, never an empty file. */
export const tryLock = (path: string): boolean => {
  drafts += 1;
  const draft = `${path}.${process.pid}.${drafts}`;
  const holder: Holder = { pid: process.pid, identity: identityOf(process.pid) ?? '', host: hostname() };
  writeFileSync(draft, JSON.stringify(holder), { mode: 0o600 });
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    unlinkSync(draft);
  }
};

/**
 * Removes a dead holder's lock. Two processes may see the same dead holder: without the second lock the slower one
 * would remove the lock that the faster one has just taken.
 */
const removeStale = (path: string): void => {
  const guard = `${path}.steal`;
  try {
    mkdirSync(guard);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    if (ageMs(guard) > stealMs) rmdirSync(guard);
    return;
  }
  try {
    if (isStale(path)) unlinkSync(path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  } finally {
    rmdirSync(guard);
  }
};

export const unlock = (path: string): void => {
  try {
    unlinkSync(path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
};

/** Runs `work` while no other process (and no other call in this one) runs work under the same path. */
export const withLock = async <T>(path: string, say: (line: string) => void, work: () => Promise<T>): Promise<T> => {
  const began = performance.now();
  let said = false;
  while (!tryLock(path)) {
    const waited = performance.now() - began;
    if (isStale(path)) removeStale(path);
    else if (waited > waitMs) {
      throw new EmbeddedTrouble(
        `Another process (${readHolder(path)?.pid ?? 'unknown'}) has held ${path} for three minutes.`,
        'End it, then start again.',
      );
    } else {
      if (waited > 2000 && !said) {
        say(
          `Waiting for process ${readHolder(path)?.pid ?? 'unknown'}, which is starting or stopping the same database.`,
        );
        said = true;
      }
      await pause(20);
    }
  }
  try {
    return await work();
  } finally {
    unlock(path);
  }
};
