import { findRoles } from '#modules/staff/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import { everything, type Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { notFound, Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import {
  mostFields,
  mostListFields,
  type CustomField,
  type FieldChange,
  type NewField,
  type ReadableField,
} from '../../contract/custom-fields.ts';
import { findCategories } from '../category.queries.ts';
import { mayReadField, mayWriteField, readerOf } from './field.access.ts';
import {
  deleteField,
  fieldByKey,
  findFields,
  insertField,
  lockFields,
  markSearchBehind,
  setFieldOrder,
  updateField,
  type FieldRow,
} from './field.queries.ts';
import { refreshFields } from './field-cache.ts';
import { definitionFaults, droppedOptions, movedOptions } from './field-definition.rules.ts';
import { indexFieldJob } from './index-field.job.ts';
import { countTicketsWith, wordsInUse } from './value.queries.ts';

export const fieldEventNames = ['ticket_field.added', 'ticket_field.changed', 'ticket_field.dropped'] as const;
type FieldEventName = (typeof fieldEventNames)[number];

const useCap = 1000;
/** Until then every process knows a new field and indexes what it opens by itself. */
const settledMs = 8000;

const withoutSlot = ({ slot: _slot, ...field }: FieldRow): CustomField => field;

/** All fields in their order, retired ones too: what an old ticket holds stays readable. */
export const listCustomFields = async (tx: Tx): Promise<CustomField[]> => (await findFields(tx)).map(withoutSlot);

export const listFieldsFor = (app: App, actor: Actor, all: boolean): Promise<{ items: ReadableField[] }> =>
  app.db.read(actor.reach, async (tx) => {
    const fields = await listCustomFields(tx);
    const reader = await readerOf(tx, actor, fields);
    const defines = all && actor.permissions.has('instance.manage');
    return {
      items: fields
        .filter((field) => defines || mayReadField(reader, field))
        .map((field) => ({ ...field, writable: !field.retired && mayWriteField(reader, field) })),
    };
  });

const demandSound = async (tx: Tx, app: App, actor: Actor, field: CustomField | NewField): Promise<void> => {
  const categories = new Set((await findCategories(tx)).map((one) => one.key));
  const roles = new Set((await findRoles(tx)).map((role) => role.key));
  const faults = definitionFaults(field, { categories, roles });
  if (faults.length > 0)
    throw new Problem(
      'input.invalid',
      422,
      undefined,
      faults.map(({ path, code, data }) => ({ path, code, message: app.texts.error(code, actor.locale, data) })),
    );
};

const demandRoom = (others: readonly CustomField[], field: { inList: boolean }): void => {
  const used = others.filter((one) => !one.retired);
  if (used.length >= mostFields) throw new Problem('ticket.field_limit', 409, { most: mostFields });
  if (field.inList && used.filter((one) => one.inList).length >= mostListFields)
    throw new Problem('ticket.field_list_limit', 409, { most: mostListFields });
};

const tell = (tx: Tx, app: App, actor: Actor, name: FieldEventName, id: string, key: string): Promise<void> =>
  emit(tx, [{ name, subjectId: id, actor, at: app.clock.now(), data: { key } }]);

const saved = async (tx: Tx, key: string): Promise<CustomField> => {
  const row = await fieldByKey(tx, key);
  if (!row) throw notFound('field');
  return withoutSlot(row);
};

/** Counts everywhere at once: in this process now, in others within the seconds after which their cache is read again. */
const defining = async <Done>(app: App, actor: Actor, run: (tx: Tx) => Promise<Done>): Promise<Done> => {
  const done = await app.db.write(actor.reach, async (tx) => {
    await lockFields(tx);
    return run(tx);
  });
  await refreshFields(app);
  return done;
};

