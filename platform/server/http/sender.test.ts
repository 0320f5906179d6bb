import fastify from 'fastify';
import { describe, expect, test } from 'vitest';
import { isLoopback, senderOf, trustOneProxy } from './sender.ts';

describe('the sender of a request', () => {
  test.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '::ffff:203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8:1:2::9', '2001:db8:1:2'],
    ['2001:db8::9', '2001:db8:0:0'],
    ['::9', '0:0:0:0'],
  ])('%s is known by %s', (address, sender) => {
    expect(senderOf(address)).toBe(sender);
  });

  test('is not ourselves unless it is', () => {
    expect(['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1'].map(isLoopback)).toEqual([true, true, true, true]);
    expect(['10.0.0.1', '::2', '128.0.0.1', '::ffff:10.0.0.1'].map(isLoopback)).toEqual([false, false, false, false]);
  });

  test('is who our own proxy names, whatever the sender wrote before', async () => {
    const server = fastify({ trustProxy: trustOneProxy });
    server.get('/', (request) => Promise.resolve(request.ip));
    const ask = async (given: string) =>
      (await server.inject({ url: '/', headers: { 'x-forwarded-for': given } })).payload;
    expect(await ask('203.0.113.7')).toBe('203.0.113.7');
    expect(await ask('198.51.100.1, 203.0.113.7')).toBe('203.0.113.7');
    await server.close();
  });
});
