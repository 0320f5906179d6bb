import { describe, expect, it } from 'vitest';
import { ApiProblem } from './api.ts';
import { invalidateTopics, makeQueryClient, routeKey, topicOf } from './query.ts';

describe('what is refetched', () => {
  it.each([
    ['/api/tickets/{number}', 'tickets'],
    ['/api/session', 'session'],
    ['/healthz', ''],
  ])('%s is about %j', (path, topic) => {
    expect(topicOf(path)).toBe(topic);
    expect(routeKey({ method: 'GET', path })[0]).toBe(topic);
  });

  it('is what a topic names: by its path, as one or as many, or because it says so', async () => {
    const client = makeQueryClient();
    const put = (path: string, topics: readonly string[] = []): readonly unknown[] => {
      const queryKey = routeKey({ method: 'GET', path });
      client.getQueryCache().build(client, { queryKey, meta: { topics } }).setData({});
      return queryKey;
    };
    const keys = [
      put('/api/tickets'),
      put('/api/ticket'),
      put('/api/board', ['ticket']),
      put('/api/ticketing'),
      put('/api/people'),
    ];
    await invalidateTopics(client, ['ticket']);
    expect(keys.map((queryKey) => client.getQueryState(queryKey)?.isInvalidated)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });
});

describe('what is tried again', () => {
  const retry = makeQueryClient().getDefaultOptions().queries?.retry;
  it.each([
    [0, 0, true],
    [503, 1, true],
    [503, 2, false],
    [500, 0, false],
    [404, 0, false],
    [422, 0, false],
  ])('an answer %i after %i failures: %s', (status, failures, again) => {
    if (typeof retry !== 'function') throw new Error('a rule is expected');
    expect(retry(failures, new ApiProblem({ code: 'x', status }))).toBe(again);
  });
});
