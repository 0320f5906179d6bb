import { z } from 'zod';
import { stateSchema } from '#modules/ticket/contract.ts';
import { idSchema, instantSchema } from '#platform/contract/fields.ts';
import { pageOf, pageQuery } from '#platform/contract/paging.ts';
import { defineRoute } from '#platform/contract/route.ts';

export const topicRanges = ['7d', '30d', '90d', '365d', 'all'] as const;
export const topicRangeSchema = z.enum(topicRanges);
export type TopicRange = z.infer<typeof topicRangeSchema>;
export const topicSorts = ['growth', 'size', 'people', 'votes'] as const;
export const topicSortSchema = z.enum(topicSorts);
export type TopicSort = z.infer<typeof topicSortSchema>;

const daySchema = z.iso.date();
/** `from` and `to` (days of Asia/Shanghai, both included) win over `range`. */
const scope = z.object({
  range: topicRangeSchema.default('30d'),
  from: daySchema.optional(),
  to: daySchema.optional(),
  department: idSchema.optional(),
});
const topicParams = z.object({ id: idSchema });

export const topicSchema = z.object({
  id: idSchema,
  label: z.string(),
  named: z.boolean(),
  pinned: z.boolean(),
  /** Tickets of the period, within reach. */
  size: z.int(),
  /** Of the period before; null where there is none. */
  previous: z.int().nullable(),
  /** Nothing was said of it before this period. */
  isNew: z.boolean(),
  people: z.int(),
  votes: z.int(),
  places: z.array(z.string()),
  firstAt: instantSchema.nullable(),
  lastAt: instantSchema.nullable(),
  /** Tickets by step of the period, oldest first. */
  spark: z.array(z.int()),
});
export type Topic = z.infer<typeof topicSchema>;

export const topicRunSchema = z.object({
  id: idSchema,
  state: z.enum(['waiting', 'running', 'done', 'failed']),
  from: instantSchema,
  until: instantSchema,
  /** 0 to 1. */
  progress: z.number(),
  tickets: z.int(),
  topics: z.int(),
  problem: z.string(),
  startedAt: instantSchema,
  finishedAt: instantSchema.nullable(),
});
export type TopicRun = z.infer<typeof topicRunSchema>;

export const listTopics = defineRoute({
  method: 'GET',
  path: '/api/topics',
  summary: 'What customers speak of in a period, within reach: pinned ones first, then by the order asked for',
  query: scope.extend({
    sort: topicSortSchema.default('growth'),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  reply: z.object({
    from: daySchema,
    to: daySchema,
    /** Tickets of the period that lie in some topic. */
    tickets: z.int(),
    topics: z.array(topicSchema),
    run: topicRunSchema.nullable(),
    abilities: z.object({ change: z.boolean() }),
  }),
});
export type TopicList = z.infer<typeof listTopics.reply>;

const share = z.object({ name: z.string(), count: z.int() });

export const topicDetailSchema = topicSchema.extend({
  words: z.array(z.string()),
  days: z.array(z.object({ day: daySchema, count: z.int(), before: z.boolean() })),
  /** Named in the last few hundred tickets within reach. */
  placesNamed: z.array(share),
  products: z.array(share),
  regions: z.array(share),
  examples: z.array(
    z.object({ number: z.string(), subject: z.string(), text: z.string(), region: z.string(), saidAt: instantSchema }),
  ),
  /** What the topic has more of than all topics together: a hint at its cause. */
  causes: z.array(
    z.object({
      dimension: z.enum(['category', 'region', 'channel', 'product', 'department']),
      key: z.string(),
      name: z.string(),
      nameEn: z.string(),
      /** Share among the topic's tickets and among those of all topics. */
      share: z.number(),
      usual: z.number(),
    }),
  ),
  similar: z.array(z.object({ id: idSchema, label: z.string(), likeness: z.number(), size: z.int() })),
  merged: z.array(z.object({ id: idSchema, label: z.string() })),
  abilities: z.object({ change: z.boolean() }),
});
export type TopicDetail = z.infer<typeof topicDetailSchema>;

export const readTopic = defineRoute({
  method: 'GET',
  path: '/api/topics/{id}',
  summary: 'One topic in a period, within reach',
  params: topicParams,
  query: scope,
  reply: topicDetailSchema,
});

export const listTopicTickets = defineRoute({
  method: 'GET',
  path: '/api/topics/{id}/tickets',
  summary: 'The tickets of a topic in a period, within reach, the newest first',
  params: topicParams,
  query: scope.extend({ cursor: pageQuery.shape.cursor, limit: pageQuery.shape.limit }),
  reply: pageOf(
    z.object({
      number: z.string(),
      subject: z.string(),
      state: stateSchema,
      saidAt: instantSchema,
      votes: z.int(),
    }),
  ),
});
export type TopicTicket = z.infer<typeof listTopicTickets.reply>['items'][number];

const label = z.string().trim().min(1).max(60);
const changed = z.object({ id: idSchema, label: z.string(), named: z.boolean(), pinned: z.boolean() });

export const changeTopic = defineRoute({
  method: 'PATCH',
  path: '/api/topics/{id}',
  summary: 'Name or pin a topic; an empty name gives the naming back to the product',
  params: topicParams,
  body: z.object({ label: z.string().trim().max(60).optional(), pinned: z.boolean().optional() }),
  reply: changed,
});

export const mergeTopic = defineRoute({
  method: 'POST',
  path: '/api/topics/{id}/merge',
  summary: 'Count a topic into another one from now on; the two stay merged when topics are found anew',
  params: topicParams,
  body: z.object({ into: idSchema }),
  reply: changed,
});

export const releaseTopic = defineRoute({
  method: 'POST',
  path: '/api/topics/{id}/release',
  summary: 'Take a merged topic out again',
  params: topicParams,
  reply: changed,
});

export const splitTopic = defineRoute({
  method: 'POST',
  path: '/api/topics/{id}/split',
  summary: 'Move tickets into a topic of their own: those named, or all within reach that say a word',
  params: topicParams,
  body: z
    .object({
      label,
      numbers: z.array(z.string().max(40)).max(500).default([]),
      word: z.string().trim().max(40).default(''),
    })
    .refine((body) => body.numbers.length > 0 || body.word !== '', { error: 'insight.split_nothing' }),
  reply: changed.extend({ moved: z.int() }),
  status: 201,
});

export const startTopicRun = defineRoute({
  method: 'POST',
  path: '/api/topics/runs',
  summary: 'Find the topics of a period anew; one such run at a time, a second call joins it',
  body: scope.pick({ range: true, from: true, to: true }),
  reply: topicRunSchema,
  status: 202,
});

export const cancelTopicRun = defineRoute({
  method: 'DELETE',
  path: '/api/topics/runs/latest',
  summary: 'Stop the run that finds topics; what was found before stays',
  reply: z.object({ run: topicRunSchema.nullable() }),
});

export const readTopicRun = defineRoute({
  method: 'GET',
  path: '/api/topics/runs/latest',
  summary: 'The last run that found topics, or the one under way',
  reply: z.object({ run: topicRunSchema.nullable() }),
});
