import { ticketCategories } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { everything } from '#platform/server/database/index.ts';
import { addStarter } from './choose-starter.ts';
import { findRules, lockSettings } from './classify.queries.ts';
import { retailStarter } from './engine/starter.ts';
import { refreshModels } from './learn/model-cache.ts';
import { refreshRules } from './rule-cache.ts';

/**
 * Gives a company that has neither categories nor rules the retail taxonomy to begin with, so that the first voice is
 * sorted already; another industry is chosen on the page of accuracy. A company that emptied both on purpose would get
 * them again; it may close categories instead.
 */
export const seedStarter = async (app: App): Promise<boolean> => {
  const seeded = await app.db.write(everything, async (tx) => {
    await lockSettings(tx);
    const empty = (await ticketCategories(tx)).length === 0 && (await findRules(tx)).length === 0;
    if (empty) await addStarter(tx, retailStarter, app.clock.now());
    return empty;
  });
  if (seeded) {
    await refreshRules(app);
    await refreshModels(app);
  }
  return seeded;
};
