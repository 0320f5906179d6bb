import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { everything } from '#platform/server/database/index.ts';
import { fakeClock } from '#test/clock.ts';
import { startTestApp, type Answer, type TestApp } from '#test/app.ts';
import { createPerson } from './index.ts';

const clock = fakeClock('2026-03-02T01:00:00Z');
let test: TestApp;
const password = 'correct horse battery';

beforeAll(async () => {
  test = await startTestApp({ clock, role: 'web' });
});
afterAll(() => test.stop());

const problem = z.object({ code: z.string(), detail: z.string(), data: z.record(z.string(), z.unknown()).optional() });
const codeOf = (answer: Answer): string => problem.parse(answer.body).code;
const sessionBody = z.object({
  token: z.string(),
  person: z.object({ id: z.string(), presence: z.string(), locale: z.string() }),
  permissions: z.array(z.string()),
});

let people = 0;
const addPerson = async (): Promise<{ id: string; username: string }> => {
  people += 1;
  const username = `person${people}`;
  const person = {
    username,
    displayName: `人${people}`,
    roleKey: 'agent',
    departmentId: test.departments.east,
    password,
  };
  const { id } = await test.app.db.write(everything, (tx) => createPerson(tx, { ...person, at: clock.now() }));
  return { id, username };
};

const signIn = async (username: string, secret = password): Promise<Answer> =>
  test.anyone('POST', '/api/session', { username, password: secret });

const tokenOf = async (username: string): Promise<string> => sessionBody.parse((await signIn(username)).body).token;
const withToken = (token: string) => ({ authorization: `Bearer ${token}` });
const statusOf = async (token: string): Promise<number> =>
  (await test.anyone('GET', '/api/session', undefined, withToken(token))).status;

describe('signing in', () => {
  it('opens a session by name and password, whatever the case of the name', async () => {
    const { id, username } = await addPerson();
    const answer = await signIn(username.toUpperCase());
    expect(answer.status).toBe(200);
    const session = sessionBody.parse(answer.body);
    expect(session.person.id).toBe(id);
    expect(session.permissions).toContain('ticket.reply');
    const cookie = answer.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^huiyin_session=[\w-]+; Max-Age=1209600; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(await statusOf(session.token)).toBe(200);
  });

  it('knows the caller by cookie too, and refuses writes that come from another site', async () => {
    const { username } = await addPerson();
    const cookie = `huiyin_session=${await tokenOf(username)}`;
    expect((await test.anyone('GET', '/api/session', undefined, { cookie })).status).toBe(200);
    const change = { presence: 'busy' };
    const foreign = await test.anyone('PATCH', '/api/session', change, { cookie, 'sec-fetch-site': 'cross-site' });
    expect([foreign.status, codeOf(foreign)]).toEqual([403, 'request.cross_site']);
    const own = await test.anyone('PATCH', '/api/session', change, { cookie, 'sec-fetch-site': 'same-origin' });
    expect(own.status).toBe(200);
  });

  it('never falls back to the cookie when an Authorization header is there', async () => {
    const { username } = await addPerson();
    const cookie = `huiyin_session=${await tokenOf(username)}`;
    for (const authorization of ['Bearer wrong', 'Bearer hyt_wrong', 'Basic YTpi', '']) {
      const answer = await test.anyone('GET', '/api/session', undefined, { cookie, authorization });
      expect([answer.status, codeOf(answer)]).toEqual([401, 'session.required']);
    }
  });

  it('says the same of an unknown name, a wrong password and a person without one', async () => {
    const { username } = await addPerson();
    const mute = { username: 'mute', displayName: '无', roleKey: 'agent', password: null, at: clock.now() };
    await test.app.db.write(everything, (tx) => createPerson(tx, mute));
    for (const name of [username, 'nobody-at-all', 'mute']) {
      const answer = await signIn(name, 'wrong password');
      expect([answer.status, codeOf(answer)]).toEqual([401, 'staff.wrong_login']);
    }
  });

  it('puts the person on duty, and off duty with the last session', async () => {
    const { username } = await addPerson();
    const first = await tokenOf(username);
    const second = sessionBody.parse((await signIn(username)).body);
    expect(second.person.presence).toBe('on');
    expect((await test.anyone('DELETE', '/api/session', undefined, withToken(first))).status).toBe(204);
    const still = await test.anyone('GET', '/api/session', undefined, withToken(second.token));
    expect(z.object({ person: z.object({ presence: z.string() }) }).parse(still.body).person.presence).toBe('on');
    await test.anyone('DELETE', '/api/session', undefined, withToken(second.token));
    expect(await statusOf(second.token)).toBe(401);
    const again = sessionBody.parse((await signIn(username)).body);
    expect(again.person.presence).toBe('on');
  });
});

