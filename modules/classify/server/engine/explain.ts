/** Where in the text a decision comes from, to be marked on the ticket and in the rule editor's dry run. */
import { examine, type ClassifiedField, type ClassifyInput, type ClassifyRules } from './classify.ts';

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
    spans.map(({ start, end }): Highlight => {
      const inSubject = start < subjectLength;
      const shift = inSubject ? 0 : contentFrom;
      const word = original.slice(start, end);
      return {
        field,
        where: inSubject ? 'subject' : 'content',
        start: start - shift,
        end: end - shift,
        word,
        ruleId,
        group,
      };
    }),
  );
  return highlights.sort((a, b) => b.where.localeCompare(a.where) || a.start - b.start || b.end - a.end);
}
