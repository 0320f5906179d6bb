import { bindByHand, listFlows, publishDraft } from '#modules/resolve/server/index.ts';
import { findPeople, personActor } from '#modules/staff/server/index.ts';
import { ticketsByIds } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { everything } from '#platform/server/database/index.ts';
import { systemActor } from '#platform/server/session/actor.ts';

const underWay = new Set(['new', 'verifying', 'resolving', 'awaiting']);

/** Puts the shipped flow for refunds into force, and the tickets that are being worked on at one of its steps. */
export const startDemoFlow = async (app: App, ticketIds: readonly string[]): Promise<number> => {
  const admin = await app.db.read(everything, async (tx) => {
    const [person] = (await findPeople(tx, { active: true })).filter((one) => one.roleKey === 'admin');
    return person ? personActor(tx, person.id) : null;
  });
  const flow = (await listFlows(app)).items.find((one) => one.scope.categoryKeys.includes('refund'));
  if (!admin || !flow || flow.draftNo === null) return 0;
  await publishDraft(app, admin, flow.id, { no: flow.draftNo, edit: 1 });
  return app.db.write(everything, async (tx) => {
    let bound = 0;
    for (const ticket of await ticketsByIds(tx, ticketIds)) {
      const fits = ticket.kind === 'complaint' && ticket.level > 1 && ticket.categoryKey?.startsWith('refund') === true;
      if (!fits || !underWay.has(ticket.state)) continue;
      if (await bindByHand(tx, app, systemActor, ticket.id, flow.id)) bound += 1;
    }
    return bound;
  });
};
