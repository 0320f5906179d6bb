import { afterEach, describe, expect, expectTypeOf, it, vi } from 'vitest';
import { z } from 'zod';
import { defineRoute } from '#platform/contract/route.ts';
import { addressOf, ApiProblem, call, parseProblem, toProblem } from './api.ts';

const getTicket = defineRoute({
  method: 'GET',
  path: '/api/tickets/{number}',
  summary: 'One ticket',
  params: z.object({ number: z.string() }),
  query: z.object({ parts: z.array(z.string()).optional(), limit: z.coerce.number().default(50) }),
  reply: z.object({ number: z.string(), messages: z.int() }),
});

const postMessage = defineRoute({
  method: 'POST',
  path: '/api/tickets/{number}/messages',
  summary: 'Write',
  params: z.object({ number: z.string() }),
  body: z.object({ content: z.string() }),
  reply: z.undefined(),
  status: 204,
});

const answer = (body: string | null, init: ResponseInit): ReturnType<typeof vi.fn<typeof fetch>> => {
  const fake = vi.fn<typeof fetch>(() => Promise.resolve(new Response(body, init)));
  vi.stubGlobal('fetch', fake);
  return fake;
};

const problemOf = async (work: Promise<unknown>): Promise<ApiProblem> => {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ApiProblem)) throw new Error(`no problem but ${String(error)}`);
  return error;
};

afterEach(() => vi.unstubAllGlobals());

describe('addressOf', () => {
  it('fills braces, encodes, repeats arrays and leaves out what is absent', () => {
    const query = { parts: ['a b', 'c'], limit: undefined, empty: '' };
    expect(addressOf(getTicket, { params: { number: '3827/4165' }, query })).toBe(
      '/api/tickets/3827%2F4165?parts=a+b&parts=c',
    );
  });

  it('refuses a missing parameter', () => {
    expect(() => addressOf(getTicket, {})).toThrow(/number/);
  });
});

describe('call', () => {
  it('gives the parsed reply', async () => {
    const fake = answer('{"number":"3827-4165","messages":4,"more":true}', { status: 200 });
    const reply = await call(getTicket, { params: { number: '3827-4165' } });
    expectTypeOf(reply).toEqualTypeOf<{ number: string; messages: number }>();
    expect(reply).toEqual({ number: '3827-4165', messages: 4 });
    expect(fake).toHaveBeenCalledWith('/api/tickets/3827-4165', expect.objectContaining({ method: 'GET' }));
  });

  it('sends JSON and takes an empty answer', async () => {
    const fake = answer(null, { status: 204 });
    await call(
      postMessage,
      { params: { number: '1' }, body: { content: '您好' } },
      { headers: { 'idempotency-key': 'k' } },
    );
    const init = fake.mock.calls[0]?.[1];
    expect(init?.body).toBe('{"content":"您好"}');
    expect(init?.headers).toMatchObject({ 'content-type': 'application/json', 'idempotency-key': 'k' });
  });

  it('throws the problem of the server', async () => {
    const document = {
      type: 'about:blank',
      title: 'Conflict',
      status: 409,
      detail: '韩松刚改过',
      code: 'ticket.stale',
      data: { version: 7 },
      requestId: 'r-1',
      fields: [{ path: 'body.content', code: 'too_small', message: '太短' }],
    };
    answer(JSON.stringify(document), { status: 409, headers: { 'content-type': 'application/problem+json' } });
    const problem = await problemOf(call(getTicket, { params: { number: '1' } }));
    expect(problem).toMatchObject({ code: 'ticket.stale', status: 409, data: { version: 7 }, requestId: 'r-1' });
    expect(problem.fields).toHaveLength(1);
  });

  it('calls a network failure network', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
    expect(await problemOf(call(getTicket, { params: { number: '1' } }))).toMatchObject({ code: 'network', status: 0 });
  });

  it('leaves an abort an abort', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new DOMException('gone', 'AbortError')));
    await expect(call(getTicket, { params: { number: '1' } })).rejects.toHaveProperty('name', 'AbortError');
  });

  it('refuses a reply that is not what the contract says', async () => {
    answer('{"number":1}', { status: 200, headers: { 'x-request-id': 'r-2' } });
    expect(await problemOf(call(getTicket, { params: { number: '1' } }))).toMatchObject({
      code: 'reply.unreadable',
      requestId: 'r-2',
    });
  });
});

describe('parseProblem', () => {
  it.each(['<html>502</html>', '', '[]', '{"code":7}'])('makes the best of %j', (text) => {
    expect(parseProblem(502, text, 'r-3')).toMatchObject({ code: 'http.502', status: 502, requestId: 'r-3' });
  });

  it('wraps what is no problem', () => {
    expect(toProblem(new RangeError('x')).code).toBe('unexpected');
  });
});
