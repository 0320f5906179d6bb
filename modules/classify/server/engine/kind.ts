/** Complaint, suggestion, inquiry or praise by weighted words: what the writer wants, not what the matter is. */
import { feedbackKinds, type FeedbackKind } from './feedback-kind.ts';
import { gatedPattern } from './gated-pattern.ts';
import { kindSigns, type KindLexicon } from './lexicon.ts';
import type { Sentiment } from './sentiment.ts';
import {
  indexWords,
  coverOf,
  spansIn,
  spansOf,
  type PatternIndex,
  type ScannedText,
  type Span,
  type Vocabulary,
} from './vocabulary.ts';

export interface KindWords {
  votes: PatternIndex<{ kind: FeedbackKind; weight: number }>;
  notComplaint: PatternIndex<true>;
  notInquiry: PatternIndex<true>;
  notSuggestion: PatternIndex<true>;
  notPraise: PatternIndex<true>;
}

export interface KindJudgement {
  kind: FeedbackKind;
  /** Strength 0.2 … 0.8 from the lead over the second; no probability. */
  strength: number;
  scores: Record<FeedbackKind, number>;
  spans: Record<FeedbackKind, Span[]>;
}

export function compileKinds(lexicon: KindLexicon, vocabulary: Vocabulary): KindWords {
  const compiled: KindWords = {
    votes: new Map(),
    notComplaint: new Map(),
    notInquiry: new Map(),
    notSuggestion: new Map(),
    notPraise: new Map(),
  };
  for (const kind of feedbackKinds) {
    for (const { weight, words } of lexicon[kind]) indexWords(compiled.votes, vocabulary, words, { kind, weight });
  }
  indexWords(compiled.notComplaint, vocabulary, lexicon.notComplaint, true);
  indexWords(compiled.notInquiry, vocabulary, lexicon.notInquiry, true);
  indexWords(compiled.notSuggestion, vocabulary, lexicon.notSuggestion, true);
  indexWords(compiled.notPraise, vocabulary, lexicon.notPraise, true);
  return compiled;
}

/** The first word of a kind counts in full, each further one less: ten question marks are one question. */
const FURTHER = 0.5;
const UNASKED = 1.2;

/** What the words and signs of a text say, before anything else leans on it. */
export type KindVotes = Pick<KindJudgement, 'scores' | 'spans'>;

export function countKinds(scanned: ScannedText, compiled: KindWords): KindVotes {
  const votes = countVotes(scanned, compiled);
  countSigns(scanned.text, votes.scores, votes.spans);
  return votes;
}

export function judgeKind(
  scanned: ScannedText,
  { scores: counted, spans }: KindVotes,
  sentiment: Sentiment,
  leans: readonly FeedbackKind[],
): KindJudgement {
  const scores = { ...counted };
  scores.complaint += Math.min(0.6 * sentiment.negative, 3);
  const gladness = Math.min(0.5 * sentiment.positive, 2.5);
  scores.praise += sentiment.negative > sentiment.positive ? 0 : gladness;
  if (sentiment.negative > sentiment.positive) scores.praise *= 0.5;
  for (const kind of leans) scores[kind] += 1;
  // Who writes unasked and says nothing that tells otherwise reports something wrong: nearly always a complaint.
  if (sentiment.value !== 1 && /[\p{L}\p{N}]{2}/u.test(scanned.text)) scores.complaint += UNASKED;
  // Ties go to the kind that promises the customer more: complaint before suggestion before inquiry before praise.
  const ranked = [...feedbackKinds].sort((a, b) => scores[b] - scores[a]);
  const [first = 'inquiry', second = 'inquiry'] = ranked;
  if (scores[first] === 0) return { kind: 'inquiry', strength: 0.2, scores, spans };
  const lead = (scores[first] - scores[second]) / (scores[first] + 1);
  return { kind: first, strength: 0.3 + 0.5 * lead, scores, spans };
}

const SIGN_REACH = 1000;

const signs = feedbackKinds.flatMap((kind) =>
  kindSigns[kind].map(({ weight, patterns }) => ({ kind, weight, pattern: gatedPattern(patterns.join('|')) })),
);
const SARCASM = gatedPattern(kindSigns.sarcasm);

/** How something is said tells more of the wish than the words in it: "就更好了", "…吗？", "等了三天". */
function countSigns(text: string, scores: KindJudgement['scores'], spans: KindJudgement['spans']): void {
  for (const { kind, weight, pattern } of signs) {
    const span = pattern.first(text, SIGN_REACH);
    if (span === undefined) continue;
    scores[kind] += spans[kind].length === 0 ? weight : weight * FURTHER;
    spans[kind].push(span);
  }
  if (!SARCASM.test(text, SIGN_REACH)) return;
  scores.praise *= 0.3;
  scores.complaint += 2;
}

function countVotes(scanned: ScannedText, compiled: KindWords): KindVotes {
  const scores = { complaint: 0, suggestion: 0, inquiry: 0, praise: 0 };
  const spans: Record<FeedbackKind, Span[]> = { complaint: [], suggestion: [], inquiry: [], praise: [] };
  const votes = scanned.matches.flatMap((match) =>
    (compiled.votes.get(match.pattern) ?? []).map((vote) => ({ ...vote, spans: spansOf(match) })),
  );
  const hiding: Record<FeedbackKind, PatternIndex<true>> = {
    complaint: compiled.notComplaint,
    suggestion: compiled.notSuggestion,
    inquiry: compiled.notInquiry,
    praise: compiled.notPraise,
  };
  votes.sort((a, b) => b.weight - a.weight);
  for (const kind of feedbackKinds) {
    const own = votes.filter((vote) => vote.kind === kind);
    if (own.length === 0) continue;
    const longer = coverOf(own.flatMap((vote) => vote.spans));
    const hidden = coverOf(spansIn(scanned.matches, hiding[kind]));
    for (const vote of own) {
      const seen = vote.spans.filter((span) => !hidden.contains(span) && !longer.exceeds(span));
      if (seen.length === 0) continue;
      scores[kind] += spans[kind].length === 0 ? vote.weight : vote.weight * FURTHER;
      spans[kind].push(...seen);
    }
  }
  return { scores, spans };
}
