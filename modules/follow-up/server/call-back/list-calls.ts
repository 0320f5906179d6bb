import { z } from 'zod';
import { accessTicket, canDoToTicket } from '#modules/ticket/server/index.ts';
import type { QueryOf, ReplyOf } from '#platform/contract/route.ts';
import type { App } from '#platform/server/app.ts';
import { Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { CallBackFigures, callBacksOfTicket, CallBackView, listCallBacks } from '../../contract/call-back.ts';
import { accessCall, callPermission } from './call-back.access.ts';
import { callFigures, callsOfTicket, endedCalls, waitingCalls, type QueuePlace } from './call-back.queries.ts';
import { viewCall, viewCalls } from './view-calls.ts';

const place = z.object({ at: z.iso.datetime(), id: z.uuid() });

const placeOf = (cursor: string | undefined): QueuePlace | null => {
  if (cursor === undefined) return null;
  try {
    const { at, id } = place.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    return { at: new Date(at), id };
  } catch {
    throw new Problem('follow-up.bad_cursor', 422);
  }
};

const cursorOf = (at: Date, id: string): string =>
  Buffer.from(JSON.stringify({ at: at.toISOString(), id })).toString('base64url');

export const listCalls = (
  app: App,
  actor: Actor,
  { state, mine, cursor, limit }: QueryOf<typeof listCallBacks>,
): Promise<ReplyOf<typeof listCallBacks>> =>
  app.db.read(actor.reach, async (tx) => {
    const wish = { reach: actor.reach, mine: mine ? actor.id : null, after: placeOf(cursor), limit: limit + 1 };
    const rows = await (state === 'waiting' ? waitingCalls(tx, wish) : endedCalls(tx, wish));
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    const items = (await viewCalls(tx, app, actor, page)).map(({ history: _history, ...row }) => row);
    return { items, nextCursor: last ? cursorOf(last.endedAt ?? last.dueAt, last.id) : null };
  });

const cap = 1000;
const figureDays = 30;

export const readFigures = (app: App, actor: Actor): Promise<CallBackFigures> =>
  app.db.read(actor.reach, async (tx) => {
    const now = app.clock.now();
    const since = new Date(now.getTime() - figureDays * 86_400_000);
    const found = await callFigures(tx, { reach: actor.reach, person: actor.id, now, since, cap });
    const capped = (count: number) => ({ count, capped: count >= cap });
    return { ...found, waiting: capped(found.waiting), due: capped(found.due), mine: capped(found.mine) };
  });

export const readCall = (app: App, actor: Actor, id: string): Promise<CallBackView> =>
  app.db.read(actor.reach, async (tx) => {
    const { call, ticket } = await accessCall(tx, actor, id);
    return viewCall(tx, app, actor, call, ticket);
  });

export const readCallsOf = (app: App, actor: Actor, number: string): Promise<ReplyOf<typeof callBacksOfTicket>> =>
  app.db.read(actor.reach, async (tx) => {
    const ticket = await accessTicket(tx, actor, number, 'ticket.read');
    const calls = await callsOfTicket(tx, ticket.id);
    const canAdd =
      canDoToTicket(actor, callPermission, ticket) &&
      ticket.customerId !== null &&
      !['archived', 'declined', 'spam'].includes(ticket.state) &&
      !calls.some((call) => call.state === 'waiting');
    return { items: await viewCalls(tx, app, actor, calls), canAdd };
  });
