import type { QueryOf, ReplyOf } from '#platform/contract/route.ts';
import type { App } from '#platform/server/app.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { countAlarms, listAlarms, SeenAlarms } from '../contract.ts';
import { alarmsOfPerson, countUnseen, markSeen, markSeenUpTo } from './alarm.queries.ts';

const cap = 1000;

const unseenOf = (count: number): ReplyOf<typeof countAlarms>['unseen'] => ({ count, capped: count >= cap });

/** What this person was told; his own only, whoever he is. */
export const pageOfAlarms = (
  app: App,
  actor: Actor,
  { cursor, limit, unseen }: QueryOf<typeof listAlarms>,
): Promise<ReplyOf<typeof listAlarms>> =>
  app.db.read(actor.reach, async (tx) => {
    if (actor.id === null) return { items: [], nextCursor: null, unseen: unseenOf(0) };
    const rows = await alarmsOfPerson(tx, actor.id, { before: cursor ?? null, unseen, limit: limit + 1 });
    const items = rows.slice(0, limit).map((row) => ({ ...row, at: row.at.toISOString() }));
    const nextCursor = rows.length > limit ? (items.at(-1)?.id ?? null) : null;
    return { items, nextCursor, unseen: unseenOf(await countUnseen(tx, actor.id, cap)) };
  });

export const countOfAlarms = (app: App, actor: Actor): Promise<ReplyOf<typeof countAlarms>> =>
  app.db.read(actor.reach, async (tx) => ({
    unseen: unseenOf(actor.id === null ? 0 : await countUnseen(tx, actor.id, cap)),
  }));

export const seeAlarms = (app: App, actor: Actor, seen: SeenAlarms): Promise<void> =>
  app.db.write(actor.reach, async (tx) => {
    if (actor.id === null) return;
    const at = app.clock.now();
    if ('upTo' in seen) await markSeenUpTo(tx, actor.id, seen.upTo, at);
    else await markSeen(tx, actor.id, seen.ids, at);
  });
