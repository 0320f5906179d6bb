import { describe, expect, it } from 'vitest';
import { backOffMs, parseMessage } from './live.ts';

describe('backOffMs', () => {
  it.each([
    [0, 0, 500],
    [0, 1, 1_000],
    [3, 1, 8_000],
    [20, 1, 30_000],
    [20, 0, 15_000],
  ])('attempt %i with chance %d waits %i', (attempt, chance, ms) => {
    expect(backOffMs(attempt, chance)).toBe(ms);
  });
});

describe('parseMessage', () => {
  it('reads topic and ids', () => {
    expect(parseMessage('{"topic":"ticket","ids":["a"]}')).toEqual({ topic: 'ticket', ids: ['a'] });
    expect(parseMessage('{"topic":"ticket"}')).toEqual({ topic: 'ticket', ids: [] });
  });

  it.each(['', 'ping', '{}', '{"topic":1}'])('ignores %j', (data) => {
    expect(parseMessage(data)).toBeUndefined();
  });
});
