import { z } from 'zod';
import { idSchema, instantSchema } from '#platform/contract/fields.ts';
import { defineRoute } from '#platform/contract/route.ts';

/** away: the ticket stands open in a tab that is not in front. */
export const presenceStates = ['looking', 'writing', 'away'] as const;
export const presenceState = z.enum(presenceStates);
export type PresenceState = z.infer<typeof presenceState>;

/** A colleague at this ticket; the reader himself is not listed. */
export const presentPerson = z.object({
  id: idSchema,
  name: z.string(),
  state: presenceState,
  /** Characters of his reply so far, as of his last beat. */
  written: z.int(),
  since: instantSchema,
});
export type PresentPerson = z.infer<typeof presentPerson>;

/** How often a tab says that it is still there, and after how long a silent one counts as gone (ms). */
export const presenceBeatMs = 10_000;
export const presenceLastsMs = 30_000;

const params = z.object({ number: z.string().min(1).max(40) });
const reply = z.object({ items: z.array(presentPerson) });

export const presenceRoutes = {
  present: defineRoute({
    method: 'GET',
    path: '/api/tickets/{number}/presence',
    summary: 'Colleagues who have this ticket open, and what they do',
    params,
    reply,
  }),
  beat: defineRoute({
    method: 'POST',
    path: '/api/tickets/{number}/presence',
    summary: 'I look at this ticket, write, am elsewhere or gone; answered with the others',
    params,
    body: z.object({
      /** One browser tab; the same person in two tabs is one person with the busier state. */
      tab: z.string().min(1).max(40),
      state: z.enum([...presenceStates, 'gone']),
      written: z.int().min(0).max(20_000).default(0),
    }),
    reply,
  }),
};
