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
import { createDepartment, createPerson, refreshDirectory } from '#modules/staff/server/index.ts';
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

type Options = {
  clock?: Clock;
  role?: 'web' | 'worker' | 'all';
  databaseUrl?: string;
  env?: Record<string, string>;
  /** Neither listens nor works. */
  idle?: boolean;
};

/** A centre with an east (and a team below it) and a west department. */
const addDepartments = (app: App): Promise<TestApp['departments']> =>
  app.db.write(everything, async (tx) => {
    const at = app.clock.now();
    const add = async (name: string, nameEn: string, parentId: string | null, region: string): Promise<string> =>
      (await createDepartment(tx, { name, nameEn, parentId, region, at })).id;
    const root = await add('客户服务中心', 'Service centre', null, '');
    const east = await add('华东客服组', 'East', root, '华东');
    const eastTeam = await add('华东一组', 'East team 1', east, '华东');
    const west = await add('华西客服组', 'West', root, '华西');
    return { root, east, eastTeam, west };
  });

const tokenIn = (answer: Answer): string => {
  const { body } = answer;
  if (typeof body === 'object' && body !== null && 'token' in body && typeof body.token === 'string') return body.token;
  throw new Error(`sign-in failed: ${answer.text}`);
};

const atTheTop = new Set<RoleKey>(['supervisor', 'admin', 'auditor']);

/** Makes people on demand and signs them in; each has a name and password of his own. */
const hiring = (app: App, url: string, departments: TestApp['departments']): TestApp['as'] => {
  const password = randomBytes(12).toString('hex');
  const anyone = callerFor(url, null, null);
  let count = 0;
  return async (roleKey, departmentId) => {
    count += 1;
    const username = `${roleKey}-${count}-${randomBytes(3).toString('hex')}`;
    const place = departmentId ?? (atTheTop.has(roleKey) ? departments.root : departments.east);
    const person = { username, displayName: `${roleKey} ${count}`, roleKey, departmentId: place, password };
    const { id } = await app.db.write(everything, (tx) => createPerson(tx, { ...person, at: app.clock.now() }));
    return callerFor(url, tokenIn(await anyone('POST', '/api/session', { username, password })), id);
  };
};

export type TestInstance = Pick<Running, 'app' | 'routes' | 'url' | 'stop'> & { readonly databaseUrl: string };

/** The bare product on a database of its own and a free port: no departments, nobody in it. */
export const openTestInstance = async (options: Options = {}): Promise<TestInstance> => {
  const given = options.databaseUrl;
  const database = given === undefined ? await testDatabase() : { url: given, drop: () => Promise.resolve() };
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
    idle: options.idle ?? false,
  });
  return {
    ...running,
    databaseUrl: database.url,
    async stop() {
      await running.stop();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};

/** The product with four departments and, on demand, people in them. */
export const startTestApp = async (options: Options = {}): Promise<TestApp> => {
  const instance = await openTestInstance(options);
  const { app } = instance;
  const url = instance.url ?? '';
  const departments = await addDepartments(app);
  await refreshDirectory(app);
  return {
    ...instance,
    url,
    departments,
    anyone: callerFor(url, null, null),
    as: hiring(app, url, departments),
  };
};
