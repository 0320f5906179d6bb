/** Starter sets: what a new company begins with, until its own rules and corrections say better. */
import { z } from 'zod';
import { classifyRule } from './rules.ts';
import financeFile from './starter/finance.json' with { type: 'json' };
import governmentFile from './starter/government.json' with { type: 'json' };
import manufacturingFile from './starter/manufacturing.json' with { type: 'json' };
import retailFile from './starter/retail.json' with { type: 'json' };
import serviceFile from './starter/service.json' with { type: 'json' };
import telecomFile from './starter/telecom.json' with { type: 'json' };

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

const starters: readonly StarterSet[] = [
  retailStarter,
  ...[financeFile, manufacturingFile, serviceFile, governmentFile, telecomFile].map((file) => starterSet.parse(file)),
];

export const starterOf = (industry: string): StarterSet | undefined =>
  starters.find((starter) => starter.industry === industry);

/** Keys and names, in the order in which they are offered. */
export const starterIndustries: readonly Pick<StarterSet, 'industry' | 'name'>[] = starters.map(
  ({ industry, name }) => ({ industry, name }),
);
