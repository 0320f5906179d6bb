import type { Tx } from '#platform/server/database/index.ts';
import type { App } from '#platform/server/app.ts';
import { serve, type ServedRoute } from '#platform/server/http/serve.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import { customFieldRoutes as route } from '../../contract/custom-fields.ts';
import { accessTicketForChange } from '../ticket.access.ts';
import { ticketById, type TicketRow } from '../ticket.queries.ts';
import { detailOf } from '../ticket-view.ts';
import { addField, changeField, dropField, fieldUse, listFieldsFor, reorderFields } from './define-field.ts';
import { setCustomValues } from './set-values.ts';

const asItIsNow = async (tx: Tx, ticket: TicketRow): Promise<TicketRow> => (await ticketById(tx, ticket.id)) ?? ticket;

const setValues = async (
  tx: Tx,
  app: App,
  actor: Actor,
  number: string,
  body: { values: Record<string, unknown>; version?: number | undefined },
) => {
  const ticket = await accessTicketForChange(tx, actor, number, 'ticket.note', body.version);
  await setCustomValues(tx, app, actor, ticket, body.values);
  return detailOf(tx, app, actor, await asItIsNow(tx, ticket));
};

export const fieldRoutes: readonly ServedRoute[] = [
  serve(route.list, 'ticket.read', ({ app, actor, query }) => listFieldsFor(app, actor, query.all === true)),
  serve(route.setValues, 'ticket.note', ({ app, actor, params, body }) =>
    app.db.write(actor.reach, (tx) => setValues(tx, app, actor, params.number, body)),
  ),
  serve(route.add, 'instance.manage', ({ app, actor, body }) => addField(app, actor, body)),
  serve(route.reorder, 'instance.manage', ({ app, actor, body }) => reorderFields(app, actor, body.keys)),
  serve(route.change, 'instance.manage', ({ app, actor, params, body }) => changeField(app, actor, params.key, body)),
  serve(route.drop, 'instance.manage', ({ app, actor, params }) => dropField(app, actor, params.key)),
  serve(route.use, 'instance.manage', ({ app, params }) => fieldUse(app, params.key)),
];
