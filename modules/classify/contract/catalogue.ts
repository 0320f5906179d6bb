import { z } from 'zod';
import { idSchema } from '#platform/contract/fields.ts';
import { defineRoute } from '#platform/contract/route.ts';

const productName = z.string().trim().min(1).max(60);
/** Of one letter anything would be a product. */
const alias = z.string().trim().min(2).max(60);

export const productInput = z.object({
  name: productName.min(2),
  nameEn: z.string().trim().max(60).default(''),
  /** Other names that customers use. */
  aliases: z.array(alias).max(30).default([]),
  /** No longer looked for; tickets keep what they spoke of. */
  retired: z.boolean().default(false),
});
export const productSchema = z.object({
  id: idSchema,
  name: z.string(),
  nameEn: z.string(),
  aliases: z.array(z.string()),
  retired: z.boolean(),
  /** Tickets that speak of it. */
  tickets: z.int(),
});
export type CatalogueRow = z.infer<typeof productSchema>;

const patterns = {
  /** Expressions of the company's own order numbers, e.g. `YL\d{11}`; case is ignored. */
  orderPatterns: z.array(z.string().trim().min(1).max(200)).max(20),
  trackingPatterns: z.array(z.string().trim().min(1).max(200)).max(20),
};
export const numberPatternsSchema = z.object(patterns);
export type NumberPatterns = z.infer<typeof numberPatternsSchema>;

export const readCatalogue = defineRoute({
  method: 'GET',
  path: '/api/classify/catalogue',
  summary: 'Products and number patterns that are looked for in every text',
  reply: z.object({ products: z.array(productSchema), ...patterns }),
});

export const addProduct = defineRoute({
  method: 'POST',
  path: '/api/classify/catalogue/products',
  summary: 'Add a product to the catalogue',
  body: productInput,
  reply: productSchema,
  status: 201,
});

const params = z.object({ id: idSchema });

export const changeProduct = defineRoute({
  method: 'PUT',
  path: '/api/classify/catalogue/products/{id}',
  summary: 'Change a product; tickets that spoke of it follow a new name',
  params,
  body: productInput,
  reply: productSchema,
});

export const deleteProduct = defineRoute({
  method: 'DELETE',
  path: '/api/classify/catalogue/products/{id}',
  summary: 'Remove a product from the catalogue; tickets keep its name',
  params,
  reply: z.undefined(),
  status: 204,
});

export const changeNumberPatterns = defineRoute({
  method: 'PUT',
  path: '/api/classify/catalogue/patterns',
  summary: 'The expressions of order and parcel numbers; one that could run for ever is refused',
  body: z.object(patterns),
  reply: numberPatternsSchema,
});
