import { serve } from '#platform/server/http/serve.ts';
import type { ServerModule } from '#platform/server/module.ts';
import { readSimilar } from '../contract.ts';
import { findSimilar } from './similar/find-similar.ts';

export const resolveModule: ServerModule = {
  name: 'resolve',
  routes: [
    serve(readSimilar, 'ticket.read', ({ app, actor, params, query }) =>
      findSimilar(app, actor, params.number, query.limit),
    ),
  ],
};
