import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { problemSchema } from '#platform/contract/problem.ts';
import { fakeClock } from '#test/clock.ts';
import { eventually } from '#test/eventually.ts';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { guardAttempt, type AttemptKey } from '../session/attempts.ts';
import { toProblem } from './problem-reply.ts';
import { requestTimeoutMs } from './server.ts';
import { mayBeFramed } from './web-files.ts';

let app: TestApp;
let admin: Caller;

beforeAll(async () => {
  app = await startTestApp();
  admin = await app.as('admin');
});

afterAll(() => app.stop());

const problemOf = (body: unknown) => problemSchema.parse(body);

describe('refusals', () => {
  test('are problem documents with a code, a request id and a sentence in the caller’s language', async () => {
    const chinese = await app.anyone('GET', '/api/tickets', undefined, { 'accept-language': 'zh-CN,zh;q=0.9' });
    const english = await app.anyone('GET', '/api/tickets', undefined, { 'accept-language': 'en-GB,en;q=0.9' });
    expect(chinese.headers.get('content-type')).toContain('application/problem+json');
    expect(problemOf(chinese.body)).toMatchObject({ code: 'session.required', status: 401 });
    expect(problemOf(english.body).code).toBe('session.required');
    expect(problemOf(english.body).detail).not.toBe(problemOf(chinese.body).detail);
    expect(chinese.headers.get('x-request-id')).toBe(problemOf(chinese.body).requestId);
  });

  test('a language nobody speaks here is answered in the source language', async () => {
    const answer = await app.anyone('GET', '/api/tickets', undefined, { 'accept-language': 'fr' });
    const chinese = await app.anyone('GET', '/api/tickets');
    expect(problemOf(answer.body).detail).toBe(problemOf(chinese.body).detail);
  });

  test('an unknown path is a problem too, and says nothing about the inside', async () => {
    const answer = await app.anyone('GET', '/api/nothing/here');
    expect(answer.status).toBe(404);
    expect(problemOf(answer.body).code).toBe('not_found');
    expect(answer.text).not.toMatch(/node_modules|at .*\.ts/);
  });

  test('every wrong input is named at once, with its place', async () => {
    const answer = await admin('POST', '/api/people', { username: '', displayName: '', roleKey: 7 });
    expect(answer.status).toBe(422);
    const fields = problemOf(answer.body).fields ?? [];
    expect(fields.map((field) => field.path)).toEqual(expect.arrayContaining(['username', 'displayName', 'roleKey']));
    for (const field of fields) expect(field.message).not.toBe('');
  });

  test.each([
    ['text/plain', 'hello', 415],
    ['application/json', '{"a":', 400],
    ['application/json', '', 400],
  ])('a body of %s that cannot be read is refused with a word on how (%#)', async (type, body, status) => {
    const reply = await fetch(`${app.url}/api/session`, { method: 'POST', headers: { 'content-type': type }, body });
    expect(reply.status).toBe(status);
    expect(problemOf(await reply.json()).detail).not.toBe('');
  });
});

describe('defences', () => {
  const signIn = async (): Promise<string> => {
    const person = await app.as('agent');
    return person.token ?? '';
  };

  test.each([
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: 'null' }, 403],
  ])('a cookie does not work from another site (%j)', async (headers, status) => {
    const cookie = `huiyin_session=${await signIn()}`;
    const reply = await fetch(`${app.url}/api/session`, {
      method: 'PATCH',
      headers: { ...headers, cookie, 'content-type': 'application/json' },
      body: '{}',
    });
    expect(reply.status).toBe(status);
    expect(problemOf(await reply.json()).code).toBe('request.cross_site');
  });

  test('the same request from our own page is let through', async () => {
    const cookie = `huiyin_session=${await signIn()}`;
    const reply = await fetch(`${app.url}/api/session`, {
      method: 'PATCH',
      headers: { 'sec-fetch-site': 'same-origin', cookie, 'content-type': 'application/json' },
      body: '{"locale":"en"}',
    });
    expect(reply.status).toBe(200);
  });

  test('answers forbid sniffing and foreign openers', async () => {
    const { headers } = await app.anyone('GET', '/healthz');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
  });
});

describe('what a browser may do with an answer', () => {
  test('data is neither kept nor shown as a page of somebody', async () => {
    for (const answer of [await admin('GET', '/api/people'), await app.anyone('GET', '/api/nothing')]) {
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    }
    const page = await app.anyone('GET', '/api/docs');
    expect(page.headers.get('content-security-policy')).toContain("style-src 'unsafe-inline'");
  });

  test.each([
    ['/f', true],
    ['/f/repair', true],
    ['/f?lang=en', true],
    ['/flows', false],
    ['/t/abc', false],
    ['/', false],
  ])('%s may stand in a frame of another site: %s', (url, framed) => {
    expect(mayBeFramed(url)).toBe(framed);
  });
});

