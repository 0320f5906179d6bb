/**
 * Rows do not jump under a reader's eyes: those he has seen keep their order, those that went away go, and those that
 * came among them wait until he asks. What comes after the last known row is the next page.
 */
export type Merged<Row> = { readonly rows: readonly Row[]; readonly waiting: number };

export const mergeRows = <Row extends { readonly id: string }>(
  known: readonly string[] | null,
  fresh: readonly Row[],
): Merged<Row> => {
  if (known === null) return { rows: fresh, waiting: 0 };
  const byId = new Map(fresh.map((row) => [row.id, row]));
  const seen = new Set(known);
  const lastKnown = fresh.findLastIndex((row) => seen.has(row.id));
  // Nothing of what was shown is left, so there is nothing that could jump.
  if (lastKnown < 0) return { rows: fresh, waiting: 0 };
  const kept = known.flatMap((id) => byId.get(id) ?? []);
  const tail = fresh.slice(lastKnown + 1);
  return { rows: [...kept, ...tail], waiting: fresh.length - kept.length - tail.length };
};

/** The row to go to from one that may have left the list meanwhile: the next that is still there, else the one before. */
export const neighbourOf = <Row extends { readonly id: string; readonly number: string }>(
  rows: readonly Row[],
  order: readonly string[],
  currentId: string | undefined,
  step: 1 | -1,
): Row | undefined => {
  if (currentId === undefined) return step === 1 ? rows[0] : rows.at(-1);
  const at = rows.findIndex((row) => row.id === currentId);
  if (at >= 0) return rows[at + step];
  const byId = new Map(rows.map((row) => [row.id, row]));
  const was = order.indexOf(currentId);
  const rest = step === 1 ? order.slice(was + 1) : order.slice(0, Math.max(was, 0)).toReversed();
  return rest.map((id) => byId.get(id)).find((row) => row !== undefined) ?? rows[0];
};
