import type { z } from 'zod';
import type { App } from '#platform/server/app.ts';
import type { CappedCount } from '#platform/contract/paging.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { may, type Actor } from '#platform/server/session/actor.ts';
import type { ticketCounts, TicketFilter } from '../contract.ts';
import { countList } from './list.queries.ts';
import { planList } from './list-plan.ts';
import { countOpenTasks } from './task.queries.ts';

const cap = 1000;
const soonMs = 2 * 3_600_000;
const none: CappedCount = { count: 0, capped: false };

/** How much stands in each tray of the workbench; each count stops at the cap. */
export const countTickets = (app: App, actor: Actor): Promise<z.infer<typeof ticketCounts>> =>
  app.db.read(actor.reach, async (tx) => {
    const count = async (filter: TicketFilter): Promise<CappedCount> =>
      countList(tx, await planList(tx, actor, filter), cap);
    const now = app.clock.now();
    const dueBefore = (ms: number): string => new Date(now.getTime() + ms).toISOString();
    return {
      mine: await count({ mine: true, state: ['open'] }),
      dueSoon: await count({ dueBefore: dueBefore(soonMs), sort: 'due' }),
      followed: await count({ followed: true, state: ['open'] }),
      pool: await count({ pool: true }),
      open: await count({ state: ['open'] }),
      overdue: await count({ dueBefore: dueBefore(0), sort: 'due' }),
      awaiting: await count({ state: ['awaiting'] }),
      bounced: await count({ transfers: 2, state: ['open'] }),
      spam: may(actor, 'spam.manage') ? await count({ state: ['spam'] }) : none,
      unsure: may(actor, 'ticket.classify') ? await count({ unsure: true }) : none,
      tasks: await countTasks(tx, actor),
    };
  });

const countTasks = async (tx: Tx, actor: Actor): Promise<CappedCount> => {
  if (actor.id === null) return none;
  const count = await countOpenTasks(tx, actor.id, cap + 1);
  return { count: Math.min(count, cap), capped: count > cap };
};
