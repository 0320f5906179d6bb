import { change } from '#platform/web/format.ts';
import type { Topic } from '../../contract.ts';

export type Growth = { readonly kind: 'new' | 'up' | 'down' | 'same'; readonly words: string; readonly hot: boolean };

/** From so much growth on it is worth a colour. */
const hotShare = 0.5;

/** How a topic moved against the time before; null where there is no time before. */
export const growthOf = (topic: Pick<Topic, 'size' | 'previous' | 'isNew'>): Growth | null => {
  const { size, previous, isNew } = topic;
  if (previous === null) return null;
  if (isNew || previous === 0) return { kind: 'new', words: '', hot: true };
  const share = (size - previous) / previous;
  if (size === previous) return { kind: 'same', words: change(0), hot: false };
  return { kind: share > 0 ? 'up' : 'down', words: change(share), hot: share >= hotShare };
};

export type Part = { readonly text: string; readonly marked: boolean };

/** A text cut where words of the topic stand; the longest word wins where two begin together. */
export const markedParts = (text: string, words: readonly string[]): Part[] => {
  const wanted = words.filter((word) => word.length > 1).toSorted((a, b) => b.length - a.length);
  const parts: Part[] = [];
  let plain = '';
  for (let at = 0; at < text.length;) {
    const word = wanted.find((one) => text.startsWith(one, at));
    if (word === undefined) {
      plain += text[at] ?? '';
      at += 1;
      continue;
    }
    if (plain !== '') parts.push({ text: plain, marked: false });
    plain = '';
    parts.push({ text: word, marked: true });
    at += word.length;
  }
  if (plain !== '') parts.push({ text: plain, marked: false });
  return parts;
};
