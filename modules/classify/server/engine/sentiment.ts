/**
 * Sentiment by lexicon: the longest words win, a negator turns a word round, what follows the last 但是 weighs more.
 * Praise and anger are told apart well, a calm report of a problem often counts as neutral: measure before relying on it.
 */
import type { FeedbackKind } from './feedback-kind.ts';
import { gatedPattern, matchesOf } from './gated-pattern.ts';
import { sentimentWords, type SentimentLexicon } from './lexicon.ts';
import { indexWords, spansOf, type PatternIndex, type ScannedText, type Span, type Vocabulary } from './vocabulary.ts';

export interface SentimentWords {
  weights: PatternIndex<number>;
  except: PatternIndex<true>;
  negatedBefore: RegExp;
}

export interface Sentiment {
  value: -1 | 0 | 1;
  positive: number;
  negative: number;
  spans: Span[];
}

const NEUTRAL_BELOW = 1;
const AFTER_BUT = 1.5;
const STRESSED = 1.5;
const MOST_WORDS = 200;

const STRESS = /(?:很|非常|太|特别|极其|极|超级?|十分|相当|真是?|实在|so |very |extremely |really |too |absolutely )$/;
const BUT = /但是|但|不过|然而|可是|就是|\bbut\b|\bhowever\b/g;
const DEGREE = '(?:很|太|是|够|怎么|特别|那么|多|有|算|再|会|能|a |the |very |so |that |really |been |as |at all )*';

export function compileSentiment(lexicon: SentimentLexicon, vocabulary: Vocabulary): SentimentWords {
  const compiled: SentimentWords = {
    weights: new Map(),
    except: new Map(),
    negatedBefore: new RegExp(`(?:${lexicon.negators.map(negatorPattern).join('|')})${DEGREE}$`),
  };
  for (const { weight, words } of lexicon.positive) indexWords(compiled.weights, vocabulary, words, weight);
  for (const { weight, words } of lexicon.negative) indexWords(compiled.weights, vocabulary, words, -weight);
  indexWords(compiled.except, vocabulary, lexicon.except, true);
  return compiled;
}

const DRY = gatedPattern(sentimentWords.dry);
const HEATED = gatedPattern(sentimentWords.heated);
const MOOD_REACH = 1000;
/** Of a question or a proposal: below this the words are about the matter ("有没有好用的") and no feeling. */
const MOVED = 2.5;

/**
 * The feeling that shows. Words alone miss most of it: who complains is displeased, unless he only reports and asks to
 * act; mock praise in a complaint pleases nobody; a question has no feeling but a strong one.
 */
export function moodOf({ text }: ScannedText, kind: FeedbackKind, sentiment: Sentiment): -1 | 0 | 1 {
  const { positive, negative } = sentiment;
  if (kind === 'praise') return negative > positive + 2 ? -1 : 1;
  if (kind === 'complaint')
    return DRY.test(text, MOOD_REACH) && !HEATED.test(text, MOOD_REACH) && negative < MOVED + 1 ? 0 : -1;
  if (positive - negative >= MOVED) return 1;
  return negative - positive >= MOVED ? -1 : 0;
}

function negatorPattern(negator: string): string {
  return /^[a-z]/.test(negator) ? `\\b${negator} ` : negator;
}

export function judgeSentiment(scanned: ScannedText, compiled: SentimentWords): Sentiment {
  const chosen = longestFirst(scanned, compiled);
  const turn = lastBut(scanned.text);
  const result: Sentiment = { value: 0, positive: 0, negative: 0, spans: [] };
  for (const { span, weight } of chosen) {
    if (weight === 0) continue;
    const before = scanned.text.slice(Math.max(0, span.start - 16), span.start);
    const stressed = STRESS.test(before) ? STRESSED : 1;
    const turned = compiled.negatedBefore.test(before);
    // "Not bad" is weaker than "good".
    const strength = weight * stressed * (span.start >= turn ? AFTER_BUT : 1) * (turned ? -0.7 : 1);
    if (strength > 0) result.positive += strength;
    else result.negative -= strength;
    result.spans.push(span);
  }
  const balance = result.positive - result.negative;
  if (Math.abs(balance) >= NEUTRAL_BELOW) result.value = balance > 0 ? 1 : -1;
  return result;
}

interface WeightedSpan {
  span: Span;
  weight: number;
}

/** Leftmost longest without overlap; exceptions take their place with weight 0 (尽快 hides 快). */
function longestFirst(scanned: ScannedText, compiled: SentimentWords): WeightedSpan[] {
  const all: WeightedSpan[] = [];
  for (const match of scanned.matches) {
    const excepted = compiled.except.has(match.pattern);
    const weight = excepted ? 0 : compiled.weights.get(match.pattern)?.[0];
    if (weight === undefined) continue;
    for (const span of spansOf(match)) all.push({ span, weight });
  }
  all.sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end);
  const chosen: WeightedSpan[] = [];
  let free = 0;
  for (const each of all) {
    if (each.span.start < free) continue;
    chosen.push(each);
    free = each.span.end;
    if (chosen.length >= MOST_WORDS) break;
  }
  return chosen;
}

function lastBut(text: string): number {
  let at = Number.POSITIVE_INFINITY;
  if (text.length > 2000) return at;
  for (const match of matchesOf(BUT, text)) at = match.index;
  return at;
}
