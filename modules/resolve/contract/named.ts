import { z } from 'zod';
import { idSchema } from '#platform/contract/fields.ts';

export const namedSchema = z.object({ id: idSchema, name: z.string() });
export const ticketParams = z.object({ number: z.string().min(1).max(40) });
export const idParams = z.object({ id: idSchema });
/** Words somebody has to give. */
export const saidText = (most: number) => z.string().trim().min(1).max(most);
