import { expect, test } from 'vitest';
import type { EventRow } from '#platform/server/events/event.ts';
import { chooseNotices } from './choose-notices.ts';

let id = 0;
const event = (name: string, data: Record<string, unknown> = {}, xid = '7', subjectId = 'a'): EventRow => {
  id += 1;
  return { id, xid, name, subjectId, actorKind: 'user', actorId: null, actorName: '', at: new Date(0), data };
};
const keys = (...events: EventRow[]): string[] => chooseNotices(events).map((one) => one.key);
const out = { direction: 'out' };

test('one breath is one message', () => {
  expect(keys(event('ticket.accepted'), event('ticket.message_added', out))).toEqual(['replied']);
  expect(keys(event('ticket.message_added', out), event('ticket.answered'))).toEqual(['answered']);
  expect(keys(event('ticket.message_added', out), event('ticket.declined'))).toEqual(['declined']);
});

test('different cases and different transactions are different breaths', () => {
  const reply = event('ticket.message_added', out, '7', 'a');
  expect(keys(reply, event('ticket.answered', {}, '7', 'b'))).toEqual(['replied', 'answered']);
  expect(keys(reply, event('ticket.answered', {}, '8', 'a'))).toEqual(['replied', 'answered']);
});

test('a reply sent while closing still reaches the customer', () => {
  expect(keys(event('ticket.message_added', out), event('ticket.closed'))).toEqual(['replied', 'closed']);
});

test('notes, the customer himself, spam and files of old feedback tell nobody', () => {
  expect(
    keys(event('ticket.message_added', { direction: 'note' }), event('ticket.message_added', { direction: 'in' })),
  ).toEqual([]);
  expect(
    keys(
      event('ticket.opened', { spam: true, channel: 'form' }, '1'),
      event('ticket.opened', { channel: 'import' }, '2'),
    ),
  ).toEqual([]);
  expect(keys(event('ticket.opened', { spam: false, channel: 'form' }))).toEqual(['received']);
});