describe('guessing', () => {
  const wrong = () => Promise.resolve(null);
  const right = () => Promise.resolve('in');
  const stand = () => {
    const clock = fakeClock('2026-09-22T06:30:00Z');
    const key: AttemptKey = { purpose: 'probe', about: [randomUUID()], limit: { free: 3, maxDelaySeconds: 90 } };
    const attempt = (run: () => Promise<string | null>) => guardAttempt({ ...app.app, clock }, [key], run);
    return { clock, attempt };
  };
  const waits = (seconds: number) => ({ status: 429, data: { retryAfterSeconds: seconds } });

  test('costs nothing at first, then a wait that doubles up to its end', async () => {
    const { clock, attempt } = stand();
    for (let n = 0; n < 3; n += 1) expect(await attempt(wrong)).toBeNull();
    for (const seconds of [30, 60, 90, 90]) {
      await expect(attempt(right)).rejects.toMatchObject(waits(seconds));
      clock.advance({ minutes: seconds / 60 });
      expect(await attempt(wrong)).toBeNull();
    }
  });

  test('is forgiven by a right answer, and by an hour of quiet', async () => {
    const { clock, attempt } = stand();
    const wrongTwice = async () => [await attempt(wrong), await attempt(wrong)];
    expect(await wrongTwice()).toEqual([null, null]);
    expect(await attempt(right)).toBe('in');
    expect(await wrongTwice()).toEqual([null, null]);
    clock.advance({ minutes: 61 });
    expect(await wrongTwice()).toEqual([null, null]);
    expect(await attempt(right)).toBe('in');
  });

  test('many at once wins nothing: who was right while the others were counted waits as well', async () => {
    const { attempt } = stand();
    const late = Promise.withResolvers<string>();
    const lucky = attempt(() => late.promise);
    await Promise.allSettled(Array.from({ length: 6 }, () => attempt(wrong)));
    late.resolve('in');
    await expect(lucky).rejects.toMatchObject({ status: 429 });
  });
});

describe('live updates', () => {
  test('end for whoever was changed, so that he comes back as who he is now, and for nobody else', async () => {
    const watch = async (caller: Caller) => {
      const leave = new AbortController();
      const reply = await fetch(`${app.url}/api/live`, {
        headers: { authorization: `Bearer ${caller.token}` },
        signal: leave.signal,
      });
      const state = { ended: false, leave: () => leave.abort() };
      void reply
        .text()
        .catch(() => '')
        .then(() => (state.ended = true));
      return state;
    };
    const person = await app.as('agent');
    const [changed, other] = [await watch(person), await watch(admin)];
    expect((await admin('POST', `/api/people/${person.personId}/deactivate`, {})).status).toBeLessThan(300);
    await eventually(() => expect(changed.ended).toBe(true));
    expect(other.ended).toBe(false);
    other.leave();
  });
});

describe('limits', () => {
  test('a large file has the time that a slow line takes', () => {
    expect(requestTimeoutMs(1_048_576)).toBe(120_000);
    expect(requestTimeoutMs(25 * 1_048_576)).toBe(400_000);
  });

  test.each([
    ['40P01', 'system.busy', 503],
    ['40001', 'system.busy', 503],
    ['57014', 'system.time_limit', 503],
    ['57P01', 'system.database_away', 503],
    ['53100', 'system.no_space', 507],
    ['22P05', 'input.characters', 422],
    ['42P01', 'system.unexpected', 500],
  ])('a fault %s of the database is told as %s', (code, told, status) => {
    const problem = toProblem(app.app, Object.assign(new Error('inside'), { code }), 'en');
    expect(problem).toMatchObject({ code: told, status });
    expect(app.app.texts.error(told, 'en', problem.data)).not.toContain(told);
  });
});

describe('the process about itself', () => {
  test('is healthy, ready and measured', async () => {
    expect((await app.anyone('GET', '/healthz')).body).toEqual({ status: 'ok' });
    expect((await app.anyone('GET', '/readyz')).body).toMatchObject({ status: 'ok' });
    const metrics = await app.anyone('GET', '/metrics');
    expect(metrics.text).toContain('huiyin_http_request_seconds_bucket');
    expect(metrics.text).toContain('huiyin_event_dispatch_lag_seconds');
  });

  test('describes every route it serves as OpenAPI 3.1, and as a page that loads nothing', async () => {
    const document = z
      .object({ openapi: z.string(), paths: z.record(z.string(), z.record(z.string(), z.unknown())) })
      .parse((await app.anyone('GET', '/api/openapi.json')).body);
    expect(document.openapi).toBe('3.1.0');
    for (const { spec } of app.routes) expect(document.paths[spec.path]).toHaveProperty(spec.method.toLowerCase());
    const page = await app.anyone('GET', '/api/docs');
    expect(page.headers.get('content-type')).toContain('text/html');
    // Where the `type` of every problem document leads.
    for (const code of ['input.invalid', 'session.required', 'not_found', 'ticket.changed', 'collect.phone'])
      expect(page.text).toContain(`id="${code}"`);
    expect(page.text).not.toMatch(/<script|(?:src|href)="(?!\/)|url\(/);
  });

  test('no route stands twice', () => {
    const keys = app.routes.map(({ spec }) => `${spec.method} ${spec.path}`);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
