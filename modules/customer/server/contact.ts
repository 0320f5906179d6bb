import type { Locale } from '#platform/contract/fields.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { identitiesOfCustomers, selectCustomers } from './customer.queries.ts';
import { tailOf } from './identity.ts';

export type CustomerContact = { name: string; locale: Locale; email?: string; phone?: string };

/** How to reach these customers: the address and number we have known longest. */
export const contactsOf = async (tx: Tx, ids: readonly string[]): Promise<Map<string, CustomerContact>> => {
  const customers = await selectCustomers(tx, ids);
  const contacts = new Map(customers.map(({ id, name, locale }): [string, CustomerContact] => [id, { name, locale }]));
  for (const identity of await identitiesOfCustomers(tx, ids)) {
    const contact = contacts.get(identity.customerId);
    if (!contact) continue;
    if (identity.kind === 'email') contact.email ??= identity.value;
    if (identity.kind === 'phone') contact.phone ??= identity.value;
  }
  return contacts;
};

export const contactOf = async (tx: Tx, customerId: string): Promise<CustomerContact | null> =>
  (await contactsOf(tx, [customerId])).get(customerId) ?? null;

/** The last four digits of each number of a customer: any of them opens his case together with its number. */
export const phoneTailsOf = async (tx: Tx, customerId: string): Promise<string[]> =>
  (await identitiesOfCustomers(tx, [customerId]))
    .filter((each) => each.kind === 'phone')
    .map((each) => tailOf(each.value));

export const phoneTailOf = async (tx: Tx, customerId: string): Promise<string | null> =>
  (await phoneTailsOf(tx, customerId))[0] ?? null;
