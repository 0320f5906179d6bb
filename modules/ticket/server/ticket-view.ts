import { departmentDirectory, findDepartments, peopleByIds } from '#modules/staff/server/index.ts';
import type { Locale } from '#platform/contract/fields.ts';
import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { TicketDetail, TicketListRow } from '../contract.ts';
import { attachmentsOfTicket } from './attachment.queries.ts';
import { findCategories } from './category.queries.ts';
import { findDraft } from './draft.queries.ts';
import { mayReadField, readableValues, readerOf } from './fields/field.access.ts';
import { findFields, findListedRights } from './fields/field.queries.ts';
import { attachmentView } from './keep-attachment.ts';
import { linkedTickets } from './link.queries.ts';
import { tasksOfTicket, type TaskRow } from './task.queries.ts';
import { abilitiesOf } from './ticket.access.ts';
import { readCompleteTriage } from './triage-readers.ts';
import { isFollowed, type TicketRow } from './ticket.queries.ts';
import { stageBar, stageOf } from './ticket.rules.ts';
import { trackingUrl } from './tracking-link.ts';

/** Names of what rows refer to by id, read once for a whole page. */
export type Names = {
  department(id: string): { id: string; name: string };
  person(id: string | null): { id: string; name: string } | null;
  category(key: string | null): string;
};

type Referring = { departmentId: string; ownerId: string | null };

const departmentNames = async (
  tx: Tx,
  app: App,
  ids: ReadonlySet<string>,
  locale: Locale,
): Promise<Map<string, string>> => {
  const directory = departmentDirectory(app);
  const known = [...ids].map((id) => directory.department(id));
  // Made in another process within the last seconds: the snapshot does not hold it yet.
  const rows = known.every((one) => one !== undefined) ? known : await findDepartments(tx);
  return new Map(rows.flatMap((row) => (row ? [[row.id, locale === 'en' && row.nameEn ? row.nameEn : row.name]] : [])));
};

export const readNames = async (tx: Tx, app: App, locale: Locale, rows: readonly Referring[]): Promise<Names> => {
  const departments = await departmentNames(tx, app, new Set(rows.map((row) => row.departmentId)), locale);
  const people = await peopleByIds(tx, [
    ...new Set(rows.flatMap((row) => (row.ownerId === null ? [] : [row.ownerId]))),
  ]);
  const personNames = new Map(people.map((person) => [person.id, person.displayName]));
  const categories = new Map(
    (await findCategories(tx)).map((one) => [one.key, locale === 'en' && one.nameEn ? one.nameEn : one.name]),
  );
  return {
    department: (id) => ({ id, name: departments.get(id) ?? '' }),
    person: (id) => (id === null ? null : { id, name: personNames.get(id) ?? '' }),
    category: (key) => (key === null ? '' : (categories.get(key) ?? key)),
  };
};

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/** The fields that lists show, as far as they are the reader's to see. */
export const listedFields = async (tx: Tx, actor: Actor): Promise<string[]> => {
  const fields = await findListedRights(tx);
  if (fields.length === 0) return [];
  const reader = await readerOf(tx, actor, fields);
  return fields.filter((field) => mayReadField(reader, field)).map((field) => field.key);
};

const columnsOf = (fields: TicketRow['fields'], keys: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(keys.flatMap((key) => (fields[key] === undefined ? [] : [[key, fields[key]] as const])));

export const listRow = (ticket: TicketRow, names: Names, columns: readonly string[] = []): TicketListRow => ({
  id: ticket.id,
  number: ticket.number,
  kind: ticket.kind,
  categoryKey: ticket.categoryKey,
  categoryName: names.category(ticket.categoryKey),
  level: ticket.level,
  sentiment: ticket.sentiment,
  channel: ticket.channel,
  subject: ticket.subject,
  state: ticket.state,
  stage: stageOf(ticket.state),
  region: ticket.region,
  customer: { id: ticket.customerId, name: ticket.customerName, tier: ticket.customerTier },
  department: names.department(ticket.departmentId),
  owner: names.person(ticket.ownerId),
  createdAt: ticket.createdAt.toISOString(),
  updatedAt: ticket.updatedAt.toISOString(),
  nextDueAt: iso(ticket.nextDueAt),
  nextClock: ticket.nextClock,
  pausedReason: ticket.pausedReason,
  breached: ticket.breached,
  rating: ticket.rating,
  reopenCount: ticket.reopenCount,
  transferCount: ticket.transferCount,
  urgeCount: ticket.urgeCount,
  messageCount: ticket.messageCount,
  needsAnswer: ticket.needsAnswer,
  fields: columnsOf(ticket.fields, columns),
  version: ticket.version,
});

export const taskView = (task: TaskRow, names: Names): TicketDetail['tasks'][number] => ({
  id: task.id,
  number: task.number,
  kind: task.kind,
  titleKey: task.titleKey,
  department: names.department(task.departmentId),
  owner: names.person(task.ownerId),
  dueAt: task.dueAt.toISOString(),
  doneAt: iso(task.doneAt),
});

/** Everything that stands in fields and is the reader's to see, whether a field is defined for it or not. */
export const valuesFor = async (
  tx: Tx,
  actor: Actor,
  ticket: Pick<TicketRow, 'fields'>,
): Promise<Record<string, unknown>> => {
  if (Object.keys(ticket.fields).length === 0) return {};
  const fields = await findFields(tx);
  return readableValues(await readerOf(tx, actor, fields), fields, ticket.fields);
};

/** Names and sizes of the files that stand in the fields shown. */
const filesInFields = async (
  tx: Tx,
  ticket: TicketRow,
  shown: Readonly<Record<string, unknown>>,
): Promise<TicketDetail['fieldFiles']> => {
  const ids = new Set(Object.values(shown).flatMap((value): unknown[] => (Array.isArray(value) ? value : [])));
  if (ids.size === 0) return [];
  const files = await attachmentsOfTicket(tx, ticket.id);
  return files.filter((file) => file.fieldId !== null && ids.has(file.id)).map(attachmentView);
};

/** One ticket with everything that its page shows beside the thread. */
export const detailOf = async (tx: Tx, app: App, actor: Actor, ticket: TicketRow): Promise<TicketDetail> => {
  const tasks = await tasksOfTicket(tx, ticket.id);
  const names = await readNames(tx, app, actor.locale, [ticket, ...tasks]);
  const fields = await valuesFor(tx, actor, ticket);
  const draft = actor.id === null ? null : await findDraft(tx, ticket.id, actor.id);
  return {
    ...listRow(ticket, names),
    occurredAt: iso(ticket.occurredAt),
    answeredAt: iso(ticket.answeredAt),
    closedAt: iso(ticket.closedAt),
    closeReason: ticket.closeReason,
    fields,
    fieldFiles: await filesInFields(tx, ticket, fields),
    triage: await readCompleteTriage(tx, app, ticket),
    unsure: ticket.unsure,
    stages: stageBar(ticket.state, ticket),
    abilities: abilitiesOf(actor, ticket),
    followed: actor.id !== null && (await isFollowed(tx, ticket.id, actor.id)),
    links: await linkedTickets(tx, ticket),
    tasks: tasks.map((task) => taskView(task, names)),
    draft: draft && { mode: draft.mode, body: draft.body, savedAt: draft.savedAt.toISOString() },
    trackingUrl: trackingUrl(app, ticket.id),
  };
};
