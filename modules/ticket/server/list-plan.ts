import { z } from 'zod';
import { unitsBelow } from '#modules/staff/server/index.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import { openStates, type TicketFilter, type TicketState } from '../contract.ts';
import { arrivalBounds } from './arrival-bounds.ts';
import { categoriesBelow } from './category.queries.ts';
import { chooseDrive, planFields } from './fields/field-filter.ts';
import type { ListKey, ListPlan, ListSort } from './list.queries.ts';
import { scopeOf, statesOf } from './scope.ts';
import { seqsOfTopic } from './topic-tickets.ts';

const cursorSchema = z.object({ s: z.string().max(10), k: z.string().max(40), q: z.number().int() });

const encode = (value: z.infer<typeof cursorSchema>): string =>
  Buffer.from(JSON.stringify(value)).toString('base64url');

/** A cursor belongs to one order: that of another list, or a made-up one, is refused. */
export const readCursor = (cursor: string | undefined, sort: string): ListKey | null => {
  if (cursor === undefined) return null;
  const refuse = (): never => {
    throw new Problem('ticket.bad_cursor', 422);
  };
  let given: unknown;
  try {
    given = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return refuse();
  }
  const read = cursorSchema.safeParse(given);
  if (!read.success || read.data.s !== sort) return refuse();
  const { k } = read.data;
  if (k !== '' && k !== 'infinity' && Number.isNaN(Date.parse(k))) return refuse();
  return { key: k, seq: read.data.q };
};

/** A key as PostgreSQL gave it: nothing, an instant, or infinity (which the driver reads as a number). */
export const writeCursor = (sort: string, key: Date | number | null, seq: number): string => {
  const k = key === null ? '' : key instanceof Date ? key.toISOString() : 'infinity';
  return encode({ s: sort, k, q: seq });
};

const openSet = new Set<TicketState>(openStates);

/** Deadlines exist only while something is owed: any other state is listed by arrival. */
const sortOf = (filter: TicketFilter, states: readonly TicketState[]): ListSort => {
  const onlyOpen = states.every((state) => openSet.has(state));
  const wanted = filter.sort ?? (onlyOpen ? 'due' : 'new');
  return wanted === 'due' && !onlyOpen ? 'new' : wanted;
};

/** A filter as the reader may use it: his reach, the departments below the one he names, the categories below. */
export const planList = async (
  tx: Tx,
  actor: Actor,
  filter: TicketFilter,
): Promise<Omit<ListPlan, 'after' | 'limit'>> => {
  const wanted = filter.department === undefined ? null : await unitsBelow(tx, filter.department);
  const asksDue = filter.sort === 'due' || filter.pool === true || filter.dueBefore !== undefined;
  const states = statesOf(actor, filter.state ?? (asksDue || filter.unsure === true ? ['open'] : undefined));
  const [scope, sort, fields] = [
    scopeOf(actor, wanted),
    sortOf(filter, states),
    await planFields(tx, actor, filter.fields),
  ];
  const seqs = await seqsOfTopic(tx, actor, filter);
  const mine = filter.mine === true ? (actor.id ?? undefined) : undefined;
  return {
    scope,
    states: filter.pool === true ? states.filter((state) => openSet.has(state)) : states,
    sort,
    drive: seqs ? { by: 'seqs', seqs } : await chooseDrive(tx, fields, { sort, scope }),
    owner: mine ?? filter.owner,
    unowned: filter.pool === true,
    customer: filter.customer,
    followedBy: filter.followed === true ? (actor.id ?? undefined) : undefined,
    conditions: {
      kinds: filter.kind,
      levels: filter.level,
      categories: filter.category === undefined ? undefined : await categoriesBelow(tx, filter.category),
      channel: filter.channel,
      breached: filter.breached,
      dueBefore: filter.dueBefore,
      createdFrom: filter.createdFrom,
      createdTo: filter.createdTo,
      seqBounds: await arrivalBounds(tx, filter.createdFrom, filter.createdTo),
      replied: filter.replied,
      rated: filter.rated,
      reopened: filter.reopened,
      transfers: filter.transfers,
      unsure: filter.unsure,
      seqs,
      fields: fields?.length === 0 ? undefined : fields,
    },
  };
};
