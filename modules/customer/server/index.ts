import type { Tx } from '#platform/server/database/index.ts';
import { serve } from '#platform/server/http/serve.ts';
import type { ServerModule } from '#platform/server/module.ts';
import * as contract from '../contract.ts';
import { canDoToCustomer } from './customer.access.ts';
import { selectCustomers, type CustomerRow } from './customer.queries.ts';
import { listCustomersFor, readCustomerFor, revealCustomerTo, updateCustomerAs } from './serve-customer.ts';

export const customersByIds = (tx: Tx, ids: readonly string[]): Promise<CustomerRow[]> => selectCustomers(tx, ids);

export { contactOf, contactsOf, phoneTailOf, phoneTailsOf, type CustomerContact } from './contact.ts';
export { accessCustomer, canDoToCustomer } from './customer.access.ts';
export type { CustomerRef, CustomerRow } from './customer.queries.ts';
export { addCustomers, findOrCreateCustomers, lookUpCustomers, type CustomerInput } from './find-or-create.ts';
export { normaliseEmail, normalisePhone } from './identity.ts';

export const customerModule: ServerModule = {
  name: 'customer',
  permissions: ['customer.read', 'customer.reveal', 'customer.edit'],
  routes: [
    serve(contract.listCustomers, 'customer.read', ({ app, actor, query }) => listCustomersFor(app, actor, query)),
    serve(contract.readCustomer, 'customer.read', ({ app, actor, params }) => readCustomerFor(app, actor, params.id)),
    serve(contract.revealCustomer, 'customer.reveal', ({ app, actor, params, body }) =>
      revealCustomerTo(app, actor, params.id, body.reason),
    ),
    serve(contract.updateCustomer, 'customer.edit', ({ app, actor, params, body }) =>
      updateCustomerAs(app, actor, params.id, body),
    ),
  ],
  live: [
    {
      topic: 'customers',
      events: ['customer.changed'],
      visible: async (_app, actor, ids) => (canDoToCustomer(actor, 'read') ? ids : []),
    },
  ],
};
