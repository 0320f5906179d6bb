import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { startLlmFake, type LlmFake, type LlmPrank } from '../../../sim/llm-fake.ts';
import { fakeClock } from '#test/clock.ts';
import { retryAfterMs } from './ask-llm.ts';
import { askLlm, createBreaker, type LlmEndpoint, type LlmMeans } from './index.ts';

let fake: LlmFake;
beforeAll(async () => {
  fake = await startLlmFake();
});
afterAll(() => fake.stop());

const clock = fakeClock('2026-09-23T02:00:00Z');
let waits: number[] = [];
let spent = 0;
let left = 100;
let means: LlmMeans;
beforeEach(() => {
  waits = [];
  spent = 0;
  left = 100;
  fake.calls.length = 0;
  fake.usual = 'none';
  means = {
    breaker: createBreaker(clock, { failures: 5, pauseSeconds: 60 }),
    budget: {
      take: () => Promise.resolve(left > 0 && (left -= 1) >= 0),
      spend: (tokens) => {
        spent += tokens.input + tokens.output;
        return Promise.resolve();
      },
    },
    wait: (ms) => {
      waits.push(ms);
      return Promise.resolve();
    },
    random: () => 1,
  };
});

const schema = z.object({ ok: z.boolean(), word: z.string() });
const endpoint = (more: Partial<LlmEndpoint> = {}): LlmEndpoint => ({
  baseUrl: fake.baseUrl,
  model: 'sim-1',
  apiKey: 'sk-test',
  allowedHost: fake.host,
  // Long enough for a busy machine; only what never answers is waited for as long as that.
  timeoutMs: 2000,
  ...more,
});
const question = { name: 'ping', system: 'Answer.', user: 'ping', schema, maxTokens: 50 };
const ask = (more: Partial<LlmEndpoint> = {}) => askLlm(endpoint(more), question, means);

describe('a good provider', () => {
  test('is asked once, with the key, the model and the schema; tokens are counted', async () => {
    const end = await ask();
    expect(end).toMatchObject({ outcome: 'ok', attempts: 1, status: 200, value: { ok: true, word: 'pong' } });
    expect(end.tokens).toEqual({ input: 120, output: 30 });
    expect(spent).toBe(150);
    const [call] = fake.calls;
    expect(call?.authorization).toBe('Bearer sk-test');
    expect(call?.model).toBe('sim-1');
    expect(call?.response_format.json_schema?.name).toBe('ping');
    expect(call?.messages[0]?.content).toContain('"word"');
  });

  test('needs no key, and a slash at the end of the address changes nothing', async () => {
    expect((await ask({ apiKey: null, baseUrl: `${fake.baseUrl}/` })).outcome).toBe('ok');
    expect(fake.calls[0]?.authorization).toBe('');
  });

  test('that knows no schemas is asked again without one', async () => {
    fake.usual = 'no_schemas';
    expect(await ask()).toMatchObject({ outcome: 'ok', attempts: 2 });
    expect(fake.calls.map((call) => call.response_format.type)).toEqual(['json_schema', 'json_object']);
  });

  test('may think aloud and fence its JSON', async () => {
    fake.next('fenced');
    expect((await ask()).outcome).toBe('ok');
  });
});

