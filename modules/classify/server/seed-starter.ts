import { addCategory, ticketCategories } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import { everything } from '#platform/server/database/index.ts';
import { ruleBodySchema } from '../contract.ts';
import { findRules, insertRules, lockSettings, setPatterns } from './classify.queries.ts';
import { retailStarter } from './engine/starter.ts';
import { refreshRules } from './rule-cache.ts';

/**
 * Gives a company that has neither categories nor rules the retail taxonomy to begin with, so that the first voice is
 * sorted already. A company that emptied both on purpose would get them again; it may close categories instead.
 */
export const seedStarter = async (app: App): Promise<boolean> => {
  const seeded = await app.db.write(everything, async (tx) => {
    await lockSettings(tx);
    const empty = (await ticketCategories(tx)).length === 0 && (await findRules(tx)).length === 0;
    if (!empty) return false;
    const at = app.clock.now();
    for (const [sort, category] of retailStarter.categories.entries()) {
      await addCategory(tx, {
        key: category.key,
        parentKey: category.parent ?? null,
        name: category.name.zh,
        nameEn: category.name.en,
        sort,
      });
    }
    await insertRules(
      tx,
      retailStarter.rules.map((rule) => ({
        id: newId(at),
        name: rule.name.zh,
        rule: ruleBodySchema.parse(rule),
        priority: rule.priority,
        enabled: true,
      })),
    );
    await setPatterns(tx, {
      orderPatterns: retailStarter.orderPatterns,
      trackingPatterns: retailStarter.trackingPatterns,
    });
    return true;
  });
  if (seeded) await refreshRules(app);
  return seeded;
};
