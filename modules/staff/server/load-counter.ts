import type { Tx } from '#platform/server/database/index.ts';

/** Open work per person; people without any may be left out. */
export type LoadCounter = (tx: Tx, personIds: readonly string[]) => Promise<ReadonlyMap<string, number>>;

let counter: LoadCounter | null = null;

/** Told by the module that owns the work, which stands above this one: staff shows the load without knowing what it is. */
export const registerLoadCounter = (count: LoadCounter): void => {
  counter = count;
};

export const countLoad = async (tx: Tx, personIds: readonly string[]): Promise<ReadonlyMap<string, number> | null> =>
  counter === null || personIds.length === 0 ? null : counter(tx, personIds);
