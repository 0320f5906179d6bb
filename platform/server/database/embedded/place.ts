import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, realpathSync } from 'node:fs';
import { chmod, chown, mkdir, readdir, readFile, rename, rm, rmdir, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Account, accountCan, accountOfFolder, chooseAccount } from './account.ts';
import { processesOf, signal } from './processes.ts';
import { tenantsOf } from './tenants.ts';
import { codeOf, EmbeddedTrouble } from './trouble.ts';

/**
 * Where one data folder's PostgreSQL lives. `home` is HUIYIN_DATA/postgres, or what that link points to when the
 * account of PostgreSQL may not enter the data folder (a clone under /root, a 0700 folder of mktemp).
 */
export type Place = { home: string; cluster: string; log: string; account: Account | undefined };

const placeIn = (home: string, account: Account | undefined): Place => ({
  home,
  cluster: path.join(home, 'cluster'),
  log: path.join(home, 'log'),
  account,
});

const isSafe = (folder: string, account: Account | undefined): boolean => {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    const found = lstatSync(folder);
    // In a folder for everybody somebody else may have put it there first, to read or swap what we store.
    const ours = found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o022) === 0;
    return ours && accountCan(account, 'execute', folder);
  } catch {
    return false;
  }
};

/** Folders outside HUIYIN_DATA that root and `account` may both use, best first. Each is made when it is asked for. */
export const sharedFolders = function* (account: Account | undefined): Generator<string> {
  for (const folder of ['/var/lib/huiyin', '/var/tmp/huiyin', path.join(tmpdir(), 'huiyin')]) {
    if (isSafe(folder, account)) yield folder;
  }
};

const give = async (folder: string, account: Account | undefined): Promise<void> => {
  if (account !== undefined) await chown(folder, account.uid, account.gid);
};

/** Tries it rather than guessing from modes: network disks and mounts of other systems may refuse a change of owner. */
const usable = async (home: string, account: Account | undefined): Promise<boolean> => {
  const probe = path.join(home, 'probe');
  try {
    await mkdir(probe, { recursive: true });
    await give(probe, account);
    return accountCan(account, 'write', probe);
  } catch (error) {
    if (['EPERM', 'EACCES', 'ENOTSUP', 'EINVAL'].includes(codeOf(error))) return false;
    throw error;
  } finally {
    await rm(probe, { recursive: true, force: true });
  }
};

const furnish = async (home: string, account: Account | undefined, durable: boolean): Promise<Place> => {
  const place = placeIn(home, account);
  // Root keeps the passwords in here; PostgreSQL's account passes through and reads nothing.
  await chmod(home, account === undefined ? 0o700 : 0o711);
  await mkdir(place.log, { recursive: true, mode: 0o700 });
  await give(place.log, account);
  if (!durable) await writeFile(path.join(home, 'disposable'), '');
  return place;
};

const ownerFile = 'data-folder';

const belongsToNobody = (home: string, link: string): boolean => {
  try {
    return realpathSync(link) !== home;
  } catch {
    return true;
  }
};

const isTemporary = (link: string): boolean =>
  ['/tmp', '/var/tmp', tmpdir()].some((folder) => link.startsWith(`${folder}${path.sep}`));

/**
 * A data folder that was deleted leaves its cluster here. A test's or a temporary folder's is removed; a company's is
 * only put aside, so that a new folder of the same name starts empty and nobody's data vanish.
 */
const clearOrphans = async (folder: string, wanted: string, say: (line: string) => void): Promise<void> => {
  for (const name of await readdir(folder)) {
    const home = path.join(folder, name);
    const link = await readFile(path.join(home, ownerFile), 'utf8').catch(() => undefined);
    if (!/^[0-9a-f]{16}$/.test(name) || link === undefined || !belongsToNobody(home, link)) continue;
    const disposable = isTemporary(link) || existsSync(path.join(home, 'disposable'));
    if (!disposable && home !== wanted) continue;
    // Somebody may see a /tmp of their own (PrivateTmp), where the folder is still there.
    if (tenantsOf(home).length > 0) continue;
    for (const pid of processesOf(path.join(home, 'cluster'))) signal(pid, 'SIGKILL');
    if (disposable) {
      await rm(home, { recursive: true, force: true });
    } else {
      const aside = `${home}.deleted-${Date.now()}`;
      await rename(home, aside);
      say(`An earlier data folder of this name was deleted; its database is kept in ${aside}.`);
    }
  }
};

const moveOut = async (
  link: string,
  account: Account | undefined,
  durable: boolean,
  say: (line: string) => void,
): Promise<Place> => {
  const name = createHash('sha256').update(link).digest('hex').slice(0, 16);
  for (const folder of sharedFolders(account)) {
    const home = path.join(folder, name);
    await clearOrphans(folder, home, say);
    await mkdir(home, { recursive: true });
    if (!(await usable(home, account))) continue;
    say(
      `PostgreSQL runs as ${account?.name ?? 'this user'}, who may not enter ${path.dirname(link)}: the database goes to ${home}.`,
    );
    const place = await furnish(home, account, durable);
    await symlink(home, link);
    // After the link, or another folder's start would take this home for one that was left behind.
    await writeFile(path.join(home, ownerFile), link);
    return place;
  }
  throw new EmbeddedTrouble(
    `The account that runs PostgreSQL (${account?.name ?? 'this user'}) may not write in ${path.dirname(link)} nor in any other usual folder.`,
    'Point HUIYIN_DATA at a folder that every user may enter.',
  );
};

const existingPlace = (link: string): Place => {
  let home: string;
  try {
    home = realpathSync(link);
  } catch (cause) {
    throw new EmbeddedTrouble(
      `The database of this data folder is kept outside it, and the place that ${link} points to is gone.`,
      `Bring it back, or remove ${link} to begin with an empty database.`,
      cause,
    );
  }
  const { cluster } = placeIn(home, undefined);
  const account = existsSync(cluster) ? accountOfFolder(cluster) : chooseAccount();
  if (account?.uid === 0) {
    throw new EmbeddedTrouble(
      `The database files in ${cluster} belong to root, whom PostgreSQL refuses.`,
      `Give them back to their account, for example: chown -R postgres ${cluster} ${path.join(home, 'log')}.`,
    );
  }
  if (existsSync(cluster) && !accountCan(account, 'write', cluster)) {
    throw new EmbeddedTrouble(
      `The account of PostgreSQL may no longer enter ${cluster}.`,
      'Give every user the right to enter the folders above it (chmod o+x), or move the data folder back.',
    );
  }
  return placeIn(home, account);
};

const kindOf = (file: string): 'link' | 'folder' | 'nothing' => {
  try {
    return lstatSync(file).isSymbolicLink() ? 'link' : 'folder';
  } catch {
    return 'nothing';
  }
};

/** Finds the place of this data folder, or makes one. Call it under the data folder's lock. */
export const findPlace = async (dataDir: string, durable: boolean, say: (line: string) => void): Promise<Place> => {
  const link = path.join(realpathSync(dataDir), 'postgres');
  if (kindOf(link) === 'link' || existsSync(path.join(link, 'cluster'))) {
    const place = existingPlace(link);
    return existsSync(place.cluster) ? place : furnish(place.home, place.account, durable);
  }
  const account = chooseAccount();
  await mkdir(link, { recursive: true });
  await chmod(link, 0o711);
  if (await usable(link, account)) return furnish(link, account, durable);
  await rmdir(link);
  return moveOut(link, account, durable, say);
};
