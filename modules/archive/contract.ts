import { z } from 'zod';
import { instantSchema, localeSchema } from '#platform/contract/fields.ts';
import { defineRoute } from '#platform/contract/route.ts';

export * from './contract/retention.ts';

/** Ended cases stay on the desk this long before they are archived by themselves. */
export const archiveAfterDays = 30;

export const archiveTickets = defineRoute({
  method: 'POST',
  path: '/api/archive',
  summary: 'Archive ended cases now; each stands for itself, dryRun only tells',
  body: z.object({ numbers: z.array(z.string().max(40)).min(1).max(200), dryRun: z.boolean().default(false) }),
  reply: z.object({
    done: z.int(),
    skipped: z.int(),
    results: z.array(
      z.object({ number: z.string(), ok: z.boolean(), code: z.string().nullable(), message: z.string().nullable() }),
    ),
  }),
});

/** Everything about one case, in the order in which it happened. */
export const closingFile = z.object({
  format: z.literal('huiyin.closing-file/1'),
  madeAt: instantSchema,
  madeBy: z.string(),
  companyName: z.string(),
  ticket: z.record(z.string(), z.unknown()),
  /** Messages, internal notes and events, oldest first. */
  entries: z.array(z.record(z.string(), z.unknown())),
  /** What the customer was told outside of the thread, and what became of it. */
  notices: z.array(z.record(z.string(), z.unknown())),
  /** What was asked of whom, everything that was done about it, and the files that went along. */
  approvals: z.array(z.record(z.string(), z.unknown())),
});
export type ClosingFile = z.infer<typeof closingFile>;

export const readClosingFile = defineRoute({
  method: 'GET',
  path: '/api/tickets/{number}/closing-file',
  summary: 'Everything about one case as a file (JSON)',
  params: z.object({ number: z.string().min(1).max(40) }),
  reply: closingFile,
  produces: 'application/json',
});

const caseFile = {
  method: 'GET',
  params: z.object({ number: z.string().min(1).max(40) }),
  /** The language of the labels; what people wrote stays as it was written. */
  query: z.object({ locale: localeSchema.default('zh-CN') }),
  reply: z.void(),
} as const;

export const readCasePdf = defineRoute({
  ...caseFile,
  path: '/api/tickets/{number}/case-file.pdf',
  summary: 'The whole story of one ticket as a PDF, Chinese type inside',
  produces: 'application/pdf',
});

export const readCaseZip = defineRoute({
  ...caseFile,
  path: '/api/tickets/{number}/case-file.zip',
  summary: 'PDF, facts (JSON), every file as it came, and SHA-256 of each',
  produces: 'application/zip',
});
