import { foldText } from '#platform/server/text/normalise.ts';
import { searchTerms } from '#platform/server/text/bigrams.ts';
import { openStates, type TicketState } from '../contract.ts';
import { optionWords, storedValue } from '../contract/field-rules.ts';
import { fieldLexemes } from './fields/field-filter.ts';
import type { FieldRow } from './fields/field.queries.ts';
import { formatTicketNumber } from './number/ticket-number.ts';
import type { SearchRow, SearchSource } from './search.queries.ts';

/**
 * Lexemes beside the words. A two-character word that stands in every fifth of a million tickets has 200,000 hits; to
 * sort and recheck them all took most of a second. So each row also names the stretches of arrivals it lies in, and a
 * search asks for the newest stretches first. Reach and rough state stand there too, so that hits of other departments
 * are never fetched. None of it is believed: `ticketsOfHits` checks every hit again.
 */
const stretches = [
  { mark: '~b', size: 2 ** 11 },
  { mark: '~c', size: 2 ** 14 },
  { mark: '~d', size: 2 ** 17 },
] as const;
const mostStretches = 9;

export type StateGroup = 'open' | 'done' | 'archived' | 'spam';

const open = new Set<TicketState>(openStates);
export const groupOf = (state: TicketState): StateGroup => {
  if (state === 'spam' || state === 'archived') return state;
  return open.has(state) ? 'open' : 'done';
};

const marksOf = (source: SearchSource): string[] => [
  ...stretches.map(({ mark, size }) => `${mark}${Math.floor(source.seq / size)}`),
  `~u${source.departmentId}`,
  ...(source.ownerId === null ? [] : [`~o${source.ownerId}`]),
  `~g${groupOf(source.state)}`,
];

type FieldWords = { readonly open: readonly string[]; readonly lexemes: readonly string[] };

const fieldWords = (held: Readonly<Record<string, unknown>>, fields: readonly FieldRow[]): FieldWords => {
  const open: string[] = [];
  const lexemes: string[] = [];
  for (const field of fields) {
    const value = storedValue(field, held[field.key]);
    if (value === null) continue;
    if (field.kind === 'text' && typeof value === 'string') lexemes.push(...fieldLexemes(field.slot, value));
    if (field.readRoles.length > 0) continue;
    if (field.kind === 'text' || field.kind === 'number') open.push(String(value));
    if (field.kind === 'choice' || field.kind === 'tree')
      open.push(...optionWords(field, value, ({ name }) => name), ...optionWords(field, value, ({ nameEn }) => nameEn));
  }
  return { open, lexemes };
};

/** What stands in fields that everybody may read is found with the ticket; the rest only by who asks for the field. */
export const searchRow = (source: SearchSource, fields: readonly FieldRow[] = []): SearchRow => {
  const said = fieldWords(source.fields, fields);
  const text = [
    source.subject,
    source.customerName,
    source.number,
    formatTicketNumber(source.number),
    source.text,
    ...said.open,
  ].join('\n');
  return {
    ticket_id: source.id,
    seq: source.seq,
    words: [...searchTerms(text), ...marksOf(source), ...said.lexemes],
    body: foldText(text),
  };
};

const oneOf = (marks: readonly string[]): string =>
  marks.length === 0 ? "'~none'" : `(${marks.map((mark) => `'${mark}'`).join(' | ')})`;

/** The stretches that cover a window, or nothing when even the longest would be too many. */
export const windowMarks = (from: number, below: number): string | null => {
  for (const { mark, size } of stretches) {
    const first = Math.floor(Math.max(0, from) / size);
    const last = Math.floor((below - 1) / size);
    if (last - first < mostStretches)
      return oneOf(Array.from({ length: last - first + 1 }, (_, index) => `${mark}${first + index}`));
  }
  return null;
};

const mostDepartments = 64;

/** Department and ownership as lexemes; null where the reader reaches everything, or too many to name. */
export const reachMarks = (departments: readonly string[] | null, ownPerson: string | null): string | null => {
  if (departments === null || departments.length > mostDepartments) return null;
  return oneOf([...departments.map((id) => `~u${id}`), ...(ownPerson === null ? [] : [`~o${ownPerson}`])]);
};

const allGroups: readonly StateGroup[] = ['open', 'done', 'archived', 'spam'];

export const stateMarks = (states: readonly TicketState[]): string | null => {
  const groups = [...new Set(states.map(groupOf))];
  const common = allGroups.filter((group) => group !== 'spam');
  return common.every((group) => groups.includes(group)) ? null : oneOf(groups.map((group) => `~g${group}`));
};