describe('a provider in trouble', () => {
  test.each<[LlmPrank, number]>([
    ['busy', 1000],
    ['broken', 500],
    ['reset', 500],
    ['drip', 500],
    ['delay', 500],
    ['broken_json', 500],
    ['wrong_schema', 500],
  ])('%s once: waits and is asked again', async (prank, pause) => {
    fake.next(prank);
    expect(await ask(prank === 'delay' ? { timeoutMs: 1000 } : {})).toMatchObject({ outcome: 'ok', attempts: 2 });
    expect(waits).toEqual([pause]);
  });

  test.each<[LlmPrank, string, number]>([
    ['busy', 'rate_limited', 3],
    ['broken', 'server_error', 3],
    ['reset', 'unreachable', 3],
    ['drip', 'timeout', 3],
    ['broken_json', 'bad_json', 3],
    ['wrong_schema', 'wrong_schema', 3],
    ['busy_long', 'rate_limited', 1],
    ['refusal', 'refused', 1],
    ['huge', 'too_large', 1],
    ['cut_off', 'cut_off', 1],
    ['bad_key', 'unauthorised', 1],
    ['redirect', 'rejected', 1],
  ])('%s always: ends as %s after %i', async (prank, outcome, attempts) => {
    fake.usual = prank;
    expect(await ask(prank === 'drip' ? { timeoutMs: 300 } : {})).toMatchObject({ outcome, attempts, value: null });
  });

  test('pauses double', async () => {
    fake.usual = 'broken';
    await ask();
    expect(waits).toEqual([500, 1000]);
  });

  test('nothing is sent to the own network without permission', async () => {
    expect((await ask({ allowedHost: null })).outcome).toBe('blocked');
    expect((await ask({ baseUrl: 'not an address' })).outcome).toBe('bad_url');
    expect(fake.calls).toHaveLength(0);
  });
});

describe('limits', () => {
  test('every try is taken from the budget, and none is made without', async () => {
    left = 2;
    fake.usual = 'broken';
    expect(await ask()).toMatchObject({ outcome: 'server_error', attempts: 2 });
    expect(await ask()).toMatchObject({ outcome: 'budget', attempts: 0 });
    expect(fake.calls).toHaveLength(2);
  });

  test('after five failures in a row nobody is asked for a minute, then one to see', async () => {
    fake.usual = 'broken';
    await ask();
    await ask();
    expect(fake.calls).toHaveLength(5);
    expect(means.breaker.state).toBe('open');
    expect(await ask()).toMatchObject({ outcome: 'circuit_open', attempts: 0 });
    clock.advance({ minutes: 1 });
    expect((await ask()).attempts).toBe(1);
    expect(fake.calls).toHaveLength(6);
    clock.advance({ minutes: 1 });
    fake.usual = 'none';
    expect((await ask()).outcome).toBe('ok');
    expect(means.breaker.state).toBe('closed');
  });

  test('a model that refuses or slips does not open the circuit', async () => {
    fake.usual = 'refusal';
    for (let count = 0; count < 8; count += 1) await ask();
    expect(means.breaker.state).toBe('closed');
  });
});

describe('somebody who waits no longer', () => {
  test('ends the call under way at once, and it counts neither as a fault nor for another try', async () => {
    fake.usual = 'drip';
    const controller = new AbortController();
    const began = performance.now();
    const end = askLlm(endpoint({ timeoutMs: 20_000 }), question, { ...means, signal: controller.signal });
    setTimeout(() => controller.abort(), 50);
    expect(await end).toMatchObject({ outcome: 'cancelled', attempts: 1, value: null });
    expect(performance.now() - began).toBeLessThan(5000);
    expect(means.breaker.state).toBe('closed');
    expect(waits).toEqual([]);
  });

  test('asks nothing, and takes nothing from the budget', async () => {
    const before = left;
    const end = await askLlm(endpoint(), question, { ...means, signal: AbortSignal.abort() });
    expect(end).toMatchObject({ outcome: 'cancelled', attempts: 0 });
    expect([left, fake.calls]).toEqual([before, []]);
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2026-09-23T02:00:00Z');
  test.each([
    ['2', 2000],
    ['0', 0],
    ['-5', 0],
    ['Wed, 23 Sep 2026 02:00:10 GMT', 10_000],
    ['Wed, 23 Sep 2026 01:00:00 GMT', 0],
    ['soon', null],
    ['', null],
    [undefined, null],
  ])('%s is %s ms', (header, expected) => {
    expect(retryAfterMs(header, now)).toBe(expected);
  });
});
