/** Starter sets: what a new company begins with, until its own rules and corrections say better. */
import { z } from 'zod';
import { classifyRule } from './rules.ts';
import retailFile from './starter/retail.json' with { type: 'json' };

const named = z.object({ zh: z.string(), en: z.string() });

const starterSet = z.object({
  industry: z.string(),
  name: named,
  categories: z.array(z.object({ key: z.string(), parent: z.string().optional(), name: named })),
  rules: z.array(classifyRule.extend({ name: named })),
  orderPatterns: z.array(z.string()),
  trackingPatterns: z.array(z.string()),
});
export type StarterSet = z.infer<typeof starterSet>;

export const retailStarter: StarterSet = starterSet.parse(retailFile);

const starters: readonly StarterSet[] = [retailStarter];

export const starterOf = (industry: string): StarterSet | undefined =>
  starters.find((starter) => starter.industry === industry);

/** Keys and names, in the order in which they are offered. */
export const starterIndustries: readonly Pick<StarterSet, 'industry' | 'name'>[] = starters.map(
  ({ industry, name }) => ({ industry, name }),
);
