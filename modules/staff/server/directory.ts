import type { App } from '#platform/server/app.ts';
import { everything, type Tx } from '#platform/server/database/index.ts';
import { findDepartments, findOutlets, type DepartmentRow, type OutletRow } from './department.queries.ts';
import { unitsOf } from './department-tree.ts';

/** Departments and outlets as they were at most five seconds ago, for rules that may not wait for the database. */
export type Directory = {
  readonly departments: readonly DepartmentRow[];
  readonly outlets: readonly OutletRow[];
  department(id: string): DepartmentRow | undefined;
  outlet(id: string): OutletRow | undefined;
  /** The department and all below it. */
  unitsBelow(departmentId: string): readonly string[];
  /** The first open root: where work goes that no rule sends elsewhere. */
  readonly defaultDepartmentId: string | null;
};

const freshMs = 5000;

const build = (departments: readonly DepartmentRow[], outlets: readonly OutletRow[]): Directory => {
  const byId = new Map(departments.map((each) => [each.id, each]));
  const outletById = new Map(outlets.map((each) => [each.id, each]));
  const units = new Map<string, readonly string[]>();
  return {
    departments,
    outlets,
    department: (id) => byId.get(id),
    outlet: (id) => outletById.get(id),
    unitsBelow(departmentId) {
      const known = units.get(departmentId);
      if (known) return known;
      const found = unitsOf(departments, departmentId);
      units.set(departmentId, found);
      return found;
    },
    defaultDepartmentId: departments.find((each) => each.parentId === null && !each.closed)?.id ?? null,
  };
};

type Kept = { directory: Directory; timer: NodeJS.Timeout | null };

/** Several apps live in one process in tests; each keeps its own. */
const kept = new WeakMap<App, Kept>();

export const readDirectory = async (tx: Tx): Promise<Directory> =>
  build(await findDepartments(tx), await findOutlets(tx));

/** Called after a change in this process; other processes see it by their timer. */
export const refreshDirectory = async (app: App): Promise<void> => {
  const directory = await app.db.read(everything, readDirectory);
  kept.set(app, { directory, timer: kept.get(app)?.timer ?? null });
};

/** The snapshot at hand, for pure opening stages. Empty only before `startDirectory`. */
export const departmentDirectory = (app: App): Directory => kept.get(app)?.directory ?? build([], []);

/** Another process may have changed departments: what the opening stages see is never older than five seconds. */
export const startDirectory = async (app: App): Promise<void> => {
  await refreshDirectory(app);
  const timer = setInterval(() => {
    refreshDirectory(app).catch((error: unknown) => app.log.warn({ err: error }, 'departments could not be read'));
  }, freshMs);
  timer.unref();
  const now = kept.get(app);
  if (now) now.timer = timer;
};

export const stopDirectory = (app: App): void => {
  const timer = kept.get(app)?.timer;
  if (timer) clearInterval(timer);
  kept.delete(app);
};
