import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { backOffMs, LiveStream, parseMessage } from './live.ts';

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

describe('the stream of a page', () => {
  class Source {
    static readonly all: Source[] = [];
    closed = false;
    onopen: () => void = () => undefined;
    onerror: () => void = () => undefined;
    onmessage: (event: { data: string }) => void = () => undefined;
    constructor() {
      Source.all.push(this);
    }
    close(): void {
      this.closed = true;
    }
  }
  const open = (): Source[] => Source.all.filter((one) => !one.closed);
  const latest = (): Source => {
    const source = Source.all.at(-1);
    if (!source) throw new Error('nothing was opened');
    return source;
  };

  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('EventSource', Source);
    Source.all.length = 0;
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('is one for all who listen, and closed by the last who leaves', () => {
    const stream = new LiveStream('/api/live');
    const [first, second] = [stream.listen(vi.fn()), stream.listen(vi.fn())];
    expect(open()).toHaveLength(1);
    first();
    expect(open()).toHaveLength(1);
    second();
    expect([open().length, stream.state().status]).toEqual([0, 'idle']);
  });

  it('tells each message to all, and nothing of what it cannot read', () => {
    const stream = new LiveStream('/api/live');
    const heard = vi.fn();
    stream.listen(heard);
    latest().onmessage({ data: '{"topic":"ticket","ids":["a"]}' });
    latest().onmessage({ data: 'rubbish' });
    expect(heard.mock.calls).toEqual([[{ topic: 'ticket', ids: ['a'] }]]);
  });

  it('comes back by itself after a gap, later each time, and says that something may have been missed', () => {
    const stream = new LiveStream('/api/live');
    const returned = vi.fn();
    stream.onReturn(returned);
    stream.listen(vi.fn());
    latest().onopen();
    expect(returned).not.toHaveBeenCalled();
    latest().onerror();
    expect([stream.state().status, open().length]).toEqual(['lost', 0]);
    vi.advanceTimersByTime(1_000);
    expect(open()).toHaveLength(1);
    latest().onerror();
    vi.advanceTimersByTime(999);
    expect(open()).toHaveLength(0);
    vi.advanceTimersByTime(1_001);
    latest().onopen();
    expect([stream.state().status, returned.mock.calls.length, open().length]).toEqual(['open', 1, 1]);
  });

  it('waits once, however many come to listen meanwhile, and not at all for who asks for it now', () => {
    const stream = new LiveStream('/api/live');
    stream.listen(vi.fn());
    latest().onerror();
    stream.listen(vi.fn());
    expect(open()).toHaveLength(0);
    stream.reconnect();
    expect(open()).toHaveLength(1);
    vi.advanceTimersByTime(60_000);
    expect(open()).toHaveLength(1);
  });

  it('does not come back for nobody', () => {
    const stream = new LiveStream('/api/live');
    const leave = stream.listen(vi.fn());
    latest().onerror();
    leave();
    vi.advanceTimersByTime(60_000);
    expect(open()).toHaveLength(0);
  });
});
