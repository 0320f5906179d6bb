import { categoriesAbove, ticketCategories, type TicketRow } from '#modules/ticket/server/index.ts';
import type { Tx } from '#platform/server/database/index.ts';
import type { FlowFacts } from '../../contract/flow.ts';
import { linesOf } from '../compensation/compensation.queries.ts';
import { fieldValues } from './company-fields.ts';
import type { Matched } from './flow.rules.ts';

const cents = 100;

export const categoryParents = async (tx: Tx): Promise<Map<string, string | null>> =>
  new Map((await ticketCategories(tx)).map((one) => [one.key, one.parentKey]));

export const matchedOf = async (
  tx: Tx,
  ticket: Pick<TicketRow, 'kind' | 'level' | 'categoryKey'>,
): Promise<Matched> => ({
  kind: ticket.kind,
  level: ticket.level,
  categories: ticket.categoryKey === null ? [] : categoriesAbove(ticket.categoryKey, await categoryParents(tx)),
});

/** What the customer is to get: everything asked for or granted, in whole money; what was refused counts for nothing. */
const amountOf = async (tx: Tx, ticketId: string): Promise<number> => {
  const lines = (await linesOf(tx, ticketId)).filter((line) => line.state !== 'rejected');
  return lines.reduce((sum, line) => sum + line.amountCents, 0) / cents;
};

/** What the conditions of a flow may ask. A category is given with all above it: it counts as each of them. */
export const factsOf = async (tx: Tx, ticket: TicketRow): Promise<FlowFacts> => {
  const { kind, level, categories } = await matchedOf(tx, ticket);
  const facts: FlowFacts = {
    kind,
    level,
    category: [...categories],
    amount: await amountOf(tx, ticket.id),
    channel: ticket.channel,
    tier: ticket.customerTier,
  };
  for (const [key, value] of Object.entries(await fieldValues(tx, ticket.id)))
    facts[`field.${key}`] = typeof value === 'object' ? [...value] : value;
  return facts;
};
