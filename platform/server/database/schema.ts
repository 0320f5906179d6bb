/**
 * The tables as TypeScript sees them. Empty here: each owner adds its own tables from its `*.queries.ts` by
 * `declare module '#platform/server/database/schema.ts' { interface Schema { … } }`.
 */
export interface Schema {}
