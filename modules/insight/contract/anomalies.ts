import { z } from 'zod';
import { idSchema, instantSchema } from '#platform/contract/fields.ts';
import { pageOf, pageQuery } from '#platform/contract/paging.ts';
import { defineRoute } from '#platform/contract/route.ts';

export const anomalyDimensions = [
  'total',
  'hour',
  'category',
  'kind',
  'region',
  'outlet',
  'product',
  'channel',
  'department',
] as const;
export const anomalyDimensionSchema = z.enum(anomalyDimensions);
export type AnomalyDimension = z.infer<typeof anomalyDimensionSchema>;

export const anomalyStates = ['open', 'explained', 'closed'] as const;
export const anomalyStateSchema = z.enum(anomalyStates);
export type AnomalyState = z.infer<typeof anomalyStateSchema>;

const daySchema = z.iso.date();

/** A value of a dimension; names where somebody gave one, else empty (kinds, channels and hours are named by screens). */
const named = { dimension: anomalyDimensionSchema, key: z.string(), name: z.string(), nameEn: z.string() };

export const contributorSchema = z.object({
  ...named,
  count: z.int(),
  expected: z.number(),
  /** Part of the excess that this value accounts for, 0 to 1; parts of different dimensions overlap. */
  share: z.number(),
});
export type Contributor = z.infer<typeof contributorSchema>;

export const anomalySchema = z.object({
  ...named,
  id: idSchema,
  /** Day of Asia/Shanghai on which it was said. */
  day: daySchema,
  count: z.int(),
  expected: z.number(),
  /** Chance of so many or more on an ordinary day. */
  chance: z.number(),
  /** What explains most of it. */
  contributors: z.array(contributorSchema),
  state: anomalyStateSchema,
  cause: z.string(),
  notedBy: z.string(),
  notedAt: instantSchema.nullable(),
});
export type Anomaly = z.infer<typeof anomalySchema>;

export const listAnomalies = defineRoute({
  method: 'GET',
  path: '/api/anomalies',
  summary: 'Days and hours on which far more was said than usual, the newest first',
  query: z
    .object({ state: anomalyStateSchema.optional(), dimension: anomalyDimensionSchema.optional() })
    .extend(pageQuery.shape),
  reply: pageOf(anomalySchema).extend({
    /** Unexplained ones of the last seven days, for the board. */
    open: z.int(),
    abilities: z.object({ change: z.boolean() }),
  }),
});

export const anomalyDetailSchema = anomalySchema.extend({
  /** Among how many looks of that day it was found; each has its share of the false alarms that are allowed. */
  looks: z.int(),
  /** Counts of the days before and of that day. */
  days: z.array(z.object({ day: daySchema, count: z.int() })),
  examples: z.array(z.object({ number: z.string(), subject: z.string() })),
  /** Others of the same day. */
  sameDay: z.array(z.object({ ...named, id: idSchema, count: z.int() })),
});
export type AnomalyDetail = z.infer<typeof anomalyDetailSchema>;

const params = z.object({ id: idSchema });

export const readAnomaly = defineRoute({
  method: 'GET',
  path: '/api/anomalies/{id}',
  summary: 'One anomaly with its history, what explains it, and examples within reach',
  params,
  reply: anomalyDetailSchema,
});

export const noteAnomaly = defineRoute({
  method: 'PATCH',
  path: '/api/anomalies/{id}',
  summary: 'Note the cause that a person found, or close it without one',
  params,
  body: z
    .object({
      state: anomalyStateSchema,
      cause: z.string().trim().max(1000).default(''),
      /** When somebody last noted something, as the writer saw it; absent = write anyway. */
      seenAt: instantSchema.nullable().optional(),
    })
    .refine((body) => body.state !== 'explained' || body.cause !== '', {
      error: 'insight.cause_missing',
      path: ['cause'],
    }),
  reply: anomalySchema,
});

export const mostAskedDays = 14;

export const findAnomaliesRoute = defineRoute({
  method: 'POST',
  path: '/api/anomalies/find',
  summary: 'Look at these days again now, at most fourteen; what people noted stays',
  body: z.object({ from: daySchema, to: daySchema }),
  reply: z.object({
    found: z.int(),
    /** Days that could not be judged, because there are not two weeks before them. */
    tooEarly: z.int(),
  }),
});
