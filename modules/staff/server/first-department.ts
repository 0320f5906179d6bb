import type { Tx } from '#platform/server/database/index.ts';
import { createDepartment } from './department.ts';
import { findDepartments, lockDepartments, saveDepartment, type DepartmentRow } from './department.queries.ts';

const openRoot = async (tx: Tx): Promise<DepartmentRow | undefined> =>
  (await findDepartments(tx)).find((each) => each.parentId === null && !each.closed);

/**
 * The department that gets whatever no rule sends elsewhere; made where there is none, because without it nothing that
 * customers say could be taken in.
 */
export const ensureFirstDepartment = async (tx: Tx, at: Date): Promise<DepartmentRow> => {
  await lockDepartments(tx);
  return (await openRoot(tx)) ?? createDepartment(tx, { name: '客户服务中心', nameEn: 'Customer service', at });
};

/** The same under the name that the first administrator gives it: nobody has chosen one before him. */
export const nameFirstDepartment = async (tx: Tx, name: string, at: Date): Promise<DepartmentRow> => {
  const first = await ensureFirstDepartment(tx, at);
  if (first.name === name) return first;
  const named = { ...first, name, nameEn: '' };
  await saveDepartment(tx, named, at);
  return named;
};
