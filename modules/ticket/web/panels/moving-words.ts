import { z } from 'zod';

const triageSchema = z.object({
  classify: z.object({ reasons: z.array(z.object({ field: z.string(), words: z.array(z.string()) })) }),
});

const longest = 8;

/** The customer's own words that decided, each once, those of the category first. */
export const movingWords = (triage: unknown): string[] => {
  const parsed = triageSchema.safeParse(triage);
  if (!parsed.success) return [];
  const { reasons } = parsed.data.classify;
  const first = reasons.toSorted((a, b) => Number(b.field === 'category') - Number(a.field === 'category'));
  return [...new Set(first.flatMap((reason) => reason.words))].slice(0, longest);
};
