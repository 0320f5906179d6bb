import { sql } from 'kysely';
import { expect } from 'vitest';
import { z } from 'zod';
import { serverModules } from '#app/server/modules.ts';
import type { App } from '#platform/server/app.ts';
import { everything } from '#platform/server/database/index.ts';
import { dispatchInline } from '#platform/server/events/dispatcher.ts';
import { eventually } from './eventually.ts';

const waiting = z.array(z.object({ count: z.number() }));

/** Events that nobody was handed yet: one is held back while any transaction of the whole server is older. */
const countWaiting = (app: App): Promise<number> =>
  app.db.read(everything, async (tx) => {
    const found = await sql`
      select count(*)::int8 as count from event
      where (xid, id) > (select xid, event_id from event_cursor where name = 'dispatch')`.execute(tx);
    return waiting.parse(found.rows)[0]?.count ?? 0;
  });

/** Hands all events to all who listen, in a process that has no worker: then it is certain that they were heard. */
export const settleEvents = async (app: App): Promise<void> => {
  const subscribers = serverModules.flatMap((module) => module.subscribers ?? []);
  await eventually(async () => {
    await dispatchInline(app, subscribers);
    expect(await countWaiting(app)).toBe(0);
  });
};
