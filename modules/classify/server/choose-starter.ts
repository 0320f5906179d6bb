import { addCategory, ticketCategories } from '#modules/ticket/server/index.ts';
import type { ReplyOf } from '#platform/contract/route.ts';
import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import { everything, type Tx } from '#platform/server/database/index.ts';
import { notFound } from '#platform/server/http/problem.ts';
import { ruleBodySchema, type listStarters } from '../contract.ts';
import { findPatterns, findRules, insertRules, lockSettings, setPatterns } from './classify.queries.ts';
import { starterIndustries, starterOf, type StarterSet } from './engine/starter.ts';
import { findIndustry, setIndustry } from './learn/model.queries.ts';
import { refreshModels } from './learn/model-cache.ts';
import { refreshRules } from './rule-cache.ts';

const shownExamples = 5;

const addCategories = async (tx: Tx, starter: StarterSet): Promise<number> => {
  const known = new Set((await ticketCategories(tx)).map((one) => one.key));
  let added = 0;
  for (const [sort, category] of starter.categories.entries()) {
    if (known.has(category.key)) continue;
    await addCategory(tx, {
      key: category.key,
      parentKey: category.parent ?? null,
      name: category.name.zh,
      nameEn: category.name.en,
      sort,
    });
    added += 1;
  }
  return added;
};

/** A rule of the set is a beginning, no order: it gives way to a model that has learned better (`yields`). */
const addRules = async (tx: Tx, starter: StarterSet, at: Date): Promise<number> => {
  const known = new Set((await findRules(tx)).map((one) => one.name));
  const fresh = starter.rules.filter((rule) => !known.has(rule.name.zh));
  await insertRules(
    tx,
    fresh.map((rule) => ({
      id: newId(at),
      name: rule.name.zh,
      rule: { ...ruleBodySchema.parse(rule), yields: true },
      priority: rule.priority,
      enabled: true,
    })),
  );
  return fresh.length;
};

const union = (a: readonly string[], b: readonly string[]): string[] => [...new Set([...a, ...b])];

/** Adds what the industry's set has and the company has not; nothing of the company's own is changed. */
export const addStarter = async (
  tx: Tx,
  starter: StarterSet,
  at: Date,
): Promise<{ categories: number; rules: number }> => {
  const categories = await addCategories(tx, starter);
  const rules = await addRules(tx, starter, at);
  const patterns = await findPatterns(tx);
  await setPatterns(tx, {
    orderPatterns: union(patterns.orderPatterns, starter.orderPatterns),
    trackingPatterns: union(patterns.trackingPatterns, starter.trackingPatterns),
  });
  await setIndustry(tx, starter.industry);
  return { categories, rules };
};

export const chooseIndustry = async (app: App, industry: string): Promise<{ categories: number; rules: number }> => {
  const starter = starterOf(industry);
  if (!starter) throw notFound('starter');
  const added = await app.db.write(everything, async (tx) => {
    await lockSettings(tx);
    return addStarter(tx, starter, app.clock.now());
  });
  await refreshRules(app);
  await refreshModels(app);
  return added;
};

const allStarters = (): StarterSet[] =>
  starterIndustries.map((one) => starterOf(one.industry)).filter((one) => one !== undefined);

export const starterList = async (app: App): Promise<ReplyOf<typeof listStarters>> => {
  const chosen = await app.db.read(everything, findIndustry);
  return {
    items: allStarters().map((one) => ({
      industry: one.industry,
      name: one.name.zh,
      nameEn: one.name.en,
      categories: one.categories.length,
      rules: one.rules.length,
      examples: one.categories
        .filter((category) => category.parent === undefined)
        .slice(0, shownExamples)
        .map((category) => category.name.zh),
      chosen: one.industry === chosen,
    })),
  };
};
