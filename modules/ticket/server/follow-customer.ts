import { customersByIds } from '#modules/customer/server/index.ts';
import type { Subscriber } from '#platform/server/module.ts';
import { indexTickets } from './index-search.ts';
import { putCustomers } from './ticket.queries.ts';

/** Name and tier stand on each ticket, so that a list reads one table: a change of the customer comes along. */
export const followCustomer: Subscriber = {
  name: 'ticket.follow-customer',
  events: ['customer.changed'],
  handle: async (_app, tx, events) => {
    const customers = await customersByIds(tx, [...new Set(events.map((event) => event.subjectId))]);
    const changed = await putCustomers(tx, customers);
    if (changed.length > 0) await indexTickets(tx, changed);
  },
};
