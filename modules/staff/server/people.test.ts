import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { everything } from '#platform/server/database/index.ts';
import { startTestApp, type Answer, type Caller, type TestApp } from '#test/app.ts';
import { listRoles } from '../contract.ts';
import { findPeople, personActor, registerLoadCounter } from './index.ts';

let test: TestApp;
let admin: Caller;
let agent: Caller;

beforeAll(async () => {
  test = await startTestApp({ role: 'web' });
  admin = await test.as('admin');
  agent = await test.as('agent');
});
afterAll(() => test.stop());

const problem = z.object({ code: z.string() });
const refusal = (answer: Answer): [number, string] => [answer.status, problem.parse(answer.body).code];
const personBody = z.object({
  id: z.string(),
  username: z.string(),
  roleKey: z.string(),
  email: z.string().nullable(),
  active: z.boolean(),
  load: z.number().nullable(),
  version: z.number(),
  abilities: z.object({ edit: z.boolean(), deactivate: z.boolean() }),
});
const listBody = z.object({
  items: z.array(personBody),
  nextCursor: z.string().nullable(),
  counts: z.record(z.string(), z.number()),
  abilities: z.object({ create: z.boolean() }),
});
const list = async (caller: Caller, query = ''): Promise<z.infer<typeof listBody>> =>
  listBody.parse((await caller('GET', `/api/people${query}`)).body);

let made = 0;
const add = async (more: object = {}): Promise<z.infer<typeof personBody> & { password: string }> => {
  made += 1;
  const password = `a long password ${made}`;
  const body = { username: `made${made}`, displayName: `新人${made}`, roleKey: 'agent', password, ...more };
  const answer = await admin('POST', '/api/people', body);
  expect(answer.status, answer.text).toBe(201);
  return { ...personBody.parse(answer.body), password };
};
const tokenOf = async (username: string, password: string): Promise<string | null> => {
  const answer = await test.anyone('POST', '/api/session', { username, password });
  return answer.status === 200 ? z.object({ token: z.string() }).parse(answer.body).token : null;
};
const opens = async (token: string): Promise<number> =>
  (await test.anyone('GET', '/api/session', undefined, { authorization: `Bearer ${token}` })).status;

