import { z } from 'zod';
import { ticketsByIds } from '#modules/ticket/server/index.ts';
import type { Subscriber } from '#platform/server/module.ts';
import { findProducts, noteProducts, type ProductRow } from './catalogue.queries.ts';

const longestName = 60;
const found = z.object({
  classify: z.object({ entities: z.array(z.object({ kind: z.string(), value: z.string().optional() })) }),
});

const namesOf = ({ name, nameEn, aliases }: ProductRow): string[] => [name, nameEn, ...aliases].filter(Boolean);

/** What a form calls a product, as the catalogue calls it; what the catalogue does not know stays as it was written. */
export const catalogueNames = (products: readonly ProductRow[]): ((written: string) => string) => {
  const byName = new Map(products.flatMap((one) => namesOf(one).map((name) => [name.toLowerCase(), one.name])));
  return (written) => byName.get(written.trim().toLowerCase()) ?? written.trim().slice(0, longestName);
};

type Named = { readonly fields: Readonly<Record<string, unknown>>; readonly triage: Readonly<Record<string, unknown>> };

/** Products that a ticket speaks of: found in its words by classify, or named in a field of the form. */
export const productsOf = ({ fields, triage }: Named, nameOf: (written: string) => string): string[] => {
  const entities = found.safeParse(triage).data?.classify.entities ?? [];
  const spoken = entities.flatMap(({ kind, value }) => (kind === 'product' && value !== undefined ? [value] : []));
  const field = fields['product'];
  const filled = typeof field === 'string' && field.trim() !== '' ? [nameOf(field)] : [];
  return [...new Set([...filled, ...spoken])];
};

/** Kept apart from the ticket, so that lists, topics and anomalies can count by product. */
export const keepProducts: Subscriber = {
  name: 'classify.keep_products',
  events: ['ticket.opened'],
  async handle(_app, tx, events) {
    const tickets = await ticketsByIds(
      tx,
      events.map((event) => event.subjectId),
    );
    const nameOf = catalogueNames(await findProducts(tx));
    await noteProducts(
      tx,
      tickets.flatMap((ticket) => productsOf(ticket, nameOf).map((product) => ({ ticketId: ticket.id, product }))),
    );
  },
};
