import type { App } from '#platform/server/app.ts';
import { everything } from '#platform/server/database/index.ts';
import { findFields, type FieldRow } from './field.queries.ts';

const refreshMs = 5000;
type Kept = { fields: readonly FieldRow[]; timer: NodeJS.Timeout };
const kept = new WeakMap<App, Kept>();
const none: readonly FieldRow[] = [];

/** The definitions as intake uses them, without asking: at most five seconds old, at once in the process that changed one. */
export const cachedFields = (app: App): readonly FieldRow[] => kept.get(app)?.fields ?? none;

export const refreshFields = async (app: App): Promise<void> => {
  const fields = await app.db.read(everything, findFields);
  const found = kept.get(app);
  if (found) found.fields = fields;
};

export const startFieldCache = async (app: App): Promise<void> => {
  const timer = setInterval(() => {
    refreshFields(app).catch((error: unknown) =>
      app.log.warn({ err: error }, 'custom fields: refresh failed, those before it stay'),
    );
  }, refreshMs);
  timer.unref();
  kept.set(app, { fields: none, timer });
  await refreshFields(app);
};

export const stopFieldCache = (app: App): void => {
  clearInterval(kept.get(app)?.timer);
  kept.delete(app);
};
