/**
 * Which rows a caller may touch at all: everything, or the rows of some units (departments with all below them) and
 * those he owns himself. PostgreSQL row-level security reads the same three values (the second wall).
 */
export type Reach =
  | { readonly kind: 'all' }
  | { readonly kind: 'units'; readonly units: readonly string[]; readonly person: string }
  | { readonly kind: 'own'; readonly person: string };

export const everything: Reach = { kind: 'all' };
