import type { App } from '#platform/server/app.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { Alarm } from '../contract.ts';
import { alarmsOfPerson, countUnseen, markSeen } from './alarm.queries.ts';

type Page = { items: Alarm[]; nextCursor: string | null; unseen: number };

/** What this person was told; his own only, whoever he is. */
export const pageOfAlarms = (
  app: App,
  actor: Actor,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<Page> =>
  app.db.read(actor.reach, async (tx) => {
    if (actor.id === null) return { items: [], nextCursor: null, unseen: 0 };
    const rows = await alarmsOfPerson(tx, actor.id, cursor ?? null, limit + 1);
    const items = rows.slice(0, limit).map((row) => ({ ...row, at: row.at.toISOString() }));
    const nextCursor = rows.length > limit ? (items.at(-1)?.id ?? null) : null;
    return { items, nextCursor, unseen: await countUnseen(tx, actor.id) };
  });

export const seeAlarms = (app: App, actor: Actor, upTo: string): Promise<void> =>
  app.db.write(actor.reach, async (tx) => {
    if (actor.id !== null) await markSeen(tx, actor.id, upTo, app.clock.now());
  });
