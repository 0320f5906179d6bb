import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { z } from 'zod';
import { invalidateTopics } from './query.ts';

const messageSchema = z.object({ topic: z.string(), ids: z.array(z.string()).default([]) });
export type LiveMessage = z.infer<typeof messageSchema>;
export type LiveState = { readonly status: 'idle' | 'connecting' | 'open' | 'lost'; readonly since: number };

type Handler = (message: LiveMessage) => void;

const firstDelayMs = 1_000;
const longestDelayMs = 30_000;

export const backOffMs = (attempt: number, chance: number): number => {
  const full = Math.min(firstDelayMs * 2 ** attempt, longestDelayMs);
  // Spread, so that a restarted server is not met by all pages in one instant.
  return Math.round(full / 2 + (full / 2) * chance);
};

export const parseMessage = (data: string): LiveMessage | undefined => {
  try {
    return messageSchema.safeParse(JSON.parse(data)).data;
  } catch {
    return undefined;
  }
};

/** One stream for the whole page; opened by the first listener, closed by the last. */
export class LiveStream {
  #source: EventSource | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #attempt = 0;
  #wasLost = false;
  #state: LiveState = { status: 'idle', since: 0 };
  readonly #handlers = new Set<Handler>();
  readonly #watchers = new Set<() => void>();
  readonly #returned = new Set<() => void>();
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  readonly state = (): LiveState => this.#state;

  readonly watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };

  /** After a gap nobody knows what was missed. */
  readonly onReturn = (listener: () => void): (() => void) => {
    this.#returned.add(listener);
    return () => this.#returned.delete(listener);
  };

  readonly listen = (handler: Handler): (() => void) => {
    this.#handlers.add(handler);
    if (!this.#source && !this.#timer) this.#open();
    return () => {
      this.#handlers.delete(handler);
      if (this.#handlers.size === 0) this.#close();
    };
  };

  readonly reconnect = (): void => {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#source?.close();
    if (this.#handlers.size > 0) this.#open();
  };

  #set(status: LiveState['status']): void {
    if (this.#state.status === status) return;
    this.#state = { status, since: Date.now() };
    this.#watchers.forEach((watcher) => watcher());
  }

  #open(): void {
    const source = new EventSource(this.#url);
    this.#source = source;
    if (!this.#wasLost) this.#set('connecting');
    source.onopen = () => {
      this.#attempt = 0;
      this.#set('open');
      if (this.#wasLost) this.#returned.forEach((listener) => listener());
      this.#wasLost = false;
    };
    source.onmessage = (event) => {
      const message = parseMessage(String(event.data));
      if (message) this.#handlers.forEach((handler) => handler(message));
    };
    source.onerror = () => {
      source.close();
      this.#source = undefined;
      this.#wasLost = true;
      this.#set('lost');
      this.#timer = setTimeout(this.reconnect, backOffMs(this.#attempt, Math.random()));
      this.#attempt += 1;
    };
  }

  #close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#source?.close();
    this.#source = undefined;
    this.#wasLost = false;
    this.#set('idle');
  }
}

const stream = new LiveStream('/api/live');

export const reconnectLive = (): void => stream.reconnect();

export const useLiveState = (): LiveState => useSyncExternalStore(stream.watch, stream.state, stream.state);

/** Calls the handler for every message of the topic while the component is mounted. `*` hears all. */
export const useLive = (topic: string, handler: Handler): void => {
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(
    () =>
      stream.listen((message) => {
        if (topic === '*' || message.topic === topic) latest.current(message);
      }),
    [topic],
  );
};

/** Mounted once by the shell: every message refetches the queries of its topic. */
export const useLiveInvalidation = (): void => {
  const client = useQueryClient();
  useLive('*', (message) => {
    void invalidateTopics(client, [message.topic]);
  });
  useEffect(() => stream.onReturn(() => void client.invalidateQueries()), [client]);
};
