import { z } from 'zod';

/** Keyset paging: a page is asked for by the opaque cursor of the one before it, never by an offset. */
export const pageQuery = z.object({
  cursor: z.string().max(400).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

/** A count that stops at a cap, so that counting a million rows costs no more than counting a thousand. */
export const cappedCount = z.object({ count: z.int(), capped: z.boolean() });
export type CappedCount = z.infer<typeof cappedCount>;
