type Node = { readonly id: string; readonly parentId: string | null };

const childrenOf = <T extends Node>(departments: readonly T[]): Map<string | null, T[]> => {
  const children = new Map<string | null, T[]>();
  for (const each of departments) {
    const siblings = children.get(each.parentId);
    if (siblings) siblings.push(each);
    else children.set(each.parentId, [each]);
  }
  return children;
};

/** The department and all below it. Unknown ids give an empty list: they reach nothing. */
export const unitsOf = (departments: readonly Node[], departmentId: string): string[] => {
  if (!departments.some((each) => each.id === departmentId)) return [];
  const children = childrenOf(departments);
  const units = [departmentId];
  // A circle cannot be stored; `seen` keeps a damaged table from hanging every request.
  const seen = new Set(units);
  for (const id of units) {
    for (const child of children.get(id) ?? []) {
      if (seen.has(child.id)) continue;
      seen.add(child.id);
      units.push(child.id);
    }
  }
  return units;
};

/** Parents before their children, siblings in the order given. */
export const inTreeOrder = <T extends Node>(departments: readonly T[]): T[] => {
  const children = childrenOf(departments);
  const ordered: T[] = [];
  const walk = (parentId: string | null): void => {
    for (const each of children.get(parentId) ?? []) {
      ordered.push(each);
      walk(each.id);
    }
  };
  walk(null);
  return ordered;
};

/** True when moving a department below `parentId` would put it below itself. */
export const makesCircle = (departments: readonly Node[], departmentId: string, parentId: string | null): boolean =>
  parentId !== null && unitsOf(departments, departmentId).includes(parentId);
