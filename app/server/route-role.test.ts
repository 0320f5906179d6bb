import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { ServedRoute } from '#platform/server/http/serve.ts';
import { startTestApp, type Caller, type RoleKey, type TestApp } from '#test/app.ts';

const roles: readonly RoleKey[] = ['admin', 'supervisor', 'agent', 'handler', 'auditor'];
const roleList = z.object({ items: z.array(z.object({ key: z.string(), permissions: z.array(z.string()) })) });
const refusal = z.object({ code: z.string(), data: z.object({ noun: z.string().optional() }).optional() });

let app: TestApp;
let permissions: Map<string, ReadonlySet<string>>;
const callers = new Map<RoleKey, Caller>();

beforeAll(async () => {
  app = await startTestApp();
  for (const role of roles) callers.set(role, await app.as(role));
  const admin = callers.get('admin');
  if (!admin) throw new Error('no administrator');
  const { items } = roleList.parse((await admin('GET', '/api/roles')).body);
  permissions = new Map(items.map((role) => [role.key, new Set(role.permissions)]));
});

afterAll(() => app.stop());

/** A path that leads to nothing: well-formed, but of no row. */
const pathOf = (route: ServedRoute): string =>
  route.spec.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    name === 'number' ? '10000008' : name === 'id' ? randomUUID() : 'none',
  );

type Verdict = 'let in' | 'asked to sign in' | 'told there is no such page';

/** What the door said, whatever the room behind it says about the empty request. */
const knock = async (route: ServedRoute, token: string | null): Promise<Verdict> => {
  const stop = new AbortController();
  const hasBody = route.spec.method !== 'GET' && route.spec.method !== 'DELETE';
  const reply = await fetch(app.url + pathOf(route), {
    method: route.spec.method,
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(hasBody ? { 'content-type': 'application/json' } : {}),
    },
    ...(hasBody ? { body: '{}' } : {}),
    signal: stop.signal,
  });
  if (route.spec.produces === 'text/event-stream' && reply.ok) {
    stop.abort();
    return 'let in';
  }
  const read = refusal.safeParse(await reply.json().catch(() => null));
  if (reply.status === 401 && read.success && read.data.code === 'session.required') return 'asked to sign in';
  if (reply.status === 404 && read.success && read.data.code === 'not_found' && read.data.data?.noun === 'page')
    return 'told there is no such page';
  expect(reply.status, `${route.spec.method} ${route.spec.path} answered ${reply.status}`).not.toBe(500);
  return 'let in';
};

const endsSession = (route: ServedRoute): boolean =>
  route.spec.method === 'DELETE' && route.spec.path === '/api/session';

describe('every route and every role', () => {
  test('nobody is let in only where the route says public', async () => {
    for (const route of app.routes) {
      const verdict = await knock(route, null);
      expect([route.spec.method, route.spec.path, verdict]).toEqual([
        route.spec.method,
        route.spec.path,
        route.access === 'public' ? 'let in' : 'asked to sign in',
      ]);
    }
  });

  test.each(roles)(
    '%s is let in where the role holds the permission, and told of no such page elsewhere',
    async (role) => {
      const token = callers.get(role)?.token ?? null;
      const held = permissions.get(role) ?? new Set();
      let refused = 0;
      for (const route of app.routes) {
        if (endsSession(route)) continue;
        const allowed = route.access === 'public' || route.access === 'signed-in' || held.has(route.access);
        const verdict = await knock(route, token);
        if (verdict !== 'let in') refused += 1;
        expect([route.spec.method, route.spec.path, verdict]).toEqual([
          route.spec.method,
          route.spec.path,
          allowed ? 'let in' : 'told there is no such page',
        ]);
      }
      const expected = app.routes.filter((route) => route.access.includes('.') && !held.has(route.access)).length;
      expect(refused).toBe(expected);
    },
  );

  test('a false, an ended and a foreign token are nobody', async () => {
    const leaving = await app.as('agent');
    await leaving('DELETE', '/api/session');
    const route = app.routes.find((one) => one.spec.path === '/api/tickets' && one.spec.method === 'GET');
    if (!route) throw new Error('no list of tickets');
    for (const token of ['nonsense', 'a'.repeat(43), leaving.token])
      expect(await knock(route, token)).toBe('asked to sign in');
  });

  test('every permission that a route asks for is held by some role', () => {
    const asked = new Set(app.routes.map((route) => route.access).filter((access) => access.includes('.')));
    const held = new Set([...permissions.values()].flatMap((set) => [...set]));
    expect([...asked].filter((permission) => !held.has(permission))).toEqual([]);
  });
});
