import { randomBytes, randomInt } from 'node:crypto';
import { chown, open, readFile, rename, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { z } from 'zod';
import { runsAsRoot } from './account.ts';
import { codeOf, EmbeddedTrouble } from './trouble.ts';

const accessSchema = z.object({ port: z.number().int(), adminPassword: z.string(), password: z.string() });

/** How this data folder's server is reached: the remembered port and the passwords. */
export type Access = z.infer<typeof accessSchema>;

const fileIn = (home: string): string => path.join(home, 'access.json');

export const adminUrl = (access: Access, database = 'postgres'): string =>
  `postgres://postgres:${access.adminPassword}@127.0.0.1:${access.port}/${database}`;

export const appUrl = (access: Access): string =>
  `postgres://huiyin:${access.password}@127.0.0.1:${access.port}/huiyin`;

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });

/** Below the range from which systems take ports for outgoing connections, so that it stays free between starts. */
const freePort = async (): Promise<number> => {
  for (let tries = 0; tries < 200; tries += 1) {
    const port = randomInt(20_000, 32_000);
    if (await isFree(port)) return port;
  }
  throw new EmbeddedTrouble(
    'No free port was found between 20000 and 32000 on 127.0.0.1.',
    'Check whether this system lets programs listen.',
  );
};

/** Whole or not at all, and on disk: a lost password means a lost database. */
const store = async (home: string, access: Access): Promise<void> => {
  const draft = `${fileIn(home)}.new`;
  const file = await open(draft, 'w', 0o600);
  try {
    await file.writeFile(JSON.stringify(access, undefined, 2));
    await file.sync();
  } finally {
    await file.close();
  }
  if (runsAsRoot()) {
    // Root may start what an ordinary user owns, and must not lock that user out.
    const { uid, gid } = await stat(home);
    await chown(draft, uid, gid);
  }
  await rename(draft, fileIn(home));
};

export const readAccess = async (home: string): Promise<Access | undefined> => {
  try {
    return accessSchema.parse(JSON.parse(await readFile(fileIn(home), 'utf8')));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
};

export const createAccess = async (home: string): Promise<Access> => {
  const secret = (): string => randomBytes(24).toString('base64url');
  const access = { port: await freePort(), adminPassword: secret(), password: secret() };
  await store(home, access);
  return access;
};

export const withNewPort = async (home: string, access: Access): Promise<Access> => {
  const moved = { ...access, port: await freePort() };
  await store(home, moved);
  return moved;
};

export const portIsFree = (access: Access): Promise<boolean> => isFree(access.port);
