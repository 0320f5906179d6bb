import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { EmbeddedTrouble } from './trouble.ts';

/** The system account PostgreSQL runs as when Huiyin runs as root (PostgreSQL itself refuses root). */
export type Account = { name: string; uid: number; gid: number };

const ownAccount = 'huiyin';

/** The first of `names` that /etc/passwd, given as text, knows. Never a person's account: only names made for servers. */
export const findAccount = (passwd: string, names: readonly string[]): Account | undefined => {
  const accounts = passwd.split('\n').flatMap((line) => {
    const [name = '', , uid = '', gid = ''] = line.split(':');
    return /^\d+$/.test(uid) && /^\d+$/.test(gid) && uid !== '0' ? [{ name, uid: Number(uid), gid: Number(gid) }] : [];
  });
  return names.flatMap((name) => accounts.filter((each) => each.name === name))[0];
};

const createAccount = (): void => {
  const attempts: [string, string[]][] = [
    [
      'useradd',
      [
        '--system',
        '--user-group',
        '--no-create-home',
        '--home-dir',
        '/nonexistent',
        '--shell',
        '/usr/sbin/nologin',
        ownAccount,
      ],
    ],
    ['adduser', ['-S', '-D', '-H', '-h', '/nonexistent', '-s', '/sbin/nologin', ownAccount]],
  ];
  for (const [command, args] of attempts) {
    if (spawnSync(command, args, { stdio: 'ignore', timeout: 20_000 }).status === 0) return;
  }
};

const readPasswd = (): string => {
  try {
    return readFileSync('/etc/passwd', 'utf8');
  } catch {
    return '';
  }
};

export const runsAsRoot = (): boolean => process.getuid?.() === 0;

/** Undefined for an ordinary user: PostgreSQL then runs as the same user. */
export const chooseAccount = (): Account | undefined => {
  if (!runsAsRoot()) return undefined;
  const found = findAccount(readPasswd(), [ownAccount, 'postgres']);
  if (found) return found;
  createAccount();
  const made = findAccount(readPasswd(), [ownAccount, 'nobody']);
  if (made) return made;
  throw new EmbeddedTrouble(
    'PostgreSQL refuses to run as root, and this system has no account "huiyin", "postgres" or "nobody" and lets none be created.',
    'Create one (useradd --system huiyin) or start Huiyin as an ordinary user.',
  );
};

/** An existing cluster keeps the account that owns its files, whatever accounts the system has gained since. */
export const accountOfFolder = (folder: string): Account | undefined => {
  if (!runsAsRoot()) return undefined;
  const { uid, gid } = statSync(folder);
  return { name: String(uid), uid, gid };
};

/** uid and gid for child_process; nothing for an ordinary user. */
export const identityFor = (account: Account | undefined): { uid?: number; gid?: number } =>
  account === undefined ? {} : { uid: account.uid, gid: account.gid };

/** Asks the system itself, as that account: modes, ACLs, mount options and read-only disks all count. */
export const accountCan = (account: Account | undefined, what: 'write' | 'execute' | 'read', path: string): boolean => {
  if (account === undefined) return true;
  const flag = { write: '-w', execute: '-x', read: '-r' }[what];
  return (
    spawnSync('/bin/sh', ['-c', `test ${flag} "$1"`, 'sh', path], {
      cwd: '/',
      stdio: 'ignore',
      uid: account.uid,
      gid: account.gid,
    }).status === 0
  );
};
