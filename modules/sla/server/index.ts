import { accessTicket, registerOpeningStage, type OpenedTicket } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { notFound } from '#platform/server/http/problem.ts';
import { serve } from '#platform/server/http/serve.ts';
import type { ServerModule } from '#platform/server/module.ts';
import { changePolicy, listPolicies, pauseClocks, readClocks, resumeClocks } from '../contract.ts';
import { clockView } from './clock-view.ts';
import { followTicket } from './follow-ticket.ts';
import { pauseTicket, resumeTicket } from './pause-clocks.ts';
import { currentPolicies, refreshPolicies, startPolicyCache, stopPolicyCache } from './policy-cache.ts';
import { clocksOf, findPolicies, insertClocks, updatePolicy } from './sla.queries.ts';
import { dueOf, policyFor } from './sla.rules.ts';
import { startTicker, type Ticker } from './tick.ts';

export { findPolicies, updatePolicy } from './sla.queries.ts';
export { fireDueClocks } from './tick.ts';

const tickers = new WeakMap<object, Ticker>();

/** Starts the clocks of tickets that were opened in this transaction: a ticket without a clock cannot exist. */
export const startClocks = (tx: Tx, opened: readonly OpenedTicket[]): Promise<void> =>
  insertClocks(
    tx,
    opened.flatMap((ticket) =>
      ticket.dues.map((due) => ({ ...due, ticketId: ticket.id, departmentId: ticket.departmentId })),
    ),
  );

/** Within how many minutes somebody answers a case of this kind and level, as promised now; the public form says so. */
export const promisedFirstReplyMinutes = (app: App, of: { kind: string; level: number }): number =>
  policyFor(currentPolicies(app), of)?.firstReplyMinutes ?? 0;

registerOpeningStage({
  name: 'sla',
  order: 30,
  run(drafts, app) {
    const policies = currentPolicies(app);
    for (const draft of drafts) {
      if (draft.kind === undefined || draft.level === undefined) continue;
      const policy = policyFor(policies, { kind: draft.kind, level: draft.level });
      if (policy) draft.dues = [dueOf(policy, 'first_reply', draft.at), dueOf(policy, 'resolve', draft.at)];
    }
  },
});

export const slaModule: ServerModule = {
  name: 'sla',
  permissions: ['sla.manage'],
  subscribers: [followTicket],
  routes: [
    serve(listPolicies, 'signed-in', async ({ app, actor }) => ({
      items: await app.db.read(actor.reach, findPolicies),
    })),
    serve(changePolicy, 'sla.manage', async ({ app, actor, params, body }) => {
      const changed = await app.db.write(actor.reach, (tx) => updatePolicy(tx, params.id, body));
      if (!changed) throw notFound('policy');
      await refreshPolicies(app);
      return changed;
    }),
    serve(readClocks, 'ticket.read', ({ app, actor, params }) =>
      app.db.read(actor.reach, async (tx) => {
        const ticket = await accessTicket(tx, actor, params.number, 'ticket.read');
        const known = await findPolicies(tx);
        return { items: (await clocksOf(tx, [ticket.id])).map((row) => clockView(row, known)) };
      }),
    ),
    serve(pauseClocks, 'ticket.transition', async ({ app, actor, params, body }) => ({
      items: await pauseTicket(app, actor, params.number, body.reason),
    })),
    serve(resumeClocks, 'ticket.transition', async ({ app, actor, params }) => ({
      items: await resumeTicket(app, actor, params.number),
    })),
  ],
  async start(app) {
    await startPolicyCache(app);
    if (app.config.role !== 'web') tickers.set(app, startTicker(app));
  },
  refresh: refreshPolicies,
  async stop(app) {
    stopPolicyCache(app);
    await tickers.get(app)?.stop();
  },
};
