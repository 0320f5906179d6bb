import { describe, expect, it } from 'vitest';
import type { MessageEntry, ThreadEntry } from '../../contract.ts';
import { countThread, foldThread, latestIncoming } from './fold-thread.ts';

const message = (id: string, minute: number, direction: MessageEntry['direction']): ThreadEntry => ({
  type: 'message',
  id,
  at: `2026-09-23T10:${String(minute).padStart(2, '0')}:00.000Z`,
  direction,
  authorKind: direction === 'in' ? 'customer' : 'person',
  authorId: null,
  authorName: '王女士',
  channel: 'form',
  body: id,
  attachments: [],
});
const event = (id: number, minute: number, name = 'ticket.assigned'): ThreadEntry => ({
  type: 'event',
  id,
  at: `2026-09-23T10:${String(minute).padStart(2, '0')}:00.000Z`,
  name,
  actorKind: 'user',
  actorName: '林书雅',
  data: {},
});

const entries = [
  message('a', 1, 'in'),
  event(1, 1),
  event(2, 2),
  event(3, 3, 'sla.warned'),
  message('b', 5, 'out'),
  message('c', 6, 'note'),
  message('d', 7, 'in'),
];
const mark = { id: 'first_reply', at: '2026-09-23T10:05:00.000Z', tone: 'met' as const, text: '首次响应' };

const shape = (parts: ReturnType<typeof foldThread>): string[] =>
  parts.map((part) => (part.kind === 'events' ? `${part.kind} ${part.entries.length}` : `${part.kind} ${part.id}`));

describe('the thread', () => {
  it('folds runs of events and puts marks at their instant', () => {
    expect(shape(foldThread(entries, [mark], 'all'))).toEqual([
      'message a',
      'events 2',
      'message b',
      'mark mfirst_reply',
      'message c',
      'message d',
    ]);
  });

  it('says a warning by its event when no mark does', () => {
    expect(shape(foldThread(entries, [], 'all'))[1]).toBe('events 3');
  });

  it('filters, and shows events one by one when they are what is asked for', () => {
    expect(shape(foldThread(entries, [mark], 'talk'))).toEqual(['message a', 'message b', 'message d']);
    expect(shape(foldThread(entries, [mark], 'notes'))).toEqual(['message c']);
    expect(shape(foldThread(entries, [mark], 'events'))).toEqual(['events 1', 'events 1', 'events 1']);
  });

  it('counts what the filters would show', () => {
    expect(countThread(entries)).toEqual({ all: 7, talk: 3, notes: 1, events: 3 });
  });

  it('leaves out a mark older than what is loaded', () => {
    expect(shape(foldThread(entries.slice(4), [{ ...mark, at: '2026-09-23T09:00:00.000Z' }], 'all'))[0]).toBe(
      'message b',
    );
  });

  it('knows the newest word of the customer', () => {
    expect(latestIncoming(entries)?.id).toBe('d');
    expect(latestIncoming(entries.slice(1, 4))).toBeUndefined();
  });
});
