/** Pure decisions about tickets that are passed from department to department. */

type ParentOf = (departmentId: string) => string | null;

const mostLevels = 50;

/** The department itself, then what stands above it. */
export const pathUp = (departmentId: string, parentOf: ParentOf): string[] => {
  const path: string[] = [];
  for (let at: string | null = departmentId; at !== null && path.length < mostLevels; at = parentOf(at)) path.push(at);
  return path;
};

/** The lowest department at or above all of these; null where they have none in common. */
export const commonAncestor = (departmentIds: readonly string[], parentOf: ParentOf): string | null => {
  const [first, ...rest] = departmentIds.map((id) => pathUp(id, parentOf));
  return first?.find((id) => rest.every((path) => path.includes(id))) ?? null;
};

export type Supervisor = {
  readonly id: string;
  readonly departmentId: string | null;
  readonly presence: 'on' | 'busy' | 'off';
};

/** Who leads the department, else what stands above it; of several, one who is on duty. */
export const nearestSupervisor = (
  supervisors: readonly Supervisor[],
  departmentId: string,
  parentOf: ParentOf,
): (Supervisor & { departmentId: string }) | null => {
  for (const place of pathUp(departmentId, parentOf)) {
    const here = supervisors.filter((one) => one.departmentId === place);
    const found = here.find((one) => one.presence !== 'off') ?? here[0];
    if (found) return { ...found, departmentId: place };
  }
  return null;
};

export type Move = {
  readonly fromDepartmentId: string;
  readonly toDepartmentId: string;
  readonly personId: string | null;
  readonly at: Date;
};

const undoMs = 60_000;

/** Taken back at once by whoever made it: a slip of the hand, and not one more department that had it. */
export const takesBack = (last: Move | undefined, next: Move): boolean =>
  last !== undefined &&
  last.personId !== null &&
  last.personId === next.personId &&
  last.fromDepartmentId === next.toDepartmentId &&
  last.toDepartmentId === next.fromDepartmentId &&
  next.at.getTime() - last.at.getTime() <= undoMs;
