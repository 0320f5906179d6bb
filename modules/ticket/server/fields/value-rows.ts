import { foldText } from '#platform/server/text/normalise.ts';
import { isDay, pathOf, storedValue } from '../../contract/field-rules.ts';
import type { FieldRow } from './field.queries.ts';
import type { ValueRow } from './value.queries.ts';

const wordLength = 80;
const dayMs = 86_400_000;

export const dayNumber = (day: string): number => Math.round(Date.parse(`${day}T00:00:00Z`) / dayMs);

const wordsOf = (field: FieldRow, value: string | readonly string[]): string[] => {
  if (field.kind === 'text')
    return typeof value === 'string' ? [[...foldText(value)].slice(0, wordLength).join('')] : [];
  // That there is a file can be asked for; which one, nobody asks.
  if (field.kind === 'file') return ['*'];
  const keys = typeof value === 'string' ? [value] : value;
  if (field.kind !== 'tree') return [...keys];
  return keys.flatMap((key) => {
    const path = pathOf(field.options, key).map((option) => option.key);
    return path.length === 0 ? [key] : path;
  });
};

type Holder = { readonly id: string; readonly seq: number; readonly departmentId: string };

/** The rows by which a ticket is found by what it holds in a field. */
export const valueRows = (field: FieldRow, held: unknown, ticket: Holder): ValueRow[] => {
  const value = storedValue(field, held);
  if (value === null) return [];
  const row = (word: string, number: number | null): ValueRow => ({
    ticket_id: ticket.id,
    slot: field.slot,
    word,
    number,
    seq: ticket.seq,
    department_id: ticket.departmentId,
  });
  if (typeof value === 'number') return [row('', value)];
  if (field.kind === 'date') return typeof value === 'string' && isDay(value) ? [row('', dayNumber(value))] : [];
  return [...new Set(wordsOf(field, value))].map((word) => row(word, null));
};
