import { seedStarter } from '#modules/classify/server/index.ts';
import { ensureFirstDepartment, refreshDirectory } from '#modules/staff/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { everything } from '#platform/server/database/index.ts';

/**
 * What has to be there before the first voice: a department that owns what no rule sends elsewhere, and categories. So
 * a new instance refuses nobody, also while nobody has signed in yet.
 */
export const prepareCompany = async (app: App): Promise<void> => {
  await app.db.write(everything, (tx) => ensureFirstDepartment(tx, app.clock.now()));
  await refreshDirectory(app);
  await seedStarter(app);
};
