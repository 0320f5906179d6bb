import { Forest } from './forest.ts';
import { sketchBands, sketchSimilarity, sketchText, type Sketch } from './sketch.ts';
import type { IndexedText } from '../retrieve/index.ts';

const sameEnough = 0.7;
/** Each newcomer to a band is compared with this many of those there: a campaign of 50,000 stays linear. */
const mostCompared = 8;

/** Groups of two and more ids, the largest first; a chain of near texts is one group. */
export const groupNear = (texts: readonly IndexedText[], threshold = sameEnough): string[][] => {
  const sketches = texts.map((text) => sketchText(`${text.title ?? ''}\n${text.body}`));
  const forest = new Forest(texts.length);
  const inBand = new Map<string, number[]>();
  sketches.forEach((sketch, text) => {
    for (const key of sketchBands(sketch)) {
      const there = inBand.get(key);
      if (there === undefined) inBand.set(key, [text]);
      else join(forest, sketches, there, text, threshold);
    }
  });
  const groups = Map.groupBy(texts.keys(), (text) => forest.find(text));
  return [...groups.values()]
    .filter((group) => group.length > 1)
    .sort((a, b) => b.length - a.length)
    .map((group) => group.map((text) => texts[text]?.id ?? ''));
};

const join = (forest: Forest, sketches: readonly Sketch[], there: number[], text: number, threshold: number): void => {
  const mine = sketches[text];
  if (mine === undefined) return;
  for (const other of there) {
    const theirs = sketches[other];
    if (theirs === undefined || forest.find(other) === forest.find(text)) continue;
    if (sketchSimilarity(mine, theirs) >= threshold) forest.join(other, text);
  }
  if (there.length < mostCompared) there.push(text);
};
