import { z } from 'zod';
import { idSchema } from '#platform/contract/fields.ts';
import { defineRoute } from '#platform/contract/route.ts';
import { ticketParams } from './named.ts';

export const splitOff = defineRoute({
  method: 'POST',
  path: '/api/tickets/{number}/split',
  summary: 'Give what these messages say a ticket of its own, with its own owner and clocks',
  params: ticketParams,
  body: z.object({
    messageIds: z.array(idSchema).min(1).max(50),
    subject: z.string().trim().max(200).optional(),
  }),
  status: 201,
  reply: z.object({ number: z.string() }),
});
