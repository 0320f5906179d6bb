import { peopleByIds } from '#modules/staff/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { Problem, type FieldProblem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import { cleanText } from '#platform/server/text/normalise.ts';
import type { CustomValue } from '../../contract/custom-fields.ts';
import { appliesTo, judgeValue, storedValue } from '../../contract/field-rules.ts';
import { claimForField, releaseFromField } from '../attachment.queries.ts';
import { findCategories } from '../category.queries.ts';
import { ticketEvent, type FieldValueChange } from '../ticket.events.ts';
import type { TicketRow } from '../ticket.queries.ts';
import { mayReadField, mayWriteField, readerOf, type FieldReader } from './field.access.ts';
import { findFields, type FieldRow } from './field.queries.ts';
import { deleteValueRows, insertValueRows, insertWordings, patchFields, valuesOfTicket } from './value.queries.ts';
import { valueRows } from './value-rows.ts';

type Change = { readonly field: FieldRow; readonly from: CustomValue | null; readonly to: CustomValue | null };

export const problemOf = (
  app: App,
  actor: Pick<Actor, 'locale'>,
  path: string,
  code: string,
  data: Readonly<Record<string, unknown>>,
): FieldProblem => ({ path, code: `ticket.${code}`, message: app.texts.error(`ticket.${code}`, actor.locale, data) });

export const labelOf = (field: Pick<FieldRow, 'name' | 'nameEn'>, locale: Actor['locale']): string =>
  locale === 'en' && field.nameEn !== '' ? field.nameEn : field.name;

/** The values of known fields, by key, in the types of their kinds. */
export const readCustomValues = async (tx: Tx, ticketId: string): Promise<Record<string, CustomValue>> => {
  const held = await valuesOfTicket(tx, ticketId);
  const found: Record<string, CustomValue> = {};
  for (const field of await findFields(tx)) {
    const value = storedValue(field, held[field.key]);
    if (value !== null) found[field.key] = value;
  }
  return found;
};

type Asked = { readonly fields: readonly FieldRow[]; readonly reader: FieldReader; readonly known: Known };
type Known = { readonly categories: Awaited<ReturnType<typeof findCategories>>; readonly ticket: TicketRow };

/** Why this field may not be written here, whatever the value; what one may not read does not exist for him. */
const refusalOf = (field: FieldRow | undefined, { reader, known }: Asked, clears: boolean): string | null => {
  if (!field || !mayReadField(reader, field)) return 'field_unknown';
  if (!mayWriteField(reader, field)) return 'field_forbidden';
  if (clears) return null;
  if (field.retired) return 'field_retired';
  return appliesTo(field, known.ticket.categoryKey, known.categories) ? null : 'field_elsewhere';
};

const readWishes = (
  app: App,
  actor: Actor,
  asked: Asked,
  values: Readonly<Record<string, unknown>>,
  held: Readonly<Record<string, unknown>>,
): Change[] => {
  const faults: FieldProblem[] = [];
  const changes = Object.entries(values).flatMap(([key, given]): Change[] => {
    const field = asked.fields.find((one) => one.key === key);
    const path = `values.${key}`;
    const refusal = refusalOf(field, asked, given === null);
    if (!field || refusal !== null) {
      const label = field && refusal !== 'field_unknown' ? labelOf(field, actor.locale) : key;
      faults.push(problemOf(app, actor, path, refusal ?? 'field_unknown', { label }));
      return [];
    }
    const judged = judgeValue(field, typeof given === 'string' ? cleanText(given).text : given, held[key]);
    if (!judged.ok) {
      faults.push(problemOf(app, actor, path, judged.code, { ...judged.data, label: labelOf(field, actor.locale) }));
      return [];
    }
    const from = storedValue(field, held[key]);
    const same = JSON.stringify(from) === JSON.stringify(judged.value);
    // A raw value from before the field was defined gives way, also where nothing takes its place.
    return same && (from !== null || held[key] === undefined) ? [] : [{ field, from, to: judged.value }];
  });
  if (faults.length > 0) throw new Problem('input.invalid', 422, undefined, faults);
  return changes;
};

