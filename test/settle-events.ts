import { serverModules } from '#app/server/modules.ts';
import type { App } from '#platform/server/app.ts';
import { dispatchInline } from '#platform/server/events/dispatcher.ts';

/** Hands all events to all who listen, in a process that has no worker: then it is certain that they were heard. */
export const settleEvents = async (app: App): Promise<void> => {
  await dispatchInline(
    app,
    serverModules.flatMap((module) => module.subscribers ?? []),
  );
};
