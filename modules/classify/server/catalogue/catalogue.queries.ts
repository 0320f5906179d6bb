import { sql } from 'kysely';
import { z } from 'zod';
import type { Tx } from '#platform/server/database/index.ts';

const productRow = z.object({
  id: z.string(),
  name: z.string(),
  nameEn: z.string(),
  aliases: z.array(z.string()),
  retired: z.boolean(),
});
export type ProductRow = z.infer<typeof productRow>;

/** More would make a page and an automaton that nobody wants. */
export const mostProducts = 5000;

export const findProducts = async (tx: Tx): Promise<ProductRow[]> => {
  const found = await sql<unknown>`select id, name, name_en as "nameEn", aliases, retired from classify_product
    order by lower(name) limit ${mostProducts}`.execute(tx);
  return z.array(productRow).parse(found.rows);
};

export const countProductTickets = async (tx: Tx, names: readonly string[]): Promise<Map<string, number>> => {
  const found = await sql<{ product: string; count: number }>`select product, count(*)::int as count
    from classify_ticket_product where product = any (${[...names]}::text[]) group by product`.execute(tx);
  return new Map(found.rows.map((row) => [row.product, row.count]));
};

/** False when another product has this name. */
export const insertProduct = async (tx: Tx, product: ProductRow, at: Date): Promise<boolean> => {
  const done = await sql`insert into classify_product (id, name, name_en, aliases, retired, changed_at)
    values (${product.id}, ${product.name}, ${product.nameEn}, ${product.aliases}::text[], ${product.retired}, ${at})
    on conflict (lower(name)) do nothing`.execute(tx);
  return done.numAffectedRows === 1n;
};

export const productById = async (tx: Tx, id: string): Promise<ProductRow | null> => {
  const found = await sql<unknown>`select id, name, name_en as "nameEn", aliases, retired from classify_product
    where id = ${id} for update`.execute(tx);
  return productRow.nullable().parse(found.rows[0] ?? null);
};

export const isNameTaken = async (tx: Tx, name: string, except: string): Promise<boolean> => {
  const found =
    await sql`select 1 from classify_product where lower(name) = lower(${name}) and id <> ${except}`.execute(tx);
  return found.rows.length > 0;
};

export const updateProduct = async (tx: Tx, product: ProductRow, at: Date): Promise<void> => {
  await sql`update classify_product set name = ${product.name}, name_en = ${product.nameEn},
    aliases = ${product.aliases}::text[], retired = ${product.retired}, changed_at = ${at} where id = ${product.id}`.execute(
    tx,
  );
};

export const dropProduct = async (tx: Tx, id: string): Promise<boolean> =>
  (await sql`delete from classify_product where id = ${id}`.execute(tx)).numAffectedRows === 1n;

/** Tickets speak of the new name; where both were named one row stays. */
export const renameInTickets = async (tx: Tx, from: string, to: string): Promise<void> => {
  await sql`insert into classify_ticket_product (ticket_id, product)
    select ticket_id, ${to} from classify_ticket_product where product = ${from} on conflict do nothing`.execute(tx);
  await sql`delete from classify_ticket_product where product = ${from}`.execute(tx);
};

export type TicketProduct = { ticketId: string; product: string };

export const noteProducts = async (tx: Tx, rows: readonly TicketProduct[]): Promise<void> => {
  if (rows.length === 0) return;
  await sql`insert into classify_ticket_product (ticket_id, product)
    select * from unnest(${rows.map((row) => row.ticketId)}::uuid[], ${rows.map((row) => row.product)}::text[])
    on conflict do nothing`.execute(tx);
};
