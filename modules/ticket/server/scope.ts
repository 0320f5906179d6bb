import type { Actor } from '#platform/server/session/actor.ts';
import { openStates, ticketStates, type TicketFilter, type TicketState } from '../contract.ts';
import { seesSpam } from './ticket.access.ts';

/**
 * Where a list looks: ranges of an index, never "this or that" over the table. `departments` null = every department;
 * `own` adds what the reader owns outside of them.
 */
export type Scope = {
  readonly departments: readonly string[] | null;
  readonly own: {
    readonly person: string;
    readonly within: readonly string[] | null;
    readonly outside: readonly string[];
  } | null;
};

const intersect = (a: readonly string[] | null, b: readonly string[] | null): readonly string[] | null => {
  if (a === null) return b;
  if (b === null) return a;
  const kept = new Set(b);
  return a.filter((one) => kept.has(one));
};

/** The reader's reach, narrowed to the departments he asks for (null = all he reaches). */
export const scopeOf = (actor: Actor, wanted: readonly string[] | null): Scope => {
  const { reach } = actor;
  if (reach.kind === 'all') return { departments: wanted, own: null };
  const units = reach.kind === 'units' ? reach.units : [];
  return {
    departments: intersect(units, wanted),
    own: reach.person === '' ? null : { person: reach.person, within: wanted, outside: units },
  };
};

/** The states a filter asks for, without those the reader is not shown. */
export const statesOf = (actor: Actor, wanted: TicketFilter['state']): TicketState[] => {
  const named = new Set<TicketState>();
  for (const state of wanted ?? ['all' as const]) {
    if (state === 'open') for (const open of openStates) named.add(open);
    else if (state === 'all') for (const each of ticketStates) if (each !== 'spam') named.add(each);
    if (state !== 'open' && state !== 'all') named.add(state);
  }
  return ticketStates.filter((state) => named.has(state) && (state !== 'spam' || seesSpam(actor)));
};
