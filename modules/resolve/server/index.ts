import { startClocks } from '#modules/sla/server/index.ts';
import { splitTicket } from '#modules/ticket/server/index.ts';
import { serve } from '#platform/server/http/serve.ts';
import type { ServerModule } from '#platform/server/module.ts';
import * as contract from '../contract.ts';
import { askForHelp, giveResult, readHelpOf, readOneHelp } from './help/ask-help.ts';
import { findSimilar } from './similar/find-similar.ts';

const helpRoutes = [
  serve(contract.listHelp, 'ticket.read', ({ app, actor, params }) => readHelpOf(app, actor, params.number)),
  serve(contract.askHelp, 'ticket.note', ({ app, actor, params, body }) => askForHelp(app, actor, params.number, body)),
  serve(contract.readHelp, 'ticket.read', ({ app, actor, params }) => readOneHelp(app, actor, params.id)),
  serve(contract.answerHelp, 'ticket.note', ({ app, actor, params, body }) =>
    giveResult(app, actor, params.id, body.result),
  ),
];

export const resolveModule: ServerModule = {
  name: 'resolve',
  permissions: ['compensation.write', 'compensation.pay', 'emergency.lead', 'emergency.manage', 'verdict.give'],
  routes: [
    serve(contract.readSimilar, 'ticket.read', ({ app, actor, params, query }) =>
      findSimilar(app, actor, params.number, query.limit),
    ),
    serve(contract.splitOff, 'ticket.transition', ({ app, actor, params, body }) =>
      app.db.write(actor.reach, (tx) => splitTicket(tx, app, actor, params.number, body, startClocks)),
    ),
    ...helpRoutes,
  ],
};
