import type { Locale } from '#platform/contract/fields.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import type { Tx } from '#platform/server/database/index.ts';
import {
  fillCustomers,
  findIdentities,
  insertCustomers,
  insertCustomersAhead,
  removeCustomers,
  type CustomerRef,
  type KnownIdentity,
  type NewCustomer,
  type NewIdentity,
} from './customer.queries.ts';
import { identitiesOf, identityKey, type Identity } from './identity.ts';

export type CustomerInput = {
  readonly name?: string;
  readonly phone?: string;
  readonly email?: string;
  /** Id in another system. */
  readonly externalId?: string;
  readonly region?: string;
  readonly locale?: Locale;
  readonly at: Date;
};

type Asked = { input: CustomerInput; name: string; region: string; identities: Identity[] };

export type Plan = {
  /** In the order asked; null for nobody in particular. */
  refs: (CustomerRef | null)[];
  customers: NewCustomer[];
  identities: NewIdentity[];
  /** Known ones who told us a name or a region that we lacked. */
  fills: CustomerRef[];
};

const read = (input: CustomerInput): Asked => ({
  input,
  name: input.name?.trim().slice(0, 80) ?? '',
  region: input.region?.trim().slice(0, 40) ?? '',
  identities: identitiesOf(input),
});

/** Decides who each one is, as if they came one after the other. Pure: `known` is what the database holds of them. */
export const planCustomers = (asked: readonly Asked[], known: readonly KnownIdentity[]): Plan => {
  const owners = new Map<string, CustomerRef>();
  const byId = new Map<string, CustomerRef>();
  for (const each of known) {
    const customer = byId.get(each.customer.id) ?? { ...each.customer };
    byId.set(customer.id, customer);
    owners.set(identityKey(each), customer);
  }
  const plan: Plan = { refs: [], customers: [], identities: [], fills: [] };
  const fills = new Set<CustomerRef>();
  const created = new Set<CustomerRef>();
  for (const { input, name, region, identities } of asked) {
    if (identities.length === 0 && name === '') {
      plan.refs.push(null);
      continue;
    }
    const found = identities.map((each) => owners.get(identityKey(each))).find((each) => each !== undefined);
    const customer = found ?? {
      id: newId(input.at),
      name,
      tier: 'standard' as const,
      region,
      locale: input.locale ?? 'zh-CN',
    };
    if (!found) {
      created.add(customer);
      plan.customers.push({ ...customer, createdAt: input.at });
    } else if ((found.name === '' && name !== '') || (found.region === '' && region !== '')) {
      found.name ||= name;
      found.region ||= region;
      if (!created.has(found)) fills.add(found);
    }
    for (const identity of identities) {
      const key = identityKey(identity);
      // A stranger who knows somebody's phone must not attach an e-mail address of his own to him: who is known keeps
      // the contacts he has, and every notice about him goes there. Only another system of ours (an id of its own) adds some.
      if (owners.has(key) || (found && input.externalId === undefined)) continue;
      owners.set(key, customer);
      plan.identities.push({ ...identity, customerId: customer.id, createdAt: input.at });
    }
    plan.refs.push(customer);
  }
  // A row further down may have named somebody whom an earlier one had created without a name.
  const final = new Map([...created].map((each) => [each.id, each]));
  plan.customers = plan.customers.map((each) => ({ ...each, ...final.get(each.id) }));
  plan.fills = [...fills];
  return plan;
};

const mostTries = 5;

const distinctIdentities = (asked: readonly Asked[]): Identity[] => [
  ...new Map(asked.flatMap((each) => each.identities).map((each) => [identityKey(each), each])).values(),
];

export type LookedUp = { readonly asked: readonly Asked[]; readonly known: readonly KnownIdentity[] };

/** First half of `findOrCreateCustomers` for a set that does not wait between its statements: who of them is known. */
export const lookUpCustomers = async (tx: Tx, many: readonly CustomerInput[]): Promise<LookedUp> => {
  const asked = many.map(read);
  return { asked, known: await findIdentities(tx, distinctIdentities(asked)) };
};

/**
 * Second half: adds who is new, without waiting. When somebody else adds one of them in the same moment, the transaction
 * fails with a unique violation and must be tried again as a whole. `known` holds the ids of those who were there before.
 */
export const addCustomers = async (
  tx: Tx,
  { asked, known }: LookedUp,
): Promise<{ refs: (CustomerRef | null)[]; known: ReadonlySet<string> }> => {
  const plan = planCustomers(asked, known);
  if (plan.customers.length > 0 || plan.identities.length > 0)
    await insertCustomersAhead(tx, plan.customers, plan.identities);
  await fillCustomers(tx, plan.fills);
  return { refs: plan.refs, known: new Set(known.map((each) => each.customer.id)) };
};

/**
 * The customers behind any number of feedbacks, in the same order; null for an anonymous one. Two statements when
 * somebody is new, one when all are known. When another transaction adds one of them in the same moment, what was
 * added here is taken back and decided again with the other's row visible.
 */
export const findOrCreateCustomers = async (
  tx: Tx,
  many: readonly CustomerInput[],
): Promise<(CustomerRef | null)[]> => {
  const asked = many.map(read);
  const wanted = distinctIdentities(asked);
  for (let tried = 1; tried <= mostTries; tried += 1) {
    const plan = planCustomers(asked, await findIdentities(tx, wanted));
    if (plan.customers.length > 0 || plan.identities.length > 0) {
      const added = await insertCustomers(tx, plan.customers, plan.identities);
      if (added !== plan.identities.length) {
        await removeCustomers(
          tx,
          plan.customers.map((each) => each.id),
          plan.identities,
        );
        continue;
      }
    }
    await fillCustomers(tx, plan.fills);
    return plan.refs;
  }
  throw new Error(`customers changed under our hands ${mostTries} times`);
};
