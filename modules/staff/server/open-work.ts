import type { Tx } from '#platform/server/database/index.ts';

/** Open matters that a department answers for, counted up to a cap that the counter chooses. */
export type OpenWorkCounter = (tx: Tx, departmentId: string) => Promise<number>;

let counter: OpenWorkCounter | null = null;

/** Told by the module that owns the work, which stands above this one: a department that is still at work cannot close. */
export const registerOpenWork = (count: OpenWorkCounter): void => {
  counter = count;
};

export const countOpenWork = async (tx: Tx, departmentId: string): Promise<number> =>
  counter === null ? 0 : counter(tx, departmentId);
