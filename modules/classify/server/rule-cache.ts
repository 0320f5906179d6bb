import type { App } from '#platform/server/app.ts';
import { everything } from '#platform/server/database/index.ts';
import type { ClassifyRuleRow } from '../contract.ts';
import { findProducts, type ProductRow } from './catalogue/catalogue.queries.ts';
import { findPatterns, findRules, type Patterns } from './classify.queries.ts';
import { compileRules, type ClassifyRules } from './engine/classify.ts';
import { tellDrift } from './learn/drift-metrics.ts';
import { closeModelCache, openModelCache, refreshModels } from './learn/model-cache.ts';

const refreshMs = 5000;
const driftMs = 60_000;
type Kept = {
  compiled: ClassifyRules;
  yielding: ReadonlySet<string>;
  stamp: string;
  timer: NodeJS.Timeout;
  driftTimer: NodeJS.Timeout;
};
const kept = new WeakMap<App, Kept>();
const builtInOnly = compileRules({ rules: [] });

export const compileRows = (
  rows: readonly ClassifyRuleRow[],
  patterns: Patterns,
  products: readonly ProductRow[] = [],
): ClassifyRules =>
  compileRules({
    catalogue: products
      .filter((one) => !one.retired)
      .map(({ name, nameEn, aliases }) => ({ key: name, names: [name, nameEn, ...aliases].filter(Boolean) })),
    rules: rows.filter((row) => row.enabled).map((row) => ({ ...row.rule, id: row.id, priority: row.priority })),
    orderPatterns: patterns.orderPatterns,
    trackingPatterns: patterns.trackingPatterns,
  });

/** The rules as intake uses them: compiled, at most five seconds behind the table. */
export const compiledRules = (app: App): ClassifyRules => kept.get(app)?.compiled ?? builtInOnly;

const none: ReadonlySet<string> = new Set();

/** The same, with the rules of a starter set that give way to a learned model that is sure. */
export const ruleGrounds = (app: App): { rules: ClassifyRules; yielding: ReadonlySet<string> } => {
  const found = kept.get(app);
  return { rules: found?.compiled ?? builtInOnly, yielding: found?.yielding ?? none };
};

const load = (app: App): Promise<{ rows: ClassifyRuleRow[]; patterns: Patterns; products: ProductRow[] }> =>
  app.db.read(everything, async (tx) => ({
    rows: await findRules(tx),
    patterns: await findPatterns(tx),
    products: await findProducts(tx),
  }));

export const refreshRules = async (app: App): Promise<void> => {
  const { rows, patterns, products } = await load(app);
  const found = kept.get(app);
  const stamp = JSON.stringify([rows, patterns, products]);
  if (!found || found.stamp === stamp) return;
  found.compiled = compileRows(rows, patterns, products);
  found.yielding = new Set(rows.flatMap((row) => (row.rule.yields === true ? [row.id] : [])));
  found.stamp = stamp;
};

export const startRuleCache = async (app: App): Promise<void> => {
  const timer = setInterval(() => {
    Promise.all([refreshRules(app), refreshModels(app)]).catch((error: unknown) =>
      app.log.warn({ err: error }, 'classify: refresh failed, the rules and models before it stay'),
    );
  }, refreshMs);
  timer.unref();
  const driftTimer = setInterval(() => {
    tellDrift(app).catch((error: unknown) => app.log.warn({ err: error }, 'classify: drift could not be told'));
  }, driftMs);
  driftTimer.unref();
  kept.set(app, { compiled: builtInOnly, yielding: none, stamp: '', timer, driftTimer });
  openModelCache(app);
  await refreshRules(app);
  await refreshModels(app);
  await tellDrift(app);
};

export const stopRuleCache = (app: App): void => {
  clearInterval(kept.get(app)?.timer);
  clearInterval(kept.get(app)?.driftTimer);
  kept.delete(app);
  closeModelCache(app);
};
