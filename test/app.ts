import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startProcess, type Running } from '#app/server/assemble.ts';
import { authenticate, serverModules } from '#app/server/modules.ts';
import type { App } from '#platform/server/app.ts';
import { systemClock, type Clock } from '#platform/server/clock/index.ts';
import { readConfig } from '#platform/server/config.ts';
import { everything } from '#platform/server/database/index.ts';
import { openLog } from '#platform/server/log/index.ts';
import { createDepartment, createPerson } from '#modules/staff/server/index.ts';
import { testDatabase } from './database.ts';

export type RoleKey = 'admin' | 'supervisor' | 'agent' | 'handler' | 'auditor';

export type Answer = { status: number; body: unknown; headers: Headers; text: string };

/** Calls the running app over HTTP as somebody; `body` that is not FormData goes as JSON. */
export type Caller = {
  readonly personId: string | null;
  readonly token: string | null;
  (method: string, url: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
};

export type TestApp = {
  readonly url: string;
  readonly databaseUrl: string;
  readonly app: App;
  readonly routes: Running['routes'];
  readonly departments: {
    readonly root: string;
    readonly east: string;
    readonly eastTeam: string;
    readonly west: string;
  };
  /** Nobody: no cookie, no token. */
  readonly anyone: Caller;
  /** A signed-in person of a role; agents and handlers sit in the east department unless told. */
  as(role: RoleKey, departmentId?: string): Promise<Caller>;
  stop(): Promise<void>;
};

const callerFor = (base: string, token: string | null, personId: string | null): Caller => {
  const call = async (
    method: string,
    url: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> => {
    const isForm = body instanceof FormData;
    const reply = await fetch(base + url, {
      method,
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isForm ? body : typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await reply.text();
    const json = reply.headers.get('content-type')?.includes('json') === true;
    return {
      status: reply.status,
      body: json && text !== '' ? JSON.parse(text) : undefined,
      headers: reply.headers,
      text,
    };
  };
  return Object.assign(call, { token, personId });
};

type Options = { clock?: Clock; role?: 'web' | 'worker' | 'all'; databaseUrl?: string; env?: Record<string, string> };

/** Starts the whole product on a database of its own (a clone of the migrated template) and a free port. */
export const startTestApp = async (options: Options = {}): Promise<TestApp> => {
  const database =
    options.databaseUrl === undefined
      ? await testDatabase()
      : { url: options.databaseUrl, drop: () => Promise.resolve() };
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'huiyin-test-'));
  const config = readConfig({
    PORT: '0',
    HUIYIN_DATA: dataDir,
    LOG_LEVEL: 'silent',
    HUIYIN_ROLE: options.role ?? 'all',
    ...options.env,
  });
  const running = await startProcess({
    config,
    databaseUrl: database.url,
    clock: options.clock ?? systemClock,
    log: openLog(config.logLevel),
    modules: serverModules,
    authenticate,
  });
  const { app } = running;
  const url = running.url ?? '';
  const departments = await app.db.write(everything, async (tx) => {
    const at = app.clock.now();
    const { id: root } = await createDepartment(tx, { name: '客户服务中心', nameEn: 'Service centre', at });
    const { id: east } = await createDepartment(tx, {
      name: '华东客服组',
      nameEn: 'East',
      parentId: root,
      region: '华东',
      at,
    });
    const { id: eastTeam } = await createDepartment(tx, {
      name: '华东一组',
      nameEn: 'East team 1',
      parentId: east,
      region: '华东',
      at,
    });
    const { id: west } = await createDepartment(tx, {
      name: '华西客服组',
      nameEn: 'West',
      parentId: root,
      region: '华西',
      at,
    });
    return { root, east, eastTeam, west };
  });
  const password = randomBytes(12).toString('hex');
  const anyone = callerFor(url, null, null);
  let count = 0;
  return {
    url,
    databaseUrl: database.url,
    app,
    routes: running.routes,
    departments,
    anyone,
    async as(role, departmentId) {
      count += 1;
      const username = `${role}-${count}-${randomBytes(3).toString('hex')}`;
      const place =
        departmentId ??
        (role === 'supervisor' || role === 'admin' || role === 'auditor' ? departments.root : departments.east);
      const person = {
        username,
        displayName: `${role} ${count}`,
        roleKey: role,
        departmentId: place,
        password,
        at: app.clock.now(),
      };
      const { id: personId } = await app.db.write(everything, (tx) => createPerson(tx, person));
      const session = await anyone('POST', '/api/session', { username, password });
      const body = session.body;
      if (typeof body !== 'object' || body === null || !('token' in body) || typeof body.token !== 'string')
        throw new Error(`sign-in of ${role} failed: ${session.text}`);
      return callerFor(url, body.token, personId);
    },
    async stop() {
      await running.stop();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};
