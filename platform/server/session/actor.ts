import type { Locale } from '#platform/contract/fields.ts';
import type { Reach } from '../database/index.ts';

/** Who acts, what he may do, and which rows he reaches. Computed once per request, never trusted from the client. */
export type Actor = {
  readonly kind: 'user' | 'token' | 'customer' | 'system';
  /** Id of the person (for a token: of the person it belongs to); null for the public and the system. */
  readonly id: string | null;
  readonly name: string;
  readonly permissions: ReadonlySet<string>;
  readonly reach: Reach;
  readonly locale: Locale;
};

export const systemActor: Actor = {
  kind: 'system',
  id: null,
  name: 'system',
  permissions: new Set(),
  reach: { kind: 'all' },
  locale: 'zh-CN',
};

export const may = (actor: Actor, permission: string): boolean => actor.permissions.has(permission);

/** What of a row decides whether it is within reach: the unit it lies in and the person it belongs to. */
export type Placed = { readonly unitId: string | null; readonly personId: string | null };

/** The pure twin of the row-level security policies: the same rows, decided the same way. */
export const inReach = (reach: Reach, row: Placed): boolean => {
  if (reach.kind === 'all') return true;
  if (row.personId !== null && row.personId === reach.person) return true;
  return reach.kind === 'units' && row.unitId !== null && reach.units.includes(row.unitId);
};
