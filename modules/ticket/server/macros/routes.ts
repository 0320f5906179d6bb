import { serve, type ServedRoute } from '#platform/server/http/serve.ts';
import { macroRoutes as route } from '../../contract.ts';
import { deleteMacro, listMacros, rewriteMacro, writeMacro } from './manage-macro.ts';
import { previewMacro, runMacro, takeBackMacro } from './run-macro.ts';

export const servedMacroRoutes: readonly ServedRoute[] = [
  serve(route.list, 'ticket.read', ({ app, actor, query }) => listMacros(app, actor, query.all ?? false)),
  serve(route.add, 'ticket.note', ({ app, actor, body }) => writeMacro(app, actor, body)),
  serve(route.change, 'ticket.note', ({ app, actor, params, body }) => rewriteMacro(app, actor, params.id, body)),
  serve(route.drop, 'ticket.note', ({ app, actor, params }) => deleteMacro(app, actor, params.id)),
  serve(route.preview, 'ticket.read', ({ app, actor, body }) => previewMacro(app, actor, body)),
  serve(route.apply, 'ticket.read', ({ app, actor, params, body }) => runMacro(app, actor, params.id, body)),
  serve(route.takeBack, 'ticket.read', ({ app, actor, body }) => takeBackMacro(app, actor, body)),
];
