/** Where in the text a decision comes from, to be marked on the ticket and in the rule editor's dry run. */
import { examine, type ClassifyInput, type ClassifyRules } from './classify.ts';
import type { ClassifiedField } from './decide.ts';

export interface Highlight {
  field: ClassifiedField;
  /** Offsets within the subject or the content as given. */
  where: 'subject' | 'content';
  start: number;
  end: number;
  word: string;
  ruleId?: string;
  group?: string;
}

export function explainText(input: ClassifyInput, rules: ClassifyRules): Highlight[] {
  const { scanned, evidence } = examine(input, rules);
  const { original, subjectLength } = scanned;
  const contentFrom = subjectLength === 0 ? 0 : subjectLength + 1;
  const highlights = evidence.flatMap(({ field, ruleId, group, spans }) =>
    spans.flatMap((span) => {
      const subject = { where: 'subject' as const, start: span.start, end: Math.min(span.end, subjectLength) };
      const start = Math.max(span.start, contentFrom);
      const content = { where: 'content' as const, start: start - contentFrom, end: span.end - contentFrom };
      return [subject, content]
        .filter((part) => part.end > part.start)
        .map((part): Highlight => ({ field, ...part, word: wordOf(original, part, contentFrom), ruleId, group }));
    }),
  );
  return highlights.sort((a, b) => b.where.localeCompare(a.where) || a.start - b.start || b.end - a.end);
}

function wordOf(original: string, part: Pick<Highlight, 'where' | 'start' | 'end'>, contentFrom: number): string {
  const from = part.where === 'subject' ? 0 : contentFrom;
  return original.slice(from + part.start, from + part.end);
}
