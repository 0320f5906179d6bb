import { z } from 'zod';
import { defineRoute } from '#platform/contract/route.ts';
import { parties } from './judge.ts';

/** Days of Asia/Shanghai, both counted in. */
const period = z.object({ from: z.iso.date(), to: z.iso.date() });
/** Wider than this nobody reads a table. */
export const mostReportDays = 1100;

export const reportGroups = ['month', 'department', 'category', 'kind'] as const;
export type ReportGroup = (typeof reportGroups)[number];

const sums = z.object({
  currency: z.string(),
  lines: z.int(),
  paidCents: z.int(),
  /** Agreed to and not paid. */
  promisedCents: z.int(),
  /** Somebody has still to agree. */
  waitingCents: z.int(),
});
export type ReportSums = z.infer<typeof sums>;

export const compensationReport = z.object({
  rows: z.array(
    sums.extend({
      /** `2026-09`, a department's id, a category's key, a kind; empty where there is none. */
      key: z.string(),
      /** In the reader's language; a kind and "none" are named by the screen. */
      name: z.string(),
    }),
  ),
  totals: z.array(sums),
});
export type CompensationReport = z.infer<typeof compensationReport>;

export const readCompensationReport = defineRoute({
  method: 'GET',
  path: '/api/compensation-report',
  summary: 'What customers were given over all tickets within reach, by the day it was proposed',
  query: period.extend({ by: z.enum(reportGroups).default('department') }),
  reply: compensationReport,
});
export const downloadCompensationReport = defineRoute({
  method: 'GET',
  path: '/api/compensation-report/sums.csv',
  summary: 'The same by month, department, category and kind, for a spreadsheet',
  query: period,
  produces: 'text/csv',
  reply: z.string(),
});

export const scoreRow = z.object({
  party: z.enum(parties),
  name: z.string(),
  verdicts: z.int(),
  /** By level of the ticket: 10, 5, 2. */
  points: z.int(),
});
export type ScoreRow = z.infer<typeof scoreRow>;

export const readScores = defineRoute({
  method: 'GET',
  path: '/api/verdict-scores',
  summary:
    'How often each department, person and supplier was held responsible; verdicts that were lifted do not count',
  query: period,
  reply: z.object({ items: z.array(scoreRow) }),
});
export const downloadScores = defineRoute({
  method: 'GET',
  path: '/api/verdict-scores/verdicts.csv',
  summary: 'The verdicts behind it, one a row, for a spreadsheet',
  query: period,
  produces: 'text/csv',
  reply: z.string(),
});