const demandPeople = async (tx: Tx, app: App, actor: Actor, changes: readonly Change[]): Promise<void> => {
  const wanted = changes.filter(({ field, to }) => field.kind === 'person' && to !== null);
  const people = await peopleByIds(
    tx,
    wanted.map(({ to }) => String(to)),
  );
  const known = new Set(people.filter((person) => person.active).map((person) => person.id));
  const faults = wanted
    .filter(({ to }) => !known.has(String(to)))
    .map(({ field }) =>
      problemOf(app, actor, `values.${field.key}`, 'field_person', { label: labelOf(field, actor.locale) }),
    );
  if (faults.length > 0) throw new Problem('input.invalid', 422, undefined, faults);
};

const idsOf = (value: CustomValue | null): string[] =>
  value === null || typeof value === 'number' ? [] : typeof value === 'string' ? [value] : [...value];

/** Files belong to one ticket and one field; what leaves the field is swept like any upload that nobody sent. */
const moveFiles = async (
  tx: Tx,
  app: App,
  actor: Actor,
  ticketId: string,
  changes: readonly Change[],
): Promise<void> => {
  for (const { field, from, to } of changes) {
    if (field.kind !== 'file') continue;
    const [before, after] = [idsOf(from), idsOf(to)];
    const added = after.filter((id) => !before.includes(id));
    const claims = added.map((attachmentId) => ({ attachmentId, ticketId, fieldId: field.id }));
    if ((await claimForField(tx, claims)) !== added.length)
      throw new Problem('input.invalid', 422, undefined, [
        problemOf(app, actor, `values.${field.key}`, 'field_file', { label: labelOf(field, actor.locale) }),
      ]);
    const removed = before.filter((id) => !after.includes(id));
    if (removed.length > 0) await releaseFromField(tx, removed, field.id, app.clock.now());
  }
};

const asText = (value: CustomValue | null): string | null => (typeof value === 'string' ? value : null);

/** Ids, keys, numbers and days stand in the event; words of people beside it. */
const toldOf = async (tx: Tx, at: Date, ticketId: string, changes: readonly Change[]): Promise<FieldValueChange[]> => {
  const wordings = changes.flatMap(({ field, from, to }) =>
    field.kind === 'text' ? [{ key: field.key, id: newId(at), ticketId, was: asText(from), became: asText(to) }] : [],
  );
  await insertWordings(tx, wordings);
  return changes.map(({ field, from, to }) => {
    const wording = wordings.find((one) => one.key === field.key);
    return wording ? { key: field.key, wordingId: wording.id } : { key: field.key, from, to };
  });
};

const writeChanges = async (tx: Tx, ticket: TicketRow, changes: readonly Change[], at: Date): Promise<void> => {
  const set = Object.fromEntries(changes.flatMap(({ field, to }) => (to === null ? [] : [[field.key, to] as const])));
  const drop = changes.filter(({ to }) => to === null).map(({ field }) => field.key);
  await patchFields(tx, ticket.id, { set, drop }, at);
  await deleteValueRows(
    tx,
    [ticket.id],
    changes.map(({ field }) => field.slot),
  );
  await insertValueRows(
    tx,
    changes.flatMap(({ field, to }) => valueRows(field, to, ticket)),
  );
};

/**
 * Sets some fields of a ticket that the caller has locked and whose access he has decided; null takes a value away. All or
 * nothing: what is wrong is refused with a problem for each field.
 */
export const setCustomValues = async (
  tx: Tx,
  app: App,
  actor: Actor,
  ticket: TicketRow,
  values: Readonly<Record<string, unknown>>,
): Promise<void> => {
  if (Object.keys(values).length === 0) return;
  if (ticket.state === 'archived') throw new Problem('ticket.not_open', 409, { state: ticket.state });
  const fields = await findFields(tx);
  const reader = await readerOf(tx, actor, fields);
  const held = await valuesOfTicket(tx, ticket.id);
  const known = { categories: await findCategories(tx), ticket };
  const changes = readWishes(app, actor, { fields, reader, known }, values, held);
  if (changes.length === 0) return;
  await demandPeople(tx, app, actor, changes);
  await moveFiles(tx, app, actor, ticket.id, changes);
  const at = app.clock.now();
  await writeChanges(tx, ticket, changes, at);
  const told = await toldOf(tx, at, ticket.id, changes);
  await emit(tx, [ticketEvent('ticket.fields_changed', ticket.id, actor, at, { changes: told })]);
};