describe('people', () => {
  it('are added by whoever manages people, and can sign in at once', async () => {
    const person = await add({ departmentId: test.departments.east, email: 'new@example.com' });
    expect(await tokenOf(person.username, person.password)).not.toBeNull();
    const again = {
      username: person.username.toUpperCase(),
      displayName: '重名',
      roleKey: 'agent',
      password: 'x'.repeat(9),
    };
    expect(refusal(await admin('POST', '/api/people', again))).toEqual([409, 'staff.username_taken']);
  });

  it('are read by those who read people, without the address, and changed by nobody else', async () => {
    const person = await add({ email: 'secret@example.com' });
    const seen = (await list(agent, `?query=${person.username}`)).items[0];
    expect(seen).toMatchObject({ id: person.id, email: null, abilities: { edit: false, deactivate: false } });
    const change = { displayName: '改', version: 1 };
    expect(refusal(await agent('PATCH', `/api/people/${person.id}`, change))).toEqual([404, 'not_found']);
    expect(refusal(await agent('POST', '/api/people', {}))).toEqual([404, 'not_found']);
    expect(refusal(await test.anyone('GET', '/api/people'))).toEqual([401, 'session.required']);
  });

  it('are found by part of a name, by department with all below, by role; page after page, each once', async () => {
    const below = await add({ departmentId: test.departments.eastTeam, displayName: '百分之百%_\\' });
    expect((await list(admin, `?query=${encodeURIComponent('%_\\')}`)).items.map((each) => each.id)).toEqual([
      below.id,
    ]);
    const east = await list(admin, `?department=${test.departments.east}`);
    expect(east.items.map((each) => each.id)).toContain(below.id);
    const west = await list(admin, `?department=${test.departments.west}`);
    expect(west.items).toEqual([]);
    expect((await list(admin, '?role=admin')).items.every((each) => each.roleKey === 'admin')).toBe(true);
    const all = await list(admin, '?limit=200');
    const paged: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: z.infer<typeof listBody> = await list(admin, `?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
      paged.push(...page.items.map((each) => each.id));
      cursor = page.nextCursor;
    }
    expect(paged).toEqual(all.items.map((each) => each.id));
    expect(all.counts['active']).toBe(all.items.filter((each) => each.active).length);
  });

  it('show the load that the owner of the work counts', async () => {
    const person = await add();
    registerLoadCounter(async (_tx, ids) => new Map(ids.filter((id) => id === person.id).map((id) => [id, 7])));
    const found = await list(admin, '?limit=200');
    expect(found.items.find((each) => each.id === person.id)?.load).toBe(7);
    expect(found.items.find((each) => each.id === admin.personId)?.load).toBe(0);
  });

  it('keep their version: of two changes of the same one, the second is told', async () => {
    const person = await add();
    const first = await admin('PATCH', `/api/people/${person.id}`, { displayName: '甲', version: 1 });
    expect(personBody.parse(first.body).version).toBe(2);
    const second = await admin('PATCH', `/api/people/${person.id}`, { displayName: '乙', version: 1 });
    expect(refusal(second)).toEqual([409, 'staff.person_changed']);
  });

  it.each([
    [{ roleKey: 'emperor' }, 'staff.role_unknown'],
    [{ departmentId: '00000000-0000-7000-8000-000000000000' }, 'staff.department_unknown'],
    [{ username: 'has space' }, 'input.invalid'],
    [{ username: '<script>' }, 'input.invalid'],
    [{ password: '1234567' }, 'input.invalid'],
    [{ email: 'nobody' }, 'input.invalid'],
  ])('are refused with %j', async (wrong, code) => {
    const body = { username: 'fine', displayName: '好', roleKey: 'agent', password: 'long enough', ...wrong };
    expect(refusal(await admin('POST', '/api/people', body))).toEqual([422, code]);
  });
});

describe('shutting somebody out', () => {
  it('ends his sessions and tokens at once, and lets him in again when reactivated', async () => {
    const person = await add({ roleKey: 'admin' });
    const session = (await tokenOf(person.username, person.password)) ?? '';
    const made = await test.anyone(
      'POST',
      '/api/tokens',
      { name: 'bot', scopes: ['staff.read'] },
      { authorization: `Bearer ${session}` },
    );
    const token = z.object({ token: z.string() }).parse(made.body).token;
    expect([await opens(session), await opens(token)]).toEqual([200, 200]);
    expect((await admin('POST', `/api/people/${person.id}/deactivate`)).status).toBe(200);
    expect([await opens(session), await opens(token)]).toEqual([401, 401]);
    expect(await tokenOf(person.username, person.password)).toBeNull();
    expect(await test.app.db.read(everything, (tx) => personActor(tx, person.id))).toBeNull();
    const active = await test.app.db.read(everything, (tx) => findPeople(tx, { active: true }));
    expect(active.some((each) => each.id === person.id)).toBe(false);
    expect((await admin('POST', `/api/people/${person.id}/reactivate`)).status).toBe(200);
    expect(await tokenOf(person.username, person.password)).not.toBeNull();
    expect([await opens(session), await opens(token)]).toEqual([401, 401]);
  });

  it('is not done to oneself, nor to the last who manages people', async () => {
    expect(refusal(await admin('POST', `/api/people/${admin.personId}/deactivate`))).toEqual([
      409,
      'staff.not_yourself',
    ]);
    const others = (await list(admin, '?role=admin&active=true')).items.filter((each) => each.id !== admin.personId);
    for (const other of others) await admin('POST', `/api/people/${other.id}/deactivate`);
    const me = (await list(admin, '?role=admin&active=true')).items[0];
    const demotion = await admin('PATCH', `/api/people/${admin.personId}`, { roleKey: 'agent', version: me?.version });
    expect(refusal(demotion)).toEqual([409, 'staff.last_manager']);
  });

  it('by a new password ends all sessions of the person', async () => {
    const person = await add();
    const session = (await tokenOf(person.username, person.password)) ?? '';
    const answer = await admin('POST', `/api/people/${person.id}/password`, { password: 'set by the admin' });
    expect(answer.status).toBe(204);
    expect(await opens(session)).toBe(401);
    expect(await tokenOf(person.username, 'set by the admin')).not.toBeNull();
  });
});

describe('API tokens', () => {
  const tokenBody = z.object({ id: z.string(), token: z.string(), scopes: z.array(z.string()) });
  const make = async (scopes: string[], more: object = {}): Promise<Answer> =>
    admin('POST', '/api/tokens', { name: 'CRM', scopes, ...more });

  it('do what their scopes say and nothing else, and are shown once', async () => {
    const answer = await make(['staff.read']);
    expect(answer.status).toBe(201);
    const { id, token } = tokenBody.parse(answer.body);
    expect(token).toMatch(/^hyt_[\w-]{43}$/);
    const headers = { authorization: `Bearer ${token}` };
    expect((await test.anyone('GET', '/api/people', undefined, headers)).status).toBe(200);
    expect(refusal(await test.anyone('POST', '/api/people', {}, headers))).toEqual([404, 'not_found']);
    expect(refusal(await test.anyone('GET', '/api/customers', undefined, headers))).toEqual([404, 'not_found']);
    const listed = await admin('GET', '/api/tokens');
    expect(listed.text).toContain(id);
    expect(listed.text).not.toContain(token);
    expect((await admin('DELETE', `/api/tokens/${id}`)).status).toBe(204);
    expect((await test.anyone('GET', '/api/people', undefined, headers)).status).toBe(401);
    expect(refusal(await admin('DELETE', `/api/tokens/${id}`))).toEqual([404, 'not_found']);
  });

  it('get no scope that their owner lacks, lose what he loses, and make no tokens', async () => {
    const owner = await add({ roleKey: 'agent', departmentId: test.departments.east });
    expect(refusal(await make(['staff.manage'], { personId: owner.id }))).toEqual([422, 'staff.token_scopes']);
    const answer = await make(['customer.reveal', 'customer.read', 'staff.read'], { personId: owner.id });
    const { token } = tokenBody.parse(answer.body);
    const headers = { authorization: `Bearer ${token}` };
    expect((await test.anyone('GET', '/api/customers', undefined, headers)).status).toBe(200);
    await admin('PATCH', `/api/people/${owner.id}`, { roleKey: 'handler', version: 1 });
    const session = await test.anyone('GET', '/api/session', undefined, headers);
    expect(z.object({ permissions: z.array(z.string()) }).parse(session.body).permissions).toEqual([
      'customer.read',
      'staff.read',
    ]);
    const maker = tokenBody.parse((await make(['token.manage'])).body);
    const child = await test.anyone(
      'POST',
      '/api/tokens',
      { name: 'child', scopes: ['token.manage'] },
      { authorization: `Bearer ${maker.token}` },
    );
    expect(refusal(child)).toEqual([403, 'staff.token_by_token']);
  });

  it('end at their time', async () => {
    expect(refusal(await make(['staff.read'], { expiresAt: '2020-01-01T00:00:00Z' }))).toEqual([
      422,
      'staff.token_expired',
    ]);
  });
});

it('every right that a role holds has words in both languages', async () => {
  const { items } = listRoles.reply.parse((await admin('GET', '/api/roles')).body);
  const held = new Set(items.flatMap((role) => role.permissions));
  const silent = [...held].flatMap((right) =>
    (['zh-CN', 'en'] as const)
      .filter((locale) => test.app.texts.find('staff', `permissions.${right}`, locale) === null)
      .map((locale) => `${locale} ${right}`),
  );
  expect(held.size).toBeGreaterThan(30);
  expect(silent).toEqual([]);
});

it('a token may have any right that its owner holds, also one of two words', async () => {
  const body = { name: '抽查', scopes: ['auto_answer.review'], expiresAt: null };
  const made = await admin('POST', '/api/tokens', body);
  expect(made.status, made.text).toBe(201);
});

describe('what roles may', () => {
  const rights = async () => {
    const { items } = listRoles.reply.parse((await admin('GET', '/api/roles')).body);
    return new Map(items.map((role) => [role.key, new Set(role.permissions)]));
  };

  it('an auditor sees and changes nothing', async () => {
    const held = [...((await rights()).get('auditor') ?? [])];
    expect(held.length).toBeGreaterThan(3);
    expect(held.filter((right) => !right.endsWith('.read'))).toEqual([]);
  });

  it('what concerns the whole company is the administrator’s alone', async () => {
    const roles = await rights();
    for (const right of [
      'instance.manage',
      'staff.manage',
      'token.manage',
      'job.manage',
      'approval.manage',
      'flow.manage',
      'retention.manage',
      'emergency.manage',
    ])
      expect([right, ...[...roles].filter(([, held]) => held.has(right)).map(([key]) => key)]).toEqual([
        right,
        'admin',
      ]);
  });

  it('each of the desk holds no more than the one above: handler, agent, supervisor', async () => {
    const roles = await rights();
    const [handler, agent, supervisor] = ['handler', 'agent', 'supervisor'].map((key) => roles.get(key) ?? new Set());
    expect([...(handler ?? [])].filter((right) => !agent?.has(right))).toEqual([]);
    expect([...(agent ?? [])].filter((right) => !supervisor?.has(right))).toEqual([]);
  });
});
