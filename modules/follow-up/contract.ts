import { z } from 'zod';
import { attachmentSchema, publicTicket } from '#modules/ticket/contract.ts';
import { idSchema, instantSchema } from '#platform/contract/fields.ts';
import { defineRoute } from '#platform/contract/route.ts';

export * from './contract/call-back.ts';

export const messageLimit = 5000;
export const mostAttachments = 9;

const tokenParams = z.object({ token: z.string().max(100) });

/** What went less well than it should have; offered when the score is low. */
export const surveyReasons = [
  'slow',
  'unsolved',
  'beside_the_point',
  'passed_around',
  'attitude',
  'compensation',
] as const;

/** A score up to this one, or "not solved", opens the ticket again. */
export const lowScore = 3;
/** Within this many hours somebody gets in touch after a low score. */
export const lowScoreHours = 24;

export const surveyAnswer = z.object({
  score: z.int().min(1).max(5),
  solved: z.boolean(),
  reasons: z.array(z.enum(surveyReasons)).max(surveyReasons.length).default([]),
  comment: z.string().trim().max(2000).default(''),
});
export type SurveyAnswer = z.infer<typeof surveyAnswer>;

/** Whether an answer means that the matter is not settled. */
export const isLow = (answer: { score: number; solved: boolean }): boolean =>
  answer.score <= lowScore || !answer.solved;

const givenAnswer = surveyAnswer.extend({ answeredAt: instantSchema });

/** open: it may be answered. answered: it was. over: the ticket went another way meanwhile. */
export const surveyStates = ['open', 'answered', 'over'] as const;

export const surveyView = z.object({
  number: z.string(),
  subject: z.string(),
  companyName: z.string(),
  state: z.enum(surveyStates),
  /** The last words of the company, which the rating is about. */
  lastReply: z.string(),
  answer: givenAnswer.nullable(),
  trackingUrl: z.string(),
});
export type SurveyView = z.infer<typeof surveyView>;

export const surveyReceipt = z.object({
  number: z.string(),
  answer: givenAnswer,
  reopened: z.boolean(),
  /** Until when somebody gets in touch, when the ticket was opened again. */
  dueAt: instantSchema.nullable(),
  trackingUrl: z.string(),
});
export type SurveyReceipt = z.infer<typeof surveyReceipt>;

export const trackingView = z.object({
  ticket: publicTicket,
  companyName: z.string(),
  /** Notices that went nowhere else, oldest first; those that carry a message of the thread are left out. */
  notices: z.array(z.object({ id: idSchema, subject: z.string(), body: z.string(), at: instantSchema })),
  /** Path of the open survey, if there is one. */
  surveyPath: z.string().nullable(),
  abilities: z.object({ write: z.boolean(), unsolved: z.boolean(), urge: z.boolean() }),
  uploadLimitBytes: z.int(),
});
export type TrackingView = z.infer<typeof trackingView>;

export const readTracking = defineRoute({
  method: 'GET',
  path: '/api/public/tracking/{token}',
  summary: 'How far a case has come, for whoever holds its link',
  params: tokenParams,
  reply: trackingView,
});

export const findTracking = defineRoute({
  method: 'POST',
  path: '/api/public/tracking',
  summary: 'The link of a case by its number and the last four digits of the phone number left with it',
  body: z.object({
    number: z.string().trim().min(1).max(40),
    phoneTail: z
      .string()
      .trim()
      .regex(/^\d{4}$/, { error: 'follow-up.phone_tail' }),
  }),
  reply: z.object({ trackingUrl: z.string(), token: z.string() }),
});

export const writeTracking = defineRoute({
  method: 'POST',
  path: '/api/public/tracking/{token}/messages',
  summary: 'A further word of the customer. With an Idempotency-Key header the same request counts once.',
  params: tokenParams,
  body: z.object({
    body: z.string().trim().max(messageLimit).default(''),
    attachments: z.array(idSchema).max(mostAttachments).default([]),
    /** "It is not solved": opens an answered or closed case again. */
    unsolved: z.boolean().default(false),
  }),
  reply: z.object({ id: idSchema, at: instantSchema, reopened: z.boolean(), repeated: z.boolean() }),
  status: 201,
});

export const uploadTracking = defineRoute({
  method: 'POST',
  path: '/api/public/tracking/{token}/attachments',
  summary: 'Upload one file (field `file`) for a further word',
  params: tokenParams,
  consumes: 'multipart',
  reply: attachmentSchema,
  status: 201,
});

export const urgeTracking = defineRoute({
  method: 'POST',
  path: '/api/public/tracking/{token}/urge',
  summary: 'Ask to hurry (once in ten minutes)',
  params: tokenParams,
  reply: z.object({ urgeCount: z.int() }),
});

export const readSurvey = defineRoute({
  method: 'GET',
  path: '/api/public/surveys/{token}',
  summary: 'What a rating is about, and what was answered',
  params: tokenParams,
  reply: surveyView,
});

export const answerSurvey = defineRoute({
  method: 'POST',
  path: '/api/public/surveys/{token}',
  summary: 'Rate once: up to 3, or not solved, opens the case again',
  params: tokenParams,
  body: surveyAnswer,
  reply: surveyReceipt,
  status: 201,
});

/** For people who work here. */
export const followUpView = z.object({
  surveys: z.array(
    z.object({
      round: z.int(),
      invitedAt: instantSchema,
      answeredAt: instantSchema.nullable(),
      endedAt: instantSchema.nullable(),
      score: z.int().nullable(),
      solved: z.boolean().nullable(),
      reasons: z.array(z.string()),
      comment: z.string(),
    }),
  ),
  notices: z.array(
    z.object({
      id: idSchema,
      templateKey: z.string(),
      wire: z.enum(['email', 'none']),
      state: z.enum(['waiting', 'sent', 'failed', 'shown']),
      messageId: idSchema.nullable(),
      at: instantSchema,
      sentAt: instantSchema.nullable(),
    }),
  ),
});
export type FollowUpView = z.infer<typeof followUpView>;

export const readFollowUp = defineRoute({
  method: 'GET',
  path: '/api/tickets/{number}/follow-up',
  summary: 'What the customer was told about a ticket and how he rated it',
  params: z.object({ number: z.string().min(1).max(40) }),
  reply: followUpView,
});
