import { z } from 'zod';
import { idSchema, instantSchema } from '#platform/contract/fields.ts';
import { pageOf, pageQuery } from '#platform/contract/paging.ts';
import { defineRoute } from '#platform/contract/route.ts';

/** What the product keeps whatever a profile says; a profile may only demand more. */
export const leastRetentionMonths = 36;

/** over: may be erased; kept: not yet; held: somebody holds it back; erased: what remains of it. */
export const retentionViews = ['over', 'kept', 'held', 'erased'] as const;
export type RetentionView = (typeof retentionViews)[number];

export const retentionRow = z.object({
  ticketId: idSchema,
  number: z.string(),
  endedAt: instantSchema,
  /** Null until the nightly job has worked it out. */
  keepUntil: instantSchema.nullable(),
  months: z.int().nullable(),
  /** The profile that demands it; null: the product's own least. */
  rule: z.object({ name: z.string(), nameEn: z.string() }).nullable(),
  hold: z.object({ at: instantSchema, by: z.string(), reason: z.string() }).nullable(),
  erased: z.object({ at: instantSchema, by: z.string().nullable(), reason: z.string() }).nullable(),
});
export type RetentionRow = z.infer<typeof retentionRow>;

export const listRetention = defineRoute({
  method: 'GET',
  path: '/api/retention',
  summary: 'Archived tickets by how long they are kept: over, still kept, held back, erased',
  query: pageQuery.extend({ view: z.enum(retentionViews).default('over') }),
  reply: pageOf(retentionRow),
});

const numberParams = z.object({ number: z.string().min(1).max(40) });
const reason = z.string().trim().min(1).max(500);

export const eraseRetained = defineRoute({
  method: 'POST',
  path: '/api/retention/erase',
  summary: 'Erase the words of tickets whose time is over, for good; each stands for itself, dryRun only tells',
  body: z.object({
    numbers: z.array(z.string().max(40)).min(1).max(200),
    reason,
    dryRun: z.boolean().default(false),
  }),
  reply: z.object({
    done: z.int(),
    skipped: z.int(),
    results: z.array(
      z.object({ number: z.string(), ok: z.boolean(), code: z.string().nullable(), message: z.string().nullable() }),
    ),
  }),
});

export const holdRetained = defineRoute({
  method: 'PUT',
  path: '/api/retention/{number}/hold',
  summary: 'Hold a ticket back from erasing (a lawsuit, a request of an authority)',
  params: numberParams,
  body: z.object({ reason }),
  reply: retentionRow,
});
export const releaseRetained = defineRoute({
  method: 'DELETE',
  path: '/api/retention/{number}/hold',
  summary: 'Hold it back no longer; its time counts on',
  params: numberParams,
  reply: retentionRow,
});

export const retentionSetting = z.object({ eraseByJob: z.boolean() });
export const readRetentionSetting = defineRoute({
  method: 'GET',
  path: '/api/retention-setting',
  summary: 'Whether what is over is erased by the nightly job',
  reply: retentionSetting,
});
export const changeRetentionSetting = defineRoute({
  method: 'PUT',
  path: '/api/retention-setting',
  summary: 'Let the nightly job erase what is over, or leave it to people',
  body: retentionSetting,
  reply: retentionSetting,
});
