import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { notFound, Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { Category } from '../contract.ts';
import { categoriesBelow, findCategories, insertCategory, updateCategory } from './category.queries.ts';

export const listCategories = (app: App, actor: Actor): Promise<{ items: Category[] }> =>
  app.db.read(actor.reach, async (tx) => ({ items: await findCategories(tx) }));

/** A category and all above it, nearest first: by the tree, for a key says nothing about where it was moved. */
export const categoriesAbove = (key: string | null, parents: ReadonlyMap<string, string | null>): string[] => {
  const found: string[] = [];
  for (let at = key; at !== null && !found.includes(at); at = parents.get(at) ?? null) found.push(at);
  return found;
};

/** The category and everything above it, itself first; empty for none. */
export const categoryWithAncestors = async (tx: Tx, key: string | null): Promise<string[]> => {
  const parents = new Map((await findCategories(tx)).map((one) => [one.key, one.parentKey]));
  return categoriesAbove(key, parents);
};

const demandParent = async (tx: Tx, parentKey: string | null): Promise<void> => {
  if (parentKey === null) return;
  if (!(await findCategories(tx)).some((one) => one.key === parentKey))
    throw new Problem('ticket.unknown_category', 422);
};

/** Within the caller's transaction; for a company that is being set up too. */
export const addCategory = async (tx: Tx, input: Omit<Category, 'closed'>): Promise<Category> => {
  await demandParent(tx, input.parentKey);
  const row = { ...input, closed: false };
  if (!(await insertCategory(tx, row))) throw new Problem('ticket.category_exists', 409, { key: input.key });
  return row;
};

export const changeCategory = (app: App, actor: Actor, row: Category): Promise<Category> =>
  app.db.write(actor.reach, async (tx) => {
    await demandParent(tx, row.parentKey);
    if (row.parentKey !== null && (await categoriesBelow(tx, row.key)).includes(row.parentKey))
      throw new Problem('ticket.category_circle', 422);
    if (!(await updateCategory(tx, row, app.clock.now()))) throw notFound('category');
    return row;
  });
