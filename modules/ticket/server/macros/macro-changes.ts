import type { Locale } from '#platform/contract/fields.ts';
import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import type { MacroLine, MacroStep } from '../../contract.ts';
import { taskPlace } from '../tasks.ts';
import type { TicketRow } from '../ticket.queries.ts';
import { readNames, type Names } from '../ticket-view.ts';

export type Look = { readonly ticket: TicketRow; readonly followed: boolean };
type Change = MacroLine['changes'][number];

const different = (field: Change['field'], from: string | null, to: string | null): Change[] =>
  from === to ? [] : [{ field, from, to }];

const ownerName = (names: Names, ticket: TicketRow): string | null => names.person(ticket.ownerId)?.name ?? null;

/** What one step changed, old and new: keys where the screen has the words, names where it has none. */
export const changesBetween = async (
  tx: Tx,
  app: App,
  locale: Locale,
  before: Look,
  after: Look,
): Promise<Change[]> => {
  const [was, is] = [before.ticket, after.ticket];
  const moved = was.departmentId !== is.departmentId || was.ownerId !== is.ownerId;
  const names = moved ? await readNames(tx, app, locale, [was, is]) : null;
  return [
    ...different('kind', was.kind, is.kind),
    ...different('categoryKey', was.categoryKey, is.categoryKey),
    ...different('level', String(was.level), String(is.level)),
    ...different('state', was.state, is.state),
    ...different('followed', before.followed ? 'yes' : null, after.followed ? 'yes' : null),
    ...(names && was.departmentId !== is.departmentId
      ? different('department', names.department(was.departmentId).name, names.department(is.departmentId).name)
      : []),
    ...(names && was.ownerId !== is.ownerId
      ? [{ field: 'owner' as const, from: ownerName(names, was), to: ownerName(names, is) }]
      : []),
  ];
};

/** For whom a task is: the person, else the department. */
export const placeWords = async (
  tx: Tx,
  app: App,
  locale: Locale,
  step: MacroStep & { type: 'task' },
  ticket: TicketRow,
): Promise<string> => {
  const place = await taskPlace(tx, step, ticket.departmentId);
  const names = await readNames(tx, app, locale, [place]);
  return names.person(place.ownerId)?.name ?? names.department(place.departmentId).name;
};
