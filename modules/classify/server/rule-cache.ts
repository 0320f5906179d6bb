import type { App } from '#platform/server/app.ts';
import { everything } from '#platform/server/database/index.ts';
import type { ClassifyRuleRow } from '../contract.ts';
import { findPatterns, findRules, type Patterns } from './classify.queries.ts';
import { compileRules, type ClassifyRules } from './engine/classify.ts';

const refreshMs = 5000;
type Kept = { compiled: ClassifyRules; stamp: string; timer: NodeJS.Timeout };
const kept = new WeakMap<App, Kept>();
const builtInOnly = compileRules({ rules: [] });

export const compileRows = (rows: readonly ClassifyRuleRow[], patterns: Patterns): ClassifyRules =>
  compileRules({
    rules: rows.filter((row) => row.enabled).map((row) => ({ ...row.rule, id: row.id, priority: row.priority })),
    orderPatterns: patterns.orderPatterns,
    trackingPatterns: patterns.trackingPatterns,
  });

/** The rules as intake uses them: compiled, at most five seconds behind the table. */
export const compiledRules = (app: App): ClassifyRules => kept.get(app)?.compiled ?? builtInOnly;

const load = (app: App): Promise<{ rows: ClassifyRuleRow[]; patterns: Patterns }> =>
  app.db.read(everything, async (tx) => ({ rows: await findRules(tx), patterns: await findPatterns(tx) }));

export const refreshRules = async (app: App): Promise<void> => {
  const { rows, patterns } = await load(app);
  const found = kept.get(app);
  const stamp = JSON.stringify([rows, patterns]);
  if (!found || found.stamp === stamp) return;
  found.compiled = compileRows(rows, patterns);
  found.stamp = stamp;
};

export const startRuleCache = async (app: App): Promise<void> => {
  const timer = setInterval(() => {
    refreshRules(app).catch((error: unknown) =>
      app.log.warn({ err: error }, 'classify rules: refresh failed, the old ones stay'),
    );
  }, refreshMs);
  timer.unref();
  kept.set(app, { compiled: builtInOnly, stamp: '', timer });
  await refreshRules(app);
};

export const stopRuleCache = (app: App): void => {
  clearInterval(kept.get(app)?.timer);
  kept.delete(app);
};
