import fastify from 'fastify';
import { describe, expect, test } from 'vitest';
import { Problem } from './problem.ts';
import { createRateLimit } from './rate-limit.ts';

/** Calls the limit as if requests came from an address; returns how many were let through. */
const callFrom = async (address: string, calls: readonly number[], perMinute: number): Promise<number> => {
  const limit = createRateLimit();
  const server = fastify({ trustProxy: true });
  let passed = 0;
  server.get('/', (request) => {
    const now = Number(request.headers['x-now']);
    limit(request, '/', perMinute, now);
    passed += 1;
    return Promise.resolve('ok');
  });
  for (const now of calls) {
    await server.inject({ url: '/', headers: { 'x-forwarded-for': address, 'x-now': String(now) } });
  }
  await server.close();
  return passed;
};

const same = (count: number, at = 0): number[] => Array.from({ length: count }, () => at);

describe('rate limit', () => {
  test('lets so many a minute through and no more', async () => {
    expect(await callFrom('203.0.113.7', same(10), 4)).toBe(4);
  });

  test('begins anew after a minute', async () => {
    expect(await callFrom('203.0.113.7', [...same(6), ...same(6, 60_000)], 4)).toBe(8);
  });

  test('does not count ourselves', async () => {
    expect(await callFrom('127.0.0.1', same(50), 4)).toBe(50);
    expect(await callFrom('::1', same(50), 4)).toBe(50);
  });

  test('counts all addresses of one customer of a provider together', async () => {
    const limit = createRateLimit();
    const server = fastify({ trustProxy: true });
    server.get('/', (request) => Promise.resolve(limit(request, '/', 3, 0)));
    const statuses = [];
    for (const address of [
      '2001:db8:1:2::1',
      '2001:db8:1:2::2',
      '2001:db8:1:2:ffff::3',
      '2001:db8:1:2::4',
      '2001:db8:1:3::1',
    ])
      statuses.push((await server.inject({ url: '/', headers: { 'x-forwarded-for': address } })).statusCode);
    await server.close();
    expect(statuses.map((status) => status < 300)).toEqual([true, true, true, false, true]);
  });

  test('says when to come back', async () => {
    const limit = createRateLimit();
    const server = fastify({ trustProxy: true });
    const caught: unknown[] = [];
    server.get('/', (request) => {
      try {
        limit(request, '/', 1, 15_000);
      } catch (error) {
        caught.push(error);
      }
      return Promise.resolve('ok');
    });
    for (let n = 0; n < 2; n += 1) await server.inject({ url: '/', headers: { 'x-forwarded-for': '203.0.113.9' } });
    await server.close();
    expect(caught).toHaveLength(1);
    expect(caught[0]).toBeInstanceOf(Problem);
    expect(caught[0]).toMatchObject({ status: 429, data: { retryAfterSeconds: 60 } });
  });
});