describe('guessing passwords', () => {
  it('makes five wrong tries wait, longer each time, up to a quarter of an hour, and a right one then does not pass', async () => {
    const { username } = await addPerson();
    for (let count = 0; count < 5; count += 1) expect((await signIn(username, 'wrong')).status).toBe(401);
    const waits: number[] = [];
    for (let round = 0; round < 7; round += 1) {
      const blocked = await signIn(username);
      expect([blocked.status, codeOf(blocked)]).toEqual([429, 'session.too_many_attempts']);
      const seconds = Number(blocked.headers.get('retry-after'));
      waits.push(seconds);
      clock.advance({ minutes: seconds / 60 });
      expect((await signIn(username, 'wrong')).status).toBe(401);
    }
    expect(waits).toEqual([30, 60, 120, 240, 480, 900, 900]);
    clock.advance({ minutes: 15 });
    expect((await signIn(username)).status).toBe(200);
    expect((await signIn(username, 'wrong')).status).toBe(401);
    expect((await signIn(username)).status).toBe(200);
  });

  it('does not let a burst of parallel guesses win by starting before the first was counted', async () => {
    const { username } = await addPerson();
    const guesses = Array.from({ length: 40 }, (_none, index) =>
      signIn(username, index === 39 ? password : `wrong ${index}`),
    );
    const statuses = (await Promise.all(guesses)).map((answer) => answer.status);
    expect(statuses.at(-1)).toBe(429);
  });

  it('counts unknown names as well, so that waiting does not tell whether a name exists', async () => {
    for (let count = 0; count < 5; count += 1) expect((await signIn('ghost', 'wrong')).status).toBe(401);
    expect((await signIn('ghost', 'wrong')).status).toBe(429);
  });

  it('lets several clients of one person sign in at the same time', async () => {
    const { username } = await addPerson();
    const answers = await Promise.all(Array.from({ length: 12 }, () => signIn(username)));
    expect(answers.map((answer) => answer.status)).toEqual(Array(12).fill(200));
  });
});

describe('the life of a session', () => {
  it('ends twelve hours after its last use', async () => {
    const { username } = await addPerson();
    const token = await tokenOf(username);
    clock.advance({ hours: 11 });
    expect(await statusOf(token)).toBe(200);
    clock.advance({ hours: 11 });
    expect(await statusOf(token)).toBe(200);
    clock.advance({ hours: 12, minutes: 1 });
    expect(await statusOf(token)).toBe(401);
  });

  it('ends fourteen days after it was opened, however much it is used', async () => {
    const { username } = await addPerson();
    const token = await tokenOf(username);
    let hours = 0;
    while ((await statusOf(token)) === 200) {
      clock.advance({ hours: 6 });
      hours += 6;
    }
    expect(hours).toBe(14 * 24);
  });

  it("changes the own language and presence, and nobody else's", async () => {
    const { username } = await addPerson();
    const token = await tokenOf(username);
    const changed = await test.anyone('PATCH', '/api/session', { locale: 'en', presence: 'busy' }, withToken(token));
    expect(changed.status).toBe(200);
    const person = z
      .object({ person: z.object({ locale: z.string(), presence: z.string() }) })
      .parse(changed.body).person;
    expect(person).toMatchObject({ locale: 'en', presence: 'busy' });
    const wrong = await test.anyone('PATCH', '/api/session', { locale: 'fr' }, withToken(token));
    expect(wrong.status).toBe(422);
  });
});

describe("one's own password", () => {
  it('is changed with the current one, and ends every other session', async () => {
    const { username } = await addPerson();
    const here = await tokenOf(username);
    const there = await tokenOf(username);
    const change = (current: string, next: string) =>
      test.anyone('POST', '/api/session/password', { current, next }, withToken(here));
    const wrong = await change('not it', 'a new long one');
    expect([wrong.status, codeOf(wrong)]).toEqual([422, 'staff.wrong_password']);
    const short = await change(password, 'short');
    expect(short.status).toBe(422);
    expect(short.text).toContain('密码至少 8 个字');
    expect((await change(password, 'a new long one')).status).toBe(204);
    expect([await statusOf(here), await statusOf(there)]).toEqual([200, 401]);
    expect((await signIn(username)).status).toBe(401);
    expect((await signIn(username, 'a new long one')).status).toBe(200);
  });
});

it('stores no token and no password, only hashes', async () => {
  const { username } = await addPerson();
  const token = await tokenOf(username);
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: test.databaseUrl });
  await client.connect();
  try {
    const dump = await client.query(
      'select (select json_agg(s) from session s)::text || (select json_agg(p) from person p)::text as text',
    );
    const text = z.object({ text: z.string() }).parse(dump.rows[0]).text;
    expect(text).not.toContain(token);
    expect(text).not.toContain(password);
    expect(text).toContain('argon2id$19456$2$');
  } finally {
    await client.end();
  }
});
