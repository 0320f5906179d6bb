import { z } from 'zod';
import { learnedFieldSchema, type LearnedField } from '../contract.ts';

const decidedBy = z.enum(['given', 'rules', 'model', 'nobody']);
const suggestion = z.object({ label: z.string(), confidence: z.number() });

/** What `classify` keeps in a ticket's `triage`; older tickets hold less. */
const triageSchema = z.object({
  by: z.partialRecord(learnedFieldSchema, decidedBy).catch({}),
  models: z
    .partialRecord(
      learnedFieldSchema,
      z.object({
        version: z.int(),
        label: z.string(),
        confidence: z.number(),
        sure: z.boolean(),
        suggestions: z.array(suggestion).catch([]),
      }),
    )
    .catch({}),
  unsure: z.boolean().catch(false),
  /** Only in older tickets; now they are found when somebody looks (learn/moving-words.ts). */
  words: z.array(z.string()).catch([]),
  urgent: z.boolean().catch(false),
});
export type Triage = z.infer<typeof triageSchema>;

const nothing: Triage = { by: {}, models: {}, unsure: false, words: [], urgent: false };

export const readTriage = (triage: Readonly<Record<string, unknown>>): Triage =>
  triageSchema.safeParse(triage['classify']).data ?? nothing;

const assignSchema = z.object({ ruleId: z.string().nullable(), learned: z.boolean().optional() });

/** Who sent it to its department: a rule of duty, a model, or nobody in particular (where all else goes). */
export const routedBy = (triage: Readonly<Record<string, unknown>>): 'rules' | 'model' | 'nobody' => {
  const read = assignSchema.safeParse(triage['assign']).data;
  if (!read) return 'nobody';
  return read.ruleId !== null ? 'rules' : read.learned === true ? 'model' : 'nobody';
};

/** Fields that were decided without a person, each with who decided. */
export const decisionsOf = (triage: Readonly<Record<string, unknown>>): { field: LearnedField; by: string }[] => {
  const { by } = readTriage(triage);
  const decided = (['category', 'kind', 'level', 'sentiment', 'spam'] as const).flatMap((field) => {
    const who = by[field];
    return who === 'rules' || who === 'model' ? [{ field, by: who }] : [];
  });
  const routed = routedBy(triage);
  // Where it went is a decision even if no rule spoke: somebody has to hand it on when it was wrong.
  return [...decided, { field: 'department', by: routed === 'model' ? 'model' : 'rules' }];
};
