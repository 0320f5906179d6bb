import { foldKeepingOffsets } from '../normalise.ts';
import type { TopicText } from './topic.ts';

/** A phrase as it was written: phrases are found in folded text, people write A3区 and iPhone. */
export const restoreCase = (shown: string, texts: readonly TopicText[]): string => {
  if (shown === '' || !/[a-z]/.test(shown)) return shown;
  for (const text of texts) {
    for (const original of [text.title ?? '', text.body]) {
      const at = foldKeepingOffsets(original.slice(0, 20_000)).indexOf(shown);
      if (at >= 0) return original.slice(at, at + shown.length);
    }
  }
  return shown;
};
