import type { z } from 'zod';
import type { App } from '#platform/server/app.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import { statesOfStage, ticketStages, type stageCounts, type TicketFilter } from '../contract.ts';
import { countList } from './list.queries.ts';
import { planList } from './list-plan.ts';

const cap = 1000;

/** What stands over the columns of the kanban; each column itself is the list, asked by the states of its stage. */
export const countStages = (
  app: App,
  actor: Actor,
  filter: Omit<TicketFilter, 'state' | 'sort' | 'query'>,
): Promise<z.infer<typeof stageCounts>> =>
  app.db.read(actor.reach, async (tx) => {
    const items = [];
    for (const stage of ticketStages) {
      const plan = await planList(tx, actor, { ...filter, state: [...statesOfStage[stage]] });
      items.push({ stage, ...(await countList(tx, plan, cap)) });
    }
    return { items };
  });
