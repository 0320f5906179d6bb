/** Advertising, link dumps and texts without meaning. A score of 0 … 1; `SPAM_THRESHOLD` and above is quarantined. */
import { gatedPattern } from './gated-pattern.ts';
import type { SpamLexicon } from './lexicon.ts';
import { indexWords, spansOf, type PatternIndex, type ScannedText, type Span, type Vocabulary } from './vocabulary.ts';

export const SPAM_THRESHOLD = 0.7;

export interface SpamWords {
  signals: PatternIndex<SpamSignal>;
  meaningless: Set<string>;
  shortLink: RegExp;
}

interface SpamSignal {
  id: string;
  weight: number;
}

export interface SpamFinding {
  signal: string;
  weight: number;
  spans: Span[];
}

export interface SpamJudgement {
  score: number;
  findings: SpamFinding[];
}

const LINK = gatedPattern(
  /(?:https?:\/\/|www\.)[^\s\u4e00-\u9fff，。]{3,}|(?<![\w@.-])[a-z0-9-]{2,30}\.(?:com|cn|net|top|xyz|vip|cc|shop|info|ru|me)(?:\/[\w./?=&%-]*)?(?![\w@])/
    .source,
);
const ACCOUNT = gatedPattern(
  /(?:微信|薇信|威信|v信|vx|wx|qq|扣扣|飞机|tg|加v|加薇)(?:号|群)?[:： @]{0,3}[a-z0-9_-]{4,20}|t\.me\/[a-z0-9_]{4,}|(?:联系)?电话\s?1[3-9]\d{9}$/
    .source,
);
const OFFERS = new Set(['invoice', 'loan', 'adult', 'job', 'papers', 'goods', 'crypto', 'gambling', 'seo', 'medicine']);
const MOST_EVIDENCE_OF_OFFERS = 0.6;
const LONGEST_LOOKED_AT = 4000;
/** How much a signal's second, third … word adds to the first. */
const FURTHER = 0.5;

export function compileSpam(lexicon: SpamLexicon, vocabulary: Vocabulary): SpamWords {
  const signals: PatternIndex<SpamSignal> = new Map();
  for (const { id, weight, words } of lexicon.signals) indexWords(signals, vocabulary, words, { id, weight });
  const hosts = lexicon.shortLinks.map((host) => host.replaceAll('.', '\\.')).join('|');
  return {
    signals,
    meaningless: new Set(lexicon.meaningless),
    shortLink: new RegExp(`(?<![\\w.])(?:${hosts})/`),
  };
}

/** `evidence`: 0 … 1, how sure it is that a customer speaks of a real matter; it takes the edge off every signal. */
export function judgeSpam(scanned: ScannedText, compiled: SpamWords, evidence: number): SpamJudgement {
  const findings = [...wordFindings(scanned, compiled), ...linkFindings(scanned.text, compiled)];
  const empty = emptyFinding(scanned.text, compiled, evidence);
  if (empty !== undefined) findings.push(empty);
  let innocent = 1;
  for (const { weight } of findings) innocent *= 1 - weight;
  const score = (1 - innocent) * (1 - 0.65 * evidence);
  // An offer with an account to write to, and nobody who wants redress: a word of a rule in it changes nothing.
  const offers =
    findings.some(({ signal }) => signal === 'account') && findings.some(({ signal }) => OFFERS.has(signal));
  return { score: offers && evidence <= MOST_EVIDENCE_OF_OFFERS ? Math.max(score, 0.8) : score, findings };
}

function wordFindings(scanned: ScannedText, compiled: SpamWords): SpamFinding[] {
  const findings = new Map<string, SpamFinding>();
  for (const match of scanned.matches) {
    for (const { id, weight } of compiled.signals.get(match.pattern) ?? []) {
      const known = findings.get(id);
      if (known === undefined) findings.set(id, { signal: id, weight, spans: spansOf(match) });
      else {
        known.weight += (1 - known.weight) * weight * FURTHER;
        known.spans.push(...spansOf(match));
      }
    }
  }
  return [...findings.values()];
}

function linkFindings(text: string, compiled: SpamWords): SpamFinding[] {
  const findings: SpamFinding[] = [];
  const links = LINK.all(text, LONGEST_LOOKED_AT);
  if (links.length > 0)
    findings.push({ signal: 'links', weight: links.length >= 3 ? 0.55 : 0.15 * links.length, spans: links });
  if (links.length > 0 && compiled.shortLink.test(text.slice(0, LONGEST_LOOKED_AT)))
    findings.push({ signal: 'short_link', weight: 0.35, spans: links });
  const accounts = ACCOUNT.all(text, LONGEST_LOOKED_AT);
  if (accounts.length > 0) findings.push({ signal: 'account', weight: 0.4, spans: accounts });
  return findings;
}

/** Nothing said at all, one thing said over and over, or keys hit at random. */
function emptyFinding(text: string, compiled: SpamWords, evidence: number): SpamFinding | undefined {
  const looked = text.slice(0, LONGEST_LOOKED_AT);
  const spans = [{ start: 0, end: looked.length }];
  if (!/[\p{L}\p{N}]/u.test(looked)) return { signal: 'empty', weight: 0.85, spans };
  if (looked.length <= 24) {
    const said = looked.replace(/[^\p{L}\p{N}]+/gu, '');
    if (compiled.meaningless.has(said) || /^\d{1,3}$/.test(said)) return { signal: 'meaningless', weight: 0.75, spans };
  }
  if (isOneThing(looked)) {
    // "退款退款退款" is a customer at the end of his patience: words that mean something speak for themselves.
    return { signal: 'repeated', weight: evidence > 0.3 ? 0.3 : 0.75, spans };
  }
  return looksRandom(looked) ? { signal: 'random_letters', weight: 0.75, spans } : undefined;
}

/** Ten characters or more, but hardly any different ones. */
function isOneThing(text: string): boolean {
  if (text.length < 10) return false;
  const few = Math.floor(text.length * 0.06) + 1;
  const seen = new Set<number>();
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit <= 32) continue;
    seen.add(unit);
    if (seen.size > few) return false;
  }
  return true;
}

const KEYBOARD_ROW = /asdf|sdfg|dfgh|fghj|ghjk|hjkl|qwer|wert|erty|rtyu|yuio|zxcv|xcvb|cvbn|vbnm/;

/** No Chinese, and half or more of the letters stand in words that no one can pronounce. */
function looksRandom(text: string): boolean {
  if (/[^\u0000-\u024f\s]/.test(text)) return false;
  const words = text.match(/[a-z]{5,}/g) ?? [];
  const letters = (text.match(/[a-z]/g) ?? []).length;
  if (letters < 7) return false;
  const random = words.filter((word) => isUnpronounceable(word)).reduce((sum, word) => sum + word.length, 0);
  return random >= letters / 2;
}

function isUnpronounceable(word: string): boolean {
  if (KEYBOARD_ROW.test(word)) return true;
  const vowels = (word.match(/[aeiouyà-ÿ]/g) ?? []).length;
  return vowels / word.length < 0.15 || /[bcdfghjklmnpqrstvwxz]{6,}/.test(word);
}
