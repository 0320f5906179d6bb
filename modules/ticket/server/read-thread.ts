import { z } from 'zod';
import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { eventsBefore } from '#platform/server/events/events.queries.ts';
import type { EventRow } from '#platform/server/events/event.ts';
import { Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { MessageEntry, ThreadEntry } from '../contract.ts';
import { attachmentsOfMessages } from './attachment.queries.ts';
import { readableEvents } from './fields/told-changes.ts';
import { attachmentView } from './keep-attachment.ts';
import { sourceIds } from './merge/merge.queries.ts';
import { messagesBefore, type MessageRow } from './message.queries.ts';
import { accessTicket } from './ticket.access.ts';

/** Where the next page begins in each of the two streams that make the thread. */
const cursorSchema = z.object({ at: z.iso.datetime().nullable(), id: z.uuid().nullable(), event: z.int().nullable() });
type Position = z.infer<typeof cursorSchema>;

const readPosition = (cursor: string | undefined): Position => {
  if (cursor === undefined) return { at: null, id: null, event: null };
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw new Problem('ticket.bad_cursor', 422);
  }
};

/** The message itself stands in the thread; its event would say it twice. */
const toldByMessage = ['ticket.message_added'];

export const messageEntries = async (tx: Tx, rows: readonly MessageRow[]): Promise<MessageEntry[]> => {
  const ticketIds = [...new Set(rows.map((row) => row.ticketId))];
  const files = Map.groupBy(
    await attachmentsOfMessages(
      tx,
      ticketIds,
      rows.map((row) => row.id),
    ),
    (file) => file.messageId,
  );
  return rows.map((row) => ({
    type: 'message',
    id: row.id,
    at: row.createdAt.toISOString(),
    direction: row.direction,
    authorKind: row.authorKind,
    authorId: row.authorId,
    authorName: row.authorName,
    channel: row.channel,
    body: row.body,
    attachments: (files.get(row.id) ?? []).map(attachmentView),
  }));
};

const eventEntry = (row: EventRow): ThreadEntry => ({
  type: 'event',
  id: row.id,
  at: row.at.toISOString(),
  name: row.name,
  actorKind: row.actorKind,
  actorName: row.actorName,
  data: row.data,
});

type Merged = { messages: MessageRow[]; events: EventRow[]; more: boolean };

/** The newest `limit` of both streams, each newest first; at the same instant the event stands after its message. */
const takeNewest = (messages: readonly MessageRow[], events: readonly EventRow[], limit: number): Merged => {
  let m = 0;
  let e = 0;
  while (m + e < limit) {
    const message = messages[m];
    const event = events[e];
    if (message === undefined && event === undefined) break;
    if (message === undefined || (event !== undefined && event.at >= message.createdAt)) e += 1;
    else m += 1;
  }
  return { messages: messages.slice(0, m), events: events.slice(0, e), more: m < messages.length || e < events.length };
};

const nextPosition = (before: Position, { messages, events }: Merged): string => {
  const message = messages.at(-1);
  const event = events.at(-1);
  const position: Position = {
    at: message ? message.createdAt.toISOString() : before.at,
    id: message ? message.id : before.id,
    event: event ? event.id : before.event,
  };
  return Buffer.from(JSON.stringify(position)).toString('base64url');
};

const order = (entry: ThreadEntry): string => `${entry.at}${entry.type === 'message' ? '0' : '1'}`;

/** Messages and events of a ticket: the newest page first, within a page the oldest first, as one reads. */
export const readThread = (
  app: App,
  actor: Actor,
  number: string,
  page: { cursor?: string | undefined; limit: number },
): Promise<{ items: ThreadEntry[]; nextCursor: string | null }> => {
  const before = readPosition(page.cursor);
  return app.db.read(actor.reach, async (tx) => {
    const ticket = await accessTicket(tx, actor, number, 'ticket.read');
    const earlier = before.at !== null && before.id !== null ? { at: before.at, id: before.id } : null;
    const ids = [ticket.id, ...(await sourceIds(tx, ticket.id))];
    const messages = await messagesBefore(tx, ids, earlier, page.limit + 1);
    const events = await eventsBefore(tx, ticket.id, before.event, toldByMessage, page.limit + 1);
    const merged = takeNewest(messages, events, page.limit);
    const entries = [
      ...(await messageEntries(tx, merged.messages)),
      ...(await readableEvents(tx, actor, merged.events)).map(eventEntry),
    ];
    const sorted = entries.sort((a, b) =>
      order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : a.type === 'event' && b.type === 'event' ? a.id - b.id : 0,
    );
    return { items: sorted, nextCursor: merged.more ? nextPosition(before, merged) : null };
  });
};