/** Tickets that came before may hold something under the key (a form asked it, a file had the column): they are found too. */
const indexLater = async (tx: Tx, app: App, key: string): Promise<void> => {
  const at = app.clock.now();
  await markSearchBehind(tx, key, at);
  const startAfter = new Date(at.getTime() + settledMs);
  await app.jobs.enqueueMany(tx, indexFieldJob.name, [{ key }], { startAfter });
};

/** What of a definition the search rows are made of: who finds by it, and how its options are called. */
const searchedPart = ({ readRoles, options }: Pick<CustomField, 'readRoles' | 'options'>): string =>
  JSON.stringify([readRoles, options.map(({ key, name, nameEn }) => [key, name, nameEn])]);

export const addField = (app: App, actor: Actor, input: NewField): Promise<CustomField> =>
  defining(app, actor, async (tx) => {
    await demandSound(tx, app, actor, input);
    demandRoom(await findFields(tx), input);
    const at = app.clock.now();
    const id = newId(at);
    if (!(await insertField(tx, { ...input, id, retired: false }, at)))
      throw new Problem('ticket.field_exists', 409, { key: input.key });
    await tell(tx, app, actor, 'ticket_field.added', id, input.key);
    await indexLater(tx, app, input.key);
    return saved(tx, input.key);
  });

const demandOptionsKept = async (tx: Tx, before: FieldRow, change: FieldChange): Promise<void> => {
  const [dropped] = await wordsInUse(tx, before.slot, droppedOptions(before.options, change.options));
  if (dropped !== undefined) throw new Problem('ticket.field_option_in_use', 409, { option: dropped });
  const [moved] = await wordsInUse(tx, before.slot, movedOptions(before.options, change.options));
  if (moved !== undefined) throw new Problem('ticket.field_option_moved', 409, { option: moved });
};

export const changeField = (app: App, actor: Actor, key: string, input: FieldChange): Promise<CustomField> =>
  defining(app, actor, async (tx) => {
    const { version, ...change } = input;
    const before = await fieldByKey(tx, key, true);
    if (!before) throw notFound('field');
    if (version !== undefined && version !== before.version)
      throw new Problem('ticket.field_changed', 409, { version: before.version });
    const field = { ...withoutSlot(before), ...change };
    await demandSound(tx, app, actor, field);
    await demandOptionsKept(tx, before, change);
    const others = (await findFields(tx)).filter((one) => one.key !== key);
    if (!field.retired) demandRoom(others, field);
    await updateField(tx, field, app.clock.now());
    if (searchedPart(before) !== searchedPart(field)) await indexLater(tx, app, key);
    await tell(tx, app, actor, 'ticket_field.changed', before.id, key);
    return saved(tx, key);
  });

export const reorderFields = (app: App, actor: Actor, keys: readonly string[]): Promise<{ items: CustomField[] }> =>
  defining(app, actor, async (tx) => {
    await setFieldOrder(tx, keys);
    const items = await listCustomFields(tx);
    const [first] = items;
    if (first) await tell(tx, app, actor, 'ticket_field.changed', first.id, first.key);
    return { items };
  });

export const dropField = (app: App, actor: Actor, key: string): Promise<void> =>
  defining(app, actor, async (tx) => {
    const field = await fieldByKey(tx, key, true);
    if (!field) throw notFound('field');
    if ((await countTicketsWith(tx, field.slot, 1)) > 0) throw new Problem('ticket.field_in_use', 409, { key });
    await deleteField(tx, field.id);
    await tell(tx, app, actor, 'ticket_field.dropped', field.id, key);
  });

/** What of a field is in use, so that nobody tries to remove it. */
export const fieldUse = (app: App, key: string) =>
  app.db.read(everything, async (tx) => {
    const field = await fieldByKey(tx, key);
    if (!field) throw notFound('field');
    const count = await countTicketsWith(tx, field.slot, useCap + 1);
    const keys = field.options.map((option) => option.key);
    return {
      tickets: { count: Math.min(count, useCap), capped: count > useCap },
      optionKeys: await wordsInUse(tx, field.slot, keys),
    };
  });
