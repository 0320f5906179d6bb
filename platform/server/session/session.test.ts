import cookie from '@fastify/cookie';
import fastify from 'fastify';
import { describe, expect, test } from 'vitest';
import { credentialOf, sessionCookie } from './session.ts';

describe('what a caller shows to be known by', () => {
  const shown = async (headers: Record<string, string>): Promise<unknown> => {
    const server = fastify();
    await server.register(cookie);
    server.get('/', (request) => Promise.resolve({ shown: credentialOf(request) }));
    const reply = await server.inject({ url: '/', headers });
    await server.close();
    return JSON.parse(reply.payload);
  };
  const own = `${sessionCookie}=abc`;

  test.each([
    [{}, null],
    [{ cookie: own }, { token: 'abc', from: 'cookie' }],
    [{ cookie: `${sessionCookie}=` }, null],
    [{ cookie: `${sessionCookie}=${'x'.repeat(201)}` }, null],
    [{ authorization: 'Bearer t1' }, { token: 't1', from: 'bearer' }],
    [{ authorization: 'bearer  t1' }, { token: 't1', from: 'bearer' }],
    [
      { authorization: 'Bearer t1', cookie: own },
      { token: 't1', from: 'bearer' },
    ],
    // A page of another site can make a browser send the cookie, and a header that nobody checks would switch off the check.
    [{ authorization: 'Basic eDp5', cookie: own }, null],
    [{ authorization: `Bearer ${'x'.repeat(201)}`, cookie: own }, null],
  ])('%j: %j', async (headers, credential) => {
    expect(await shown(headers)).toEqual({ shown: credential });
  });
});
