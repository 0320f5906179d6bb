import type { z } from 'zod';
import { idSchema } from '#platform/contract/fields.ts';
import type { BodyOf, QueryOf } from '#platform/contract/route.ts';
import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { notFound, Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import { maskEmail, maskPhone } from '#platform/server/text/mask.ts';
import type { Contact, customerSchema, listCustomers, updateCustomer } from '../contract.ts';
import { contactsOf } from './contact.ts';
import { accessCustomer, canDoToCustomer } from './customer.access.ts';
import {
  identitiesOfCustomers,
  lockCustomer,
  saveCustomer,
  searchCustomers,
  type CustomerRow,
} from './customer.queries.ts';
import { identitiesOf } from './identity.ts';

type View = z.input<typeof customerSchema>;

const viewCustomers = async (tx: Tx, actor: Actor, rows: readonly CustomerRow[]): Promise<View[]> => {
  const contacts = await contactsOf(
    tx,
    rows.map((row) => row.id),
  );
  const abilities = { edit: canDoToCustomer(actor, 'edit'), reveal: canDoToCustomer(actor, 'reveal') };
  return rows.map((row) => {
    const { phone, email } = contacts.get(row.id) ?? {};
    return {
      ...row,
      maskedPhone: phone === undefined ? null : maskPhone(phone.replace(/^\+86(?=1)/, '')),
      maskedEmail: email === undefined ? null : maskEmail(email),
      createdAt: row.createdAt.toISOString(),
      abilities,
    };
  });
};

const viewOne = async (tx: Tx, actor: Actor, row: CustomerRow): Promise<View> => {
  const [view] = await viewCustomers(tx, actor, [row]);
  if (!view) throw notFound('customer');
  return view;
};

/** A search of its own pool: a part of a name is looked for in all of them. */
export const listCustomersFor = (app: App, actor: Actor, query: QueryOf<typeof listCustomers>) =>
  app.db.search(actor.reach, async (tx) => {
    if (!canDoToCustomer(actor, 'read')) return { items: [], nextCursor: null };
    const words = query.query ?? '';
    const found = await searchCustomers(tx, {
      name: words === '' ? undefined : words,
      identities: words === '' ? undefined : identitiesOf({ phone: words, email: words, externalId: words }),
      tier: query.tier,
      before: idSchema.safeParse(query.cursor).data,
      limit: query.limit + 1,
    });
    const page = found.slice(0, query.limit);
    return {
      items: await viewCustomers(tx, actor, page),
      nextCursor: found.length > page.length ? (page.at(-1)?.id ?? null) : null,
    };
  });

export const readCustomerFor = (app: App, actor: Actor, id: string): Promise<View> =>
  app.db.read(actor.reach, async (tx) => viewOne(tx, actor, await accessCustomer(tx, actor, id)));

export const revealCustomerTo = (app: App, actor: Actor, id: string, reason: string): Promise<Contact> =>
  app.db.write(actor.reach, async (tx) => {
    await accessCustomer(tx, actor, id, 'reveal');
    const identities = await identitiesOfCustomers(tx, [id]);
    const at = app.clock.now();
    await emit(tx, [
      { name: 'customer.revealed', subjectId: id, actor, at, data: { reason, count: identities.length } },
    ]);
    const valuesOf = (kind: string): string[] =>
      identities.filter((each) => each.kind === kind).map((each) => each.value);
    return { phones: valuesOf('phone'), emails: valuesOf('email'), externalIds: valuesOf('external') };
  });

export const updateCustomerAs = (
  app: App,
  actor: Actor,
  id: string,
  input: BodyOf<typeof updateCustomer>,
): Promise<View> =>
  app.db.write(actor.reach, async (tx) => {
    await accessCustomer(tx, actor, id, 'edit');
    const now = await lockCustomer(tx, id);
    if (!now) throw notFound('customer');
    if (now.version !== input.version) throw new Problem('customer.changed', 409, { version: now.version });
    const { version, ...change } = input;
    const next = { ...now, ...change };
    await saveCustomer(tx, next);
    const fields = Object.keys(change);
    await emit(tx, [{ name: 'customer.changed', subjectId: id, actor, at: app.clock.now(), data: { fields } }]);
    return viewOne(tx, actor, { ...next, version: version + 1 });
  });
