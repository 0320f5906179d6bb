import type { Tx } from '#platform/server/database/index.ts';
import { notFound } from '#platform/server/http/problem.ts';
import { may, type Actor } from '#platform/server/session/actor.ts';
import { selectCustomers, type CustomerRow } from './customer.queries.ts';

export type CustomerAction = 'read' | 'reveal' | 'edit';

/**
 * A customer belongs to no department: he calls whichever he likes. So whoever works with customers of a unit or of
 * all may read any (masked); whoever reaches only his own work meets customers on his tickets alone.
 */
export const canDoToCustomer = (actor: Actor, action: CustomerAction): boolean =>
  may(actor, 'customer.read') && actor.reach.kind !== 'own' && may(actor, `customer.${action}`);

export const accessCustomer = async (
  tx: Tx,
  actor: Actor,
  id: string,
  action: CustomerAction = 'read',
): Promise<CustomerRow> => {
  if (!canDoToCustomer(actor, action)) throw notFound('customer');
  const [customer] = await selectCustomers(tx, [id]);
  if (!customer) throw notFound('customer');
  return customer;
};
