import type { Tx } from '#platform/server/database/index.ts';

/** Between which sequence numbers all tickets of a time lie; null = not known, so not bounded. */
export type SeqBounds = { readonly first: number | null; readonly last: number | null };

/** May be wider than need be, never narrower. `from` and `to` are instants; null = without that end. */
export type ArrivalBounds = (tx: Tx, from: string | null, to: string | null) => Promise<SeqBounds>;

let known: ArrivalBounds | null = null;

/**
 * Told by the module that counts arrivals day by day, which stands above this one. Lists are walked by sequence
 * number: without it a list of one day two months back walks two months.
 */
export const registerArrivalBounds = (bounds: ArrivalBounds): void => {
  known = bounds;
};

/** Nothing where nothing was asked or nobody knows. */
export const arrivalBounds = async (
  tx: Tx,
  from: string | undefined,
  to: string | undefined,
): Promise<SeqBounds | undefined> =>
  known === null || (from === undefined && to === undefined) ? undefined : known(tx, from ?? null, to ?? null);
