import { z } from 'zod';
import { idSchema, instantSchema } from '#platform/contract/fields.ts';
import { defineRoute } from '#platform/contract/route.ts';

export const boardRanges = ['today', '7d', '30d', '90d'] as const;
export const rangeSchema = z.enum(boardRanges);
export type BoardRange = z.infer<typeof rangeSchema>;

export const tileKeys = [
  'opened',
  'open',
  'overdue',
  'breachRate',
  'firstReplyP50',
  'firstReplyP90',
  'rating',
  'ratingResponse',
  'firstSolved',
  'concluded',
] as const;
export type TileKey = (typeof tileKeys)[number];

/** A calendar day of Asia/Shanghai. */
const daySchema = z.iso.date();
/** Parameters of `GET /api/tickets`. */
const listQuery = z.record(z.string(), z.string());
export type ListQuery = z.infer<typeof listQuery>;

export const tileSchema = z.object({
  key: z.enum(tileKeys),
  unit: z.enum(['count', 'share', 'minutes', 'score']),
  /** Null where nothing happened that could be counted. */
  value: z.number().nullable(),
  numerator: z.int().nullable(),
  denominator: z.int().nullable(),
  /** The same figure of the period before; null where there is none. */
  previous: z.number().nullable(),
  spark: z.array(z.number().nullable()),
  /** The tickets behind the figure: how many, and how the list finds them. */
  tickets: z.object({ count: z.int(), query: listQuery }).nullable(),
});
export type Tile = z.infer<typeof tileSchema>;

const scope = { department: idSchema.optional() };
const ranged = z.object({ ...scope, range: rangeSchema.default('30d') });

export const readSummary = defineRoute({
  method: 'GET',
  path: '/api/board/summary',
  summary: 'The figures of the board, each with the numbers it is made of',
  query: ranged,
  reply: z.object({
    from: daySchema,
    to: daySchema,
    previousFrom: daySchema,
    previousTo: daySchema,
    /** The days of the sparklines. */
    days: z.array(daySchema),
    tiles: z.array(tileSchema),
    countedAt: instantSchema,
  }),
});
export type BoardSummary = z.infer<typeof readSummary.reply>;

export const trendFacets = ['category', 'department', 'kind', 'channel'] as const;
export const facetSchema = z.enum(trendFacets);
export type TrendFacet = z.infer<typeof facetSchema>;

export const seriesSchema = z.object({
  /** `` for what has no category, `*` for all the others together. */
  key: z.string(),
  /** Empty where the screen knows the word: kinds, channels, the two keys above. */
  name: z.string(),
  nameEn: z.string(),
  /** Place among all of its sort, so that a colour stays with its name. */
  order: z.int(),
  total: z.int(),
  values: z.array(z.int()),
  /** What the list needs besides the days; null where it cannot be asked for. */
  query: listQuery.nullable(),
});
export type TrendSeries = z.infer<typeof seriesSchema>;

export const readTrend = defineRoute({
  method: 'GET',
  path: '/api/board/trend',
  summary: 'Arrivals by day, the largest few by name and the others together',
  query: ranged.extend({ by: facetSchema.default('category'), top: z.coerce.number().int().min(1).max(7).default(7) }),
  reply: z.object({ days: z.array(daySchema), series: z.array(seriesSchema) }),
});

export const departmentLoad = z.object({
  id: idSchema,
  name: z.string(),
  nameEn: z.string(),
  open: z.int(),
  overdue: z.int(),
  /** Null where the list would also show the departments below. */
  query: listQuery.nullable(),
});
export type DepartmentLoad = z.infer<typeof departmentLoad>;

export const readDepartments = defineRoute({
  method: 'GET',
  path: '/api/board/departments',
  summary: 'Open and overdue tickets of each department now, the latest first',
  query: z.object(scope),
  reply: z.object({ items: z.array(departmentLoad) }),
});

export const readHeat = defineRoute({
  method: 'GET',
  path: '/api/board/heat',
  summary: 'Arrivals of the last four weeks by weekday (Monday first) and hour',
  query: z.object(scope),
  reply: z.object({ from: daySchema, to: daySchema, weeks: z.int(), rows: z.array(z.array(z.int())) }),
});

export const readRatings = defineRoute({
  method: 'GET',
  path: '/api/board/csat',
  summary: 'Ratings by week of arrival: average, and how many of those asked gave one',
  query: z.object(scope),
  reply: z.object({
    weeks: z.array(z.object({ from: daySchema, average: z.number().nullable(), rated: z.int(), asked: z.int() })),
    rated: z.int(),
    asked: z.int(),
  }),
});

export * from './contract/anomalies.ts';
export * from './contract/topics.ts';
export * from './contract/fields.ts';
