import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { identityOf } from './processes.ts';

const tenantSchema = z.object({ pid: z.number(), identity: z.string(), host: z.string() });
type Tenant = z.infer<typeof tenantSchema>;

const beatMs = 5000;
/** A process of another host (a container on the same volume) counts as gone after this long without a beat. */
export const silenceMs = 30_000;

export type Tenancy = { leave(): void };

const folderIn = (home: string): string => path.join(home, 'tenants');

let count = 0;

/** Notes that this process uses the server, until `leave`. A killed process counts as gone because its pid is. */
export const enter = (home: string): Tenancy => {
  const folder = folderIn(home);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  count += 1;
  const file = path.join(folder, `${hostname()}.${process.pid}.${count}.json`);
  const tenant: Tenant = { pid: process.pid, identity: identityOf(process.pid) ?? '', host: hostname() };
  writeFileSync(file, JSON.stringify(tenant), { mode: 0o600 });
  const beat = setInterval(() => {
    try {
      const now = Date.now() / 1000;
      utimesSync(file, now, now);
    } catch {
      // The data folder was deleted under us; the server notices by itself.
    }
  }, beatMs);
  beat.unref();
  return {
    leave: () => {
      clearInterval(beat);
      rmSync(file, { force: true });
    },
  };
};

const readTenant = (file: string): Tenant | undefined => {
  try {
    return tenantSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
};

const lives = (file: string, tenant: Tenant): boolean =>
  tenant.host === hostname()
    ? identityOf(tenant.pid) === tenant.identity
    : Date.now() - statSync(file).mtimeMs < silenceMs;

/** The processes that use the server of this home now. What killed processes left is cleared away. */
export const tenantsOf = (home: string): Tenant[] => {
  let names: string[];
  try {
    names = readdirSync(folderIn(home));
  } catch {
    return [];
  }
  return names.flatMap((name) => {
    const file = path.join(folderIn(home), name);
    const tenant = readTenant(file);
    if (tenant !== undefined && lives(file, tenant)) return [tenant];
    rmSync(file, { force: true });
    return [];
  });
};

export const strangersOf = (home: string): Tenant[] => tenantsOf(home).filter((tenant) => tenant.host !== hostname());
