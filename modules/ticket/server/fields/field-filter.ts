import type { Tx } from '#platform/server/database/index.ts';
import { Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import { searchQuery, searchTerms } from '#platform/server/text/bigrams.ts';
import { foldText } from '#platform/server/text/normalise.ts';
import type { FieldFilter } from '../../contract/custom-fields.ts';
import { pathOf } from '../../contract/field-rules.ts';
import type { Scope } from '../scope.ts';
import { mayReadField, readerOf } from './field.access.ts';
import { findFields, type FieldRow } from './field.queries.ts';
import { fewSeqs, type FieldCondition } from './condition.queries.ts';

/** How a list reads the rows of values: ordered ranges of words, or a few tickets named one by one. */
export type Drive =
  | { readonly by: 'words'; readonly slot: number; readonly words: readonly string[] }
  | { readonly by: 'seqs'; readonly seqs: readonly number[] };

/** So many tickets are fetched and sorted faster than an ordered index is walked past those that do not fit. */
const fewEnough = 2000;

const below = (field: FieldRow, keys: readonly string[]): string[] =>
  field.options
    .filter((option) => pathOf(field.options, option.key).some((step) => keys.includes(step.key)))
    .map((option) => option.key);

const likeOf = (text: string): string =>
  `%${foldText(text)
    .trim()
    .replaceAll(/[\\%_]/g, '\\$&')}%`;

type Bound = string | number | undefined;
const numberOf = (bound: Bound): number | undefined => (typeof bound === 'number' ? bound : undefined);
const dayOf = (bound: Bound): string | undefined => (typeof bound === 'string' ? bound : undefined);

/** What a filter asks of a field in the terms of its kind; null where it makes no sense there. */
const conditionOf = (field: FieldRow, { any, min, max, contains }: FieldFilter): FieldCondition | null => {
  const { key, slot, kind } = field;
  if (kind === 'number') return { is: 'number', key, slot, min: numberOf(min), max: numberOf(max) };
  if (kind === 'date') return { is: 'day', key, slot, min: dayOf(min), max: dayOf(max) };
  if (kind === 'text')
    return contains === undefined ? null : { is: 'text', key, slot, like: likeOf(contains), contains };
  if (any === undefined || kind === 'file') return null;
  const nodes = kind === 'tree' ? below(field, any) : any;
  return { is: 'words', key, slot, words: any, values: [...new Set([...any, ...nodes])] };
};

const isOpenRange = (condition: FieldCondition): boolean =>
  (condition.is === 'number' || condition.is === 'day') && condition.min === undefined && condition.max === undefined;

const refuse = (key: string): never => {
  throw new Problem('ticket.field_unknown', 422, { label: key });
};

/** The conditions of a filter, as this reader may ask them: a field that is not his is as unknown as one that is not. */
export const planFields = async (
  tx: Tx,
  actor: Actor,
  filters: readonly FieldFilter[] | undefined,
): Promise<FieldCondition[] | undefined> => {
  if (filters === undefined || filters.length === 0) return undefined;
  const fields = await findFields(tx);
  const reader = await readerOf(tx, actor, fields);
  return filters.flatMap((filter) => {
    const field = fields.find((one) => one.key === filter.key);
    if (!field || !mayReadField(reader, field)) return refuse(filter.key);
    const condition = conditionOf(field, filter);
    if (condition === null) throw new Problem('ticket.field_filter', 422, { label: filter.key });
    return isOpenRange(condition) ? [] : [condition];
  });
};

/** Of a saved view what this reader may use: what was dropped or is not his falls away, the rest still works. */
export const usableFilters = async (
  tx: Tx,
  actor: Actor,
  filters: readonly FieldFilter[] | undefined,
): Promise<FieldFilter[] | undefined> => {
  if (filters === undefined || filters.length === 0) return undefined;
  const fields = await findFields(tx);
  const reader = await readerOf(tx, actor, fields);
  return filters.filter((filter) => {
    const field = fields.find((one) => one.key === filter.key);
    return field !== undefined && mayReadField(reader, field) && conditionOf(field, filter) !== null;
  });
};

const narrowest = (conditions: readonly FieldCondition[]): FieldCondition | undefined =>
  conditions.find((one) => one.is === 'words') ?? conditions.find((one) => one.is !== 'text');

/**
 * By which condition the list is read. In the order of arrival the rows of a chosen value stand in that order already;
 * otherwise a value that few tickets of the reader have is fetched whole. A common one is met soon by walking the list.
 */
export const chooseDrive = async (
  tx: Tx,
  conditions: readonly FieldCondition[] | undefined,
  list: { readonly sort: string; readonly scope: Scope },
): Promise<Drive | undefined> => {
  const by = narrowest(conditions ?? []);
  if (!by) return undefined;
  if (by.is === 'words' && list.sort === 'new') return { by: 'words', slot: by.slot, words: by.words };
  const seqs = await fewSeqs(tx, by, list.scope, fewEnough + 1);
  return seqs.length > fewEnough ? undefined : { by: 'seqs', seqs };
};

/** The lexemes of a text field; apart from those of the ticket, so that only who may read the field finds by them. */
export const fieldLexemes = (slot: number, text: string): string[] =>
  searchTerms(text).map((term) => `~f${slot}.${term}`);

const quoted = (slot: number, term: string, prefix: boolean): string =>
  `'~f${slot}.${term.replaceAll('\\', '\\\\').replaceAll("'", "''")}'${prefix ? ':*' : ''}`;

/** The conditions on text as a tsquery over those lexemes; null where the index cannot help. */
export const fieldTsquery = (conditions: readonly FieldCondition[] | undefined): string | null => {
  const parts = (conditions ?? []).flatMap((condition) => {
    if (condition.is !== 'text') return [];
    const { terms, anyOf } = searchQuery(condition.contains);
    const exact = terms.map((term) => quoted(condition.slot, term, false));
    const groups = anyOf.map(
      (group) => `(${group.map(({ term, prefix }) => quoted(condition.slot, term, prefix)).join(' | ')})`,
    );
    return [...exact, ...groups];
  });
  return parts.length === 0 ? null : parts.join(' & ');
};
