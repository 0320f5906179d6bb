import type { BodyOf, ReplyOf } from '#platform/contract/route.ts';
import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import { everything } from '#platform/server/database/index.ts';
import { notFound, Problem } from '#platform/server/http/problem.ts';
import { serve, type ServedRoute } from '#platform/server/http/serve.ts';
import * as contract from '../../contract/catalogue.ts';
import { findPatterns, setPatterns } from '../classify.queries.ts';
import { patternProblem } from '../engine/pattern-safety.ts';
import { refreshRules } from '../rule-cache.ts';
import {
  countProductTickets,
  dropProduct,
  findProducts,
  insertProduct,
  isNameTaken,
  productById,
  renameInTickets,
  updateProduct,
} from './catalogue.queries.ts';

const readAll = (app: App): Promise<ReplyOf<typeof contract.readCatalogue>> =>
  app.db.read(everything, async (tx) => {
    const products = await findProducts(tx);
    const names = products.map((one) => one.name);
    const counts = await countProductTickets(tx, names);
    return {
      products: products.map((one) => ({ ...one, tickets: counts.get(one.name) ?? 0 })),
      ...(await findPatterns(tx)),
    };
  });

type Wish = BodyOf<typeof contract.addProduct>;

const addOne = async (app: App, wish: Wish): Promise<contract.CatalogueRow> => {
  const at = app.clock.now();
  const product = { ...wish, aliases: [...new Set(wish.aliases)], id: newId(at) };
  const isNew = await app.db.write(everything, (tx) => insertProduct(tx, product, at));
  if (!isNew) throw new Problem('classify.product_exists', 409, { name: wish.name });
  await refreshRules(app);
  return { ...product, tickets: 0 };
};

const changeOne = async (app: App, id: string, wish: Wish): Promise<contract.CatalogueRow> => {
  const product = { ...wish, aliases: [...new Set(wish.aliases)], id };
  const tickets = await app.db.write(everything, async (tx) => {
    const before = await productById(tx, id);
    if (!before) throw notFound('product');
    if (await isNameTaken(tx, wish.name, id)) throw new Problem('classify.product_exists', 409, { name: wish.name });
    await updateProduct(tx, product, app.clock.now());
    if (before.name !== wish.name) await renameInTickets(tx, before.name, wish.name);
    return (await countProductTickets(tx, [wish.name])).get(wish.name) ?? 0;
  });
  await refreshRules(app);
  return { ...product, tickets };
};

const changePatterns = async (app: App, wish: contract.NumberPatterns): Promise<contract.NumberPatterns> => {
  for (const pattern of [...wish.orderPatterns, ...wish.trackingPatterns]) {
    const problem = patternProblem(pattern);
    if (problem !== undefined) throw new Problem('classify.pattern', 422, { pattern, problem });
  }
  await app.db.write(everything, (tx) => setPatterns(tx, wish));
  await refreshRules(app);
  return wish;
};

export const catalogueRoutes: readonly ServedRoute[] = [
  serve(contract.readCatalogue, 'rule.manage', ({ app }) => readAll(app)),
  serve(contract.addProduct, 'rule.manage', ({ app, body }) => addOne(app, body)),
  serve(contract.changeProduct, 'rule.manage', ({ app, params, body }) => changeOne(app, params.id, body)),
  serve(contract.deleteProduct, 'rule.manage', async ({ app, params }) => {
    if (!(await app.db.write(everything, (tx) => dropProduct(tx, params.id)))) throw notFound('product');
    await refreshRules(app);
    return undefined;
  }),
  serve(contract.changeNumberPatterns, 'rule.manage', ({ app, body }) => changePatterns(app, body)),
];
