import { z } from 'zod';
import { lockTicket } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import type { Subscriber } from '#platform/server/module.ts';
import { bindOpened, bindReclassified } from './bind-ticket.ts';
import { followState } from './follow-state.ts';
import { publishedFlows } from './published-flows.ts';
import { lockRun, runsOf } from './run.queries.ts';

const reclassified = 'ticket.reclassified';
const beginnings = new Set(['ticket.opened', 'ticket.restored']);
const openedInDoubt = z.object({ spam: z.literal(true) });

type Cause = 'begins' | 'reclassified' | 'moved';

const follow = async (tx: Tx, app: App, ticketId: string, cause: Cause): Promise<void> => {
  const ticket = await lockTicket(tx, ticketId);
  if (!ticket) return;
  const run = await lockRun(tx, ticketId);
  if (run === null && cause === 'begins') await bindOpened(tx, app, ticket);
  if (cause === 'reclassified') await bindReclassified(tx, app, ticket, run);
  const now = cause === 'reclassified' ? await lockRun(tx, ticketId) : run;
  if (now) await followState(tx, app, ticket, now);
};

/** The strongest cause of a batch: what began and was then reclassified is first bound, then bound anew. */
const causeOf = (names: readonly string[]): Cause => {
  if (names.includes(reclassified)) return 'reclassified';
  return names.some((name) => beginnings.has(name)) ? 'begins' : 'moved';
};

/** Binds what opens, and goes along with whatever moves. Costs one short question where no flow is published. */
export const followTickets: Subscriber = {
  name: 'resolve.follow_flows',
  events: [
    'ticket.opened',
    'ticket.restored',
    reclassified,
    'ticket.accepted',
    'ticket.verified',
    'ticket.solved',
    'ticket.answered',
    'ticket.closed',
    'ticket.reopened',
    'ticket.declined',
    'ticket.archived',
    'ticket.quarantined',
    'ticket.merged',
    'ticket.unmerged',
  ],
  async handle(app, tx, events) {
    const names = new Map<string, string[]>();
    for (const event of events) {
      if (event.name === 'ticket.opened' && openedInDoubt.safeParse(event.data).success) continue;
      names.set(event.subjectId, [...(names.get(event.subjectId) ?? []), event.name]);
    }
    const running = new Set((await runsOf(tx, [...names.keys()])).map((run) => run.ticketId));
    const flows = await publishedFlows(tx, app);
    // In one order, so that two batches never wait for each other in a ring.
    for (const ticketId of [...names.keys()].toSorted()) {
      const cause = causeOf(names.get(ticketId) ?? []);
      if (running.has(ticketId) || (flows.length > 0 && cause !== 'moved')) await follow(tx, app, ticketId, cause);
    }
  },
};
