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
