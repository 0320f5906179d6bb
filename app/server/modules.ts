import type { ServerModule } from '#platform/server/module.ts';

/** Every module of the server, in the order in which a complaint meets them. */
export const serverModules: readonly ServerModule[] = [];
