import { expect } from 'vitest';
import { serverModules } from '#app/server/modules.ts';
import type { App } from '#platform/server/app.ts';
import { everything } from '#platform/server/database/index.ts';
import { dispatchInline } from '#platform/server/events/dispatcher.ts';
import { eventsBehind, takeCursor } from '#platform/server/events/events.queries.ts';
import { eventually } from './eventually.ts';

/** Whether there is an event that nobody was handed yet, or somebody is at it. */
const isWaiting = (app: App): Promise<boolean> =>
  app.db.write(everything, async (tx) => {
    const cursor = await takeCursor(tx, 'dispatch');
    return cursor === null || (await eventsBehind(tx, cursor, 1)).rows.length > 0;
  });

/** Hands all events to all who listen, in a process that has no worker: then it is certain that they were heard. */
export const settleEvents = async (app: App): Promise<void> => {
  const subscribers = serverModules.flatMap((module) => module.subscribers ?? []);
  await eventually(async () => {
    await dispatchInline(app, subscribers);
    expect(await isWaiting(app)).toBe(false);
  });
};
