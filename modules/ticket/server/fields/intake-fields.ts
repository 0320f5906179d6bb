import { peopleByIds } from '#modules/staff/server/index.ts';
import type { Locale } from '#platform/contract/fields.ts';
import type { App } from '#platform/server/app.ts';
import { everything, type Tx } from '#platform/server/database/index.ts';
import { Problem, type FieldProblem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import { cleanText, foldText } from '#platform/server/text/normalise.ts';
import type { CustomField } from '../../contract/custom-fields.ts';
import { isEmptyValue, judgeValue, optionWords } from '../../contract/field-rules.ts';
import { claimForField } from '../attachment.queries.ts';
import { mayWriteField, rawKey, readerOf } from './field.access.ts';
import { cachedFields } from './field-cache.ts';
import type { FieldRow } from './field.queries.ts';
import { labelOf, problemOf } from './set-values.ts';
import { insertValueRows } from './value.queries.ts';
import { valueRows } from './value-rows.ts';

type Given = Readonly<Record<string, unknown>>;
type Typed = Record<string, string | number | boolean | string[]>;

/** What a stranger is asked: who works here is not his business, and of what it is about only the company decides. */
const askedOfPublic = (field: CustomField): boolean =>
  field.onForm && !field.retired && field.kind !== 'person' && field.categoryKeys.length === 0;

/** The fields of a public form, as they are known here now. */
export const publicFields = (app: App): CustomField[] => cachedFields(app).filter(askedOfPublic);

const requiredAtOpening = (field: CustomField): boolean =>
  !field.retired && field.categoryKeys.length === 0 && field.rule.requiredAt?.includes('open') === true;

type Rules = {
  readonly locale: Locale;
  readonly mayWrite: (field: FieldRow) => boolean;
  readonly isAsked: (field: FieldRow) => boolean;
};

const typed = (value: unknown): Typed[string] | undefined => {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return Array.isArray(value) ? value.map(String) : undefined;
};

const readAll = (app: App, given: Given, { locale, mayWrite, isAsked }: Rules): Typed => {
  const faults: FieldProblem[] = [];
  const kept: Typed = {};
  const fields = cachedFields(app);
  for (const [key, value] of Object.entries(given)) {
    const field = fields.find((one) => one.key === key);
    const clean = typed(value);
    if (!field) {
      if (clean !== undefined) kept[key] = clean;
      continue;
    }
    const label = labelOf(field, locale);
    if (field.retired || !mayWrite(field)) {
      faults.push(problemOf(app, { locale }, `fields.${key}`, 'field_unknown', { label: key }));
      continue;
    }
    const judged = judgeValue(field, typeof value === 'string' ? cleanText(value).text : value);
    if (!judged.ok) faults.push(problemOf(app, { locale }, `fields.${key}`, judged.code, { ...judged.data, label }));
    else if (judged.value !== null) kept[key] = typed(judged.value) ?? '';
  }
  for (const field of fields)
    if (isAsked(field) && isEmptyValue(given[field.key]))
      faults.push(
        problemOf(app, { locale }, `fields.${field.key}`, 'field_missing', { label: labelOf(field, locale) }),
      );
  if (faults.length > 0) throw new Problem('input.invalid', 422, undefined, faults);
  return kept;
};

/**
 * Fields as a stranger sent them: known ones typed, unknown ones as they came. What has to be filled in is demanded of
 * forms only, for another sender was never asked. Nothing is read where no field is defined.
 */
export const readPublicFields = (
  app: App,
  locale: Locale,
  given: Typed | undefined,
  byForm: boolean,
): Typed | undefined => {
  if (cachedFields(app).length === 0) return given;
  const isAsked = (field: FieldRow): boolean => byForm && askedOfPublic(field) && requiredAtOpening(field);
  return readAll(app, given ?? {}, { locale, mayWrite: (field) => field.onForm && field.kind !== 'person', isAsked });
};

const demandPeople = async (tx: Tx, app: App, locale: Locale, values: Typed): Promise<void> => {
  const named = cachedFields(app).filter((field) => field.kind === 'person' && values[field.key] !== undefined);
  const people = await peopleByIds(
    tx,
    named.map((field) => String(values[field.key])),
  );
  const faults = named
    .filter((field) => !people.some((person) => person.active && person.id === values[field.key]))
    .map((field) =>
      problemOf(app, { locale }, `fields.${field.key}`, 'field_person', { label: labelOf(field, locale) }),
    );
  if (faults.length > 0) throw new Problem('input.invalid', 422, undefined, faults);
};

/** The same from a person of the company, by his rights. */
export const readStaffFields = async (app: App, actor: Actor, given: Typed | undefined): Promise<Typed | undefined> => {
  const fields = cachedFields(app);
  if (fields.length === 0) return given;
  return app.db.read(everything, async (tx) => {
    const reader = await readerOf(tx, actor, fields);
    const mayWrite = (field: FieldRow): boolean => mayWriteField(reader, field);
    const isAsked = (field: FieldRow): boolean => field.onForm && requiredAtOpening(field) && mayWrite(field);
    const values = readAll(app, given ?? {}, { locale: actor.locale, mayWrite, isAsked });
    await demandPeople(tx, app, actor.locale, values);
    return values;
  });
};

const byName = (fields: readonly FieldRow[], name: string): FieldRow | undefined => {
  const folded = foldText(name);
  return fields.find((field) =>
    [field.key, field.name, field.nameEn].some((one) => one !== '' && foldText(one) === folded),
  );
};

const parted = /[,;\n\u3001\uff0c\uff1b|]/u;
const levels = /\s*[/>\\\u2192]\s*/u;
const usualDay = /^(\d{4})[-./\u5e74](\d{1,2})[-./\u6708](\d{1,2})\u65e5?$/u;

const keyOfWords = (field: FieldRow, text: string): string | undefined => {
  const folded = foldText(text).split(levels).join(' / ');
  return field.options.find((option) => {
    const names = [
      ({ name }: { name: string }) => name,
      ({ nameEn, name }: { nameEn: string; name: string }) => nameEn || name,
    ];
    const ways = names.flatMap((nameOf) => optionWords(field, option.key, nameOf)).map(foldText);
    return option.key === text || ways.includes(folded) || foldText(option.name) === folded;
  })?.key;
};

/** A cell of a file in the words of people, as the value it means; the cell itself where that is not clear. */
const meantBy = (field: FieldRow, cell: string): unknown => {
  const text = cell.trim();
  if (field.kind === 'choice' && field.rule.many === true)
    return text.split(parted).flatMap((part) => (part.trim() === '' ? [] : [keyOfWords(field, part.trim()) ?? part]));
  if (field.kind === 'choice' || field.kind === 'tree') return keyOfWords(field, text) ?? text;
  const day = field.kind === 'date' ? usualDay.exec(text) : null;
  return day ? `${day[1]}-${day[2]?.padStart(2, '0')}-${day[3]?.padStart(2, '0')}` : text;
};

/** In a mapping of columns: this one holds a custom field. */
export const fieldUse = 'field:';

/**
 * Fields of a row of a file: a column that is mapped to a field, or bears its key or name, fills it. A cell that does not
 * fit costs no row: it is kept under the name of its column, unless that is a field that not everybody reads.
 */
export const readImportedFields = (app: App, given: Readonly<Record<string, string>>): Typed => {
  const fields = cachedFields(app).filter(
    (field) => !field.retired && field.kind !== 'file' && field.kind !== 'person',
  );
  const kept: Typed = {};
  for (const [name, cell] of Object.entries(given)) {
    const wanted = name.startsWith(fieldUse) ? name.slice(fieldUse.length) : name;
    const field = byName(fields, wanted);
    const judged = field ? judgeValue(field, meantBy(field, cell)) : null;
    const value = judged?.ok === true && judged.value !== null ? typed(judged.value) : undefined;
    if (field && value !== undefined) kept[field.key] = value;
    else {
      const guarded = field !== undefined && (field.readRoles.length > 0 || wanted === field.key);
      kept[guarded ? rawKey(field.key) : wanted] = cell;
    }
  }
  return kept;
};

/** Which field a column of a file would fill. */
export const fieldOfColumn = (app: App, name: string): string | undefined =>
  byName(
    cachedFields(app).filter((field) => !field.retired && field.kind !== 'file' && field.kind !== 'person'),
    name,
  )?.key;

type Opened = { readonly id: string; readonly seq: number; readonly departmentId: string; readonly fields: Given };

const filesOf = (field: FieldRow, value: unknown): string[] =>
  field.kind === 'file' && Array.isArray(value) ? value.filter((id) => typeof id === 'string') : [];

/** Makes what new tickets hold findable: one statement for a set of any size, none where no field is defined. */
export const indexOpened = async (tx: Tx, app: App, tickets: readonly Opened[]): Promise<void> => {
  const fields = cachedFields(app);
  if (fields.length === 0) return;
  const byKey = new Map(fields.map((field) => [field.key, field]));
  const held = tickets.flatMap((ticket) =>
    Object.entries(ticket.fields).flatMap(([key, value]) => {
      const field = byKey.get(key);
      return field ? [{ ticket, field, value }] : [];
    }),
  );
  await insertValueRows(
    tx,
    held.flatMap(({ ticket, field, value }) => valueRows(field, value, ticket)),
  );
  const claims = held.flatMap(({ ticket, field, value }) =>
    filesOf(field, value).map((attachmentId) => ({ attachmentId, ticketId: ticket.id, fieldId: field.id })),
  );
  if ((await claimForField(tx, claims)) !== claims.length) throw new Problem('ticket.attachment_missing', 422);
};
