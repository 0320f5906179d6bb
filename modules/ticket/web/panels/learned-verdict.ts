import { z } from 'zod';

const share = z.object({ label: z.string(), confidence: z.number() });
const triageSchema = z.object({
  classify: z.object({
    models: z.object({ category: share.extend({ suggestions: z.array(share) }) }),
    words: z.array(z.string()).catch([]),
  }),
});

export type LearnedVerdict = {
  /** How likely the model holds the category that stands; null when it speaks for another one or was not asked. */
  readonly confidence: number | null;
  /** The customer's words that moved the model. */
  readonly words: readonly string[];
  /** What keys 1 2 3 choose: the model's best guesses without the category that stands, unless that waits for a yes. */
  readonly suggestions: readonly { readonly categoryKey: string; readonly confidence: number }[];
};

const nothing: LearnedVerdict = { confidence: null, words: [], suggestions: [] };

export const learnedVerdict = (ticket: {
  readonly triage: unknown;
  readonly categoryKey: string | null;
  readonly unsure: boolean;
}): LearnedVerdict => {
  const read = triageSchema.safeParse(ticket.triage).data;
  if (!read) return nothing;
  const { models, words } = read.classify;
  const { label, confidence, suggestions } = models.category;
  return {
    confidence: label === ticket.categoryKey ? confidence : null,
    words,
    suggestions: suggestions
      .filter((one) => ticket.unsure || one.label !== ticket.categoryKey)
      .map((one) => ({ categoryKey: one.label, confidence: one.confidence })),
  };
};
