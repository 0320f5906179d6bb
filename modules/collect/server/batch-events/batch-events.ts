import { accessTicket, dropLinks, readSayings, ticketsByIds, type TicketRow } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { everything, type Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { notFound, Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { BatchChild, BatchEvent } from '../../contract/batch-events.ts';
import { accessBatch, batchViews, demandOpenBatch } from './batch.access.ts';
import { batchNews } from './batch.events.ts';
import {
  childrenBefore,
  eventById,
  eventOfTicket,
  eventsBefore,
  eventsOfTickets,
  lockBatches,
  openEventCount,
  removeChild,
  type EventPosition,
} from './batch.queries.ts';
import { joinBatch, openBatch } from './open-batch.ts';

type Page<Item> = { items: Item[]; nextCursor: string | null };

const positionOf = (cursor: string | undefined): EventPosition | null => {
  const [at, id] = cursor?.split('|') ?? [];
  return at !== undefined && id !== undefined && !Number.isNaN(Date.parse(at)) ? { at, id } : null;
};
const cursorOf = (at: Date, id: string): string => `${at.toISOString()}|${id}`;

export const oneView = async (tx: Tx, actor: Actor, id: string): Promise<BatchEvent> => {
  const event = await eventById(tx, id);
  const [view] = event ? await batchViews(tx, actor, [event]) : [];
  if (!view) throw notFound('batch');
  return view;
};

type ListQuery = {
  state?: 'open' | 'closed' | undefined;
  ticket?: string | undefined;
  cursor?: string | undefined;
  limit: number;
};

/** A page may be shorter than asked for: what is out of reach is left out after it was read. */
export const listBatches = (app: App, actor: Actor, query: ListQuery): Promise<Page<BatchEvent>> =>
  app.db.read(actor.reach, async (tx) => {
    if (query.ticket !== undefined) {
      const ticket = await accessTicket(tx, actor, query.ticket, 'ticket.read');
      const event = await eventOfTicket(tx, ticket.id);
      return { items: event ? await batchViews(tx, actor, [event]) : [], nextCursor: null };
    }
    const rows = await eventsBefore(tx, query.state, positionOf(query.cursor), query.limit + 1);
    const page = rows.slice(0, query.limit);
    const last = page.at(-1);
    return {
      items: await batchViews(tx, actor, page),
      nextCursor: rows.length > query.limit && last ? cursorOf(last.openedAt, last.id) : null,
    };
  });

export const countBatches = (app: App, actor: Actor) =>
  app.db.read(actor.reach, async (tx) => {
    const open = await openEventCount(tx);
    const seen = new Set(
      (
        await ticketsByIds(
          tx,
          open.map((one) => one.ticketId),
        )
      ).map((ticket) => ticket.id),
    );
    const mine = open.filter((one) => seen.has(one.ticketId));
    const newest = mine[0] ? await eventById(tx, mine[0].id) : null;
    return {
      count: mine.length,
      newest: newest && { id: newest.id, label: newest.label, children: newest.children },
    };
  });

export const readBatch = (app: App, actor: Actor, id: string): Promise<BatchEvent> =>
  app.db.read(actor.reach, (tx) => oneView(tx, actor, id));

/** Tickets of these numbers that the actor may sort; the others with the reason why not. */
const sortable = async (tx: Tx, actor: Actor, numbers: readonly string[]) => {
  const tickets: TicketRow[] = [];
  const refused: { number: string; ok: boolean; code: string | null }[] = [];
  for (const number of new Set(numbers)) {
    try {
      tickets.push(await accessTicket(tx, actor, number, 'ticket.classify'));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      refused.push({ number, ok: false, code: error.code });
    }
  }
  return { tickets, refused };
};

export const openBatchByHand = async (
  app: App,
  actor: Actor,
  label: string,
  numbers: readonly string[],
): Promise<BatchEvent> => {
  const { tickets } = await app.db.read(actor.reach, (tx) => sortable(tx, actor, numbers));
  if (tickets.length === 0) throw notFound('ticket');
  return app.db.write(everything, async (tx) => {
    await lockBatches(tx);
    const placed = await eventsOfTickets(
      tx,
      tickets.map((ticket) => ticket.id),
    );
    const free = tickets.filter((ticket) => placed.get(ticket.id)?.removed !== false);
    if (free.length === 0) throw new Problem('collect.batch_taken', 409);
    const sayings = await readSayings(
      tx,
      free.slice(0, 5).map((ticket) => ticket.id),
    );
    const event = await openBatch(tx, app, actor, {
      label,
      words: [],
      places: [],
      examples: sayings,
      childIds: free.map((ticket) => ticket.id),
      cause: { found: 0, windowMinutes: 0, usual: 0 },
    });
    // The rules may have sent the parent beyond the opener's reach: he is told of it, and may do nothing more to it.
    const [own] = await batchViews(tx, actor, [event]);
    if (own) return own;
    const [view] = await batchViews(tx, { ...actor, reach: everything }, [event]);
    if (!view) throw notFound('batch');
    return { ...view, abilities: { change: false, notify: false, close: false } };
  });
};

export const listChildren = (
  app: App,
  actor: Actor,
  id: string,
  query: { cursor?: string | undefined; limit: number },
): Promise<Page<BatchChild>> =>
  app.db.read(actor.reach, async (tx) => {
    await accessBatch(tx, actor, id, 'ticket.read');
    const rows = await childrenBefore(tx, id, positionOf(query.cursor), query.limit + 1);
    const page = rows.slice(0, query.limit);
    const tickets = new Map(
      (
        await ticketsByIds(
          tx,
          page.map((row) => row.ticketId),
        )
      ).map((row) => [row.id, row]),
    );
    const last = page.at(-1);
    return {
      items: page.flatMap((row) => {
        const ticket = tickets.get(row.ticketId);
        if (!ticket) return [];
        const { number, subject, state, customerName } = ticket;
        return [{ number, subject, state, customerName, addedAt: row.addedAt.toISOString(), byMachine: row.byMachine }];
      }),
      nextCursor: rows.length > query.limit && last ? cursorOf(last.addedAt, last.ticketId) : null,
    };
  });

export const addToBatch = async (app: App, actor: Actor, id: string, numbers: readonly string[]) => {
  const { event, tickets, refused } = await app.db.read(actor.reach, async (tx) => {
    const accessed = await accessBatch(tx, actor, id, 'ticket.classify');
    demandOpenBatch(accessed);
    return { event: accessed.event, ...(await sortable(tx, actor, numbers)) };
  });
  const added = await app.db.write(everything, async (tx) => {
    await lockBatches(tx);
    return new Set(
      await joinBatch(
        tx,
        app,
        actor,
        event,
        tickets.map((ticket) => ticket.id),
      ),
    );
  });
  const results = [
    ...tickets.map((ticket) => {
      const ok = added.has(ticket.id);
      return { number: ticket.number, ok, code: ok ? null : 'collect.batch_taken' };
    }),
    ...refused,
  ];
  return { done: added.size, results };
};

export const removeFromBatch = (app: App, actor: Actor, id: string, number: string): Promise<BatchEvent> =>
  app.db.write(actor.reach, async (tx) => {
    const { event } = await accessBatch(tx, actor, id, 'ticket.classify');
    const ticket = await accessTicket(tx, actor, number, 'ticket.read');
    const at = app.clock.now();
    if (!(await removeChild(tx, event.id, ticket.id, actor.id, at))) throw notFound('ticket');
    await dropLinks(tx, app, actor, ticket.id, event.ticketId);
    await emit(tx, [batchNews('batch.changed', event.id, actor, at)]);
    return oneView(tx, actor, id);
  });
