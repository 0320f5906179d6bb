import { peopleByIds } from '#modules/staff/server/index.ts';
import type { Tx } from '#platform/server/database/index.ts';

/** Names of people by id; whoever is unknown has none. */
export const peopleNames = async (tx: Tx, ids: readonly (string | null)[]): Promise<(id: string | null) => string> => {
  const known = [...new Set(ids.filter((id) => id !== null))];
  const names = new Map((await peopleByIds(tx, known)).map((person) => [person.id, person.displayName]));
  return (id) => (id === null ? '' : (names.get(id) ?? ''));
};
