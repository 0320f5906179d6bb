import type { CustomField, CustomValue, CustomValues, FieldOption } from './custom-fields.ts';
import { matchesPattern } from './field-pattern.ts';

/** Pure: the same answers in the browser and on the server. Codes are texts `ticket:errors.<code>`. */
export type Judged =
  | { readonly ok: true; readonly value: CustomValue | null }
  | { readonly ok: false; readonly code: FieldFault; readonly data: Readonly<Record<string, string | number>> };

export const fieldFaults = [
  'field_text',
  'field_long',
  'field_form',
  'field_number',
  'field_date',
  'field_option',
  'field_file',
  'field_person',
  'field_small',
  'field_big',
  'field_many',
] as const;
export type FieldFault = (typeof fieldFaults)[number];

type Ruled = Pick<CustomField, 'kind' | 'options' | 'rule'>;

const usualLength = 2000;
const usualFiles = 9;
const most = 1e15;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const numeral = /^[+-]?\d{1,16}(?:\.\d{1,9})?$/;

const fine = (value: CustomValue | null): Judged => ({ ok: true, value });
const wrong = (code: FieldFault, data: Record<string, string | number> = {}): Judged => ({ ok: false, code, data });

export const isEmptyValue = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

const judgeText = ({ rule }: Ruled, given: unknown): Judged => {
  if (typeof given !== 'string') return wrong('field_text');
  const text = given.trim();
  const length = rule.length ?? usualLength;
  if ([...text].length > length) return wrong('field_long', { length });
  if (rule.pattern && text !== '' && !matchesPattern(rule.pattern, text)) return wrong('field_form');
  return fine(text === '' ? null : text);
};

const within = <Value extends string | number>({ rule }: Ruled, value: Value): Judged => {
  const { min, max } = rule;
  if (min !== undefined && typeof min === typeof value && value < min) return wrong('field_small', { min });
  if (max !== undefined && typeof max === typeof value && value > max) return wrong('field_big', { max });
  return fine(value);
};

/** Forms and files carry numbers as text. */
const judgeNumber = (field: Ruled, given: unknown): Judged => {
  const number = typeof given === 'string' && numeral.test(given.trim()) ? Number(given) : given;
  if (typeof number !== 'number' || !Number.isFinite(number) || Math.abs(number) > most) return wrong('field_number');
  return within(field, number);
};

export const isDay = (text: string): boolean => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
};

const judgeDay = (field: Ruled, given: unknown): Judged =>
  typeof given === 'string' && isDay(given) ? within(field, given) : wrong('field_date');

/** In the order of the options, each once. A retired option may stay where it stood before, and be chosen no more. */
const judgeOptions = ({ options, rule, kind }: Ruled, given: unknown, before: unknown): Judged => {
  const wanted: unknown[] = Array.isArray(given) ? given : [given];
  const stood: unknown[] = Array.isArray(before) ? before : [before];
  const chosen = options.filter((option) => wanted.includes(option.key));
  const may = chosen.every((option) => !option.retired || stood.includes(option.key));
  const known = wanted.every((one) => options.some((option) => option.key === one));
  if (!known || !may) return wrong('field_option');
  if (kind === 'choice' && rule.many === true) return fine(chosen.map((option) => option.key));
  if (chosen.length > 1) return wrong('field_many');
  return fine(chosen[0]?.key ?? null);
};

const judgeFiles = ({ rule }: Ruled, given: unknown): Judged => {
  const ids: unknown[] = Array.isArray(given) ? given : [given];
  const files = ids.filter((id) => typeof id === 'string').filter((id) => uuid.test(id));
  if (files.length !== ids.length) return wrong('field_file');
  const max = typeof rule.max === 'number' ? rule.max : usualFiles;
  if (files.length > max) return wrong('field_big', { max });
  return fine([...new Set(files)]);
};

const judgePerson = (given: unknown): Judged =>
  typeof given === 'string' && uuid.test(given) ? fine(given) : wrong('field_person');

/** What is stored for what was given: null takes the value away. `before` is what stands there now. */
export const judgeValue = (field: Ruled, given: unknown, before?: unknown): Judged => {
  if (isEmptyValue(given)) return fine(null);
  switch (field.kind) {
    case 'text':
      return judgeText(field, given);
    case 'number':
      return judgeNumber(field, given);
    case 'date':
      return judgeDay(field, given);
    case 'file':
      return judgeFiles(field, given);
    case 'person':
      return judgePerson(given);
    case 'choice':
    case 'tree':
      return judgeOptions(field, given, before);
  }
};

const strings = (value: readonly unknown[]): string[] => value.filter((one) => typeof one === 'string');

/** A stored value in the type of its kind; null where it is none (it came before the field was defined, or is empty). */
export const storedValue = (field: Pick<CustomField, 'kind' | 'rule'>, value: unknown): CustomValue | null => {
  if (isEmptyValue(value)) return null;
  if (field.kind === 'number') return typeof value === 'number' ? value : null;
  const list = field.kind === 'file' || (field.kind === 'choice' && Array.isArray(value));
  if (list) return Array.isArray(value) && strings(value).length === value.length ? strings(value) : null;
  return typeof value === 'string' ? value : null;
};

/** A node and those above it, the root first; a circle (which no saved tree has) ends. */
export const pathOf = (options: readonly FieldOption[], key: string): FieldOption[] => {
  const path: FieldOption[] = [];
  let at = options.find((option) => option.key === key);
  while (at && !path.includes(at)) {
    path.unshift(at);
    const { parentKey } = at;
    at = parentKey === null ? undefined : options.find((option) => option.key === parentKey);
  }
  return path;
};

/** Of these fields the keys that have no value yet. */
export const missingCustomFields = (
  fields: readonly CustomField[],
  values: CustomValues,
  keys: readonly string[],
): string[] =>
  fields
    .filter((field) => keys.includes(field.key) && !field.retired && isEmptyValue(values[field.key]))
    .map((field) => field.key);

type Placed = { readonly key: string; readonly parentKey: string | null };

/** Whether a field is asked about a ticket of this category: its categories count with everything below them. */
export const appliesTo = (
  field: Pick<CustomField, 'categoryKeys'>,
  categoryKey: string | null,
  categories: readonly Placed[],
): boolean => {
  if (field.categoryKeys.length === 0) return true;
  const seen = new Set<string>();
  let at = categoryKey;
  while (at !== null && !seen.has(at)) {
    if (field.categoryKeys.includes(at)) return true;
    seen.add(at);
    const here = at;
    at = categories.find((category) => category.key === here)?.parentKey ?? null;
  }
  return false;
};

/** The labels of what was chosen, as a person reads them; a tree with the way to it. */
export const optionWords = (
  field: Pick<CustomField, 'options' | 'kind'>,
  value: unknown,
  nameOf: (named: { name: string; nameEn: string }) => string,
): string[] => {
  const keys = Array.isArray(value) ? strings(value) : typeof value === 'string' ? [value] : [];
  return keys.map((key) => {
    const path = pathOf(field.options, key);
    return path.length === 0 ? key : path.map(nameOf).join(' / ');
  });
};
