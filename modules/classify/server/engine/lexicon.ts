/** The built-in words, as data in lexicon/*.json: checked once at start, so that a slip in a file stops the start. */
import { z } from 'zod';
import kindFile from './lexicon/kind.json' with { type: 'json' };
import kindSignFile from './lexicon/kind-signs.json' with { type: 'json' };
import levelFile from './lexicon/level.json' with { type: 'json' };
import signFile from './lexicon/level-signs.json' with { type: 'json' };
import sentimentFile from './lexicon/sentiment.json' with { type: 'json' };
import spamFile from './lexicon/spam.json' with { type: 'json' };

const words = z.array(z.string().min(1));

const levelGroup = z.object({
  id: z.string(),
  level: z.union([z.literal(1), z.literal(2)]),
  name: z.object({ zh: z.string(), en: z.string() }),
  words,
  /** Longer expressions in which a word means something else (火锅, 跳楼价). */
  except: words.default([]),
  /** One of these must stand within `within` characters. */
  with: words.optional(),
  within: z.number().default(30),
  negatable: z.boolean().default(true),
  /** Counts only when the feedback is of this kind. */
  onlyFor: z.literal('complaint').optional(),
  /** False: that fraud or a court is named does not make a complaint of it; it weighs only if the rest is one. */
  tellsKind: z.boolean().default(true),
});
export type LevelGroup = z.infer<typeof levelGroup>;

const weighted = z.array(z.object({ weight: z.number().positive(), words }));
export type WeightedWords = z.infer<typeof weighted>;

const kindLexicon = z.object({
  complaint: weighted,
  suggestion: weighted,
  inquiry: weighted,
  praise: weighted,
  notComplaint: words,
  notInquiry: words,
  notSuggestion: words,
  notPraise: words,
});
export type KindLexicon = z.infer<typeof kindLexicon>;

const weightedPatterns = z.array(z.object({ weight: z.number().positive(), patterns: words }));
export const kindSigns = z
  .object({
    complaint: weightedPatterns,
    suggestion: weightedPatterns,
    inquiry: weightedPatterns,
    praise: weightedPatterns,
    /** Praise in quotation marks and thanks for nothing. */
    sarcasm: z.string(),
  })
  .parse(kindSignFile);

const sentimentLexicon = z.object({
  positive: weighted,
  negative: weighted,
  except: words,
  negators: words,
  /** Expressions of one who reports and asks to act, and of one who is moved. */
  dry: z.string(),
  heated: z.string(),
});
export type SentimentLexicon = z.infer<typeof sentimentLexicon>;

const spamLexicon = z.object({
  signals: z.array(z.object({ id: z.string(), weight: z.number().min(0).max(1), words })),
  shortLinks: words,
  meaningless: words,
});
export type SpamLexicon = z.infer<typeof spamLexicon>;

const levelSigns = z.object({
  /** Fragments that the patterns name in braces. */
  parts: z.record(z.string(), z.string()),
  /** What words alone do not tell: a part of the body beside what befell it, a child beside a payment. */
  signs: z.array(z.object({ group: z.string(), patterns: words })),
  /** Asked about or imagined; denied outright; and what shows that it did happen. */
  negatedInside: z.string(),
  /** It is going on; and a failure that is no danger by itself but cannot wait until tomorrow. */
  now: z.string(),
  cannotWait: z.string(),
  imagined: z.string(),
  disclaimed: z.string(),
  happened: z.string(),
});
export const signLexicon = levelSigns.parse(signFile);

const levelLexicon = z.object({ groups: z.array(levelGroup), mild: words }).parse(levelFile);
export const levelGroups: readonly LevelGroup[] = levelLexicon.groups;
/** Words that make a small matter of it: such a complaint can wait. */
export const mildWords: readonly string[] = levelLexicon.mild;
export const kindWords = kindLexicon.parse(kindFile);
export const sentimentWords = sentimentLexicon.parse(sentimentFile);
export const spamWords = spamLexicon.parse(spamFile);
