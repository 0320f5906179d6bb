import { addCall, callsOfTicket, takeCall, writeAttempt, type CallRow } from '#modules/follow-up/server/index.ts';
import { contactOf } from '#modules/customer/server/index.ts';
import type { AttemptInput } from '#modules/follow-up/contract.ts';
import type { TicketRow } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { everything } from '#platform/server/database/index.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import said from './calls.json' with { type: 'json' };

type MovedClock = { now(): Date; set(at: Date): void };
type Calling = { readonly app: App; readonly clock: MovedClock; readonly caller: Actor };

const minuteMs = 60_000;

/** How a call went in a story; the last entry ends it. */
const courses: readonly (readonly Omit<AttemptInput, 'attempts' | 'note'>[])[] = [
  [{ outcome: 'solved', score: 5 }],
  [{ outcome: 'no_answer' }, { outcome: 'solved', score: 4 }],
  [{ outcome: 'busy' }, { outcome: 'no_answer' }, { outcome: 'no_answer' }],
  [{ outcome: 'solved' }],
  [{ outcome: 'no_answer' }, { outcome: 'refused' }],
];

const canCall = async (app: App, ticket: TicketRow): Promise<boolean> => {
  const { customerId } = ticket;
  if (customerId === null || ticket.state !== 'awaiting') return false;
  const contact = await app.db.read(everything, (tx) => contactOf(tx, customerId));
  return contact?.phone !== undefined;
};

const waitingCall = async (app: App, ticket: TicketRow): Promise<CallRow | undefined> =>
  (await app.db.read(everything, (tx) => callsOfTicket(tx, ticket.id))).find((call) => call.state === 'waiting');

/** Somebody phones who has not rated; what comes of it differs from story to story. */
export const callCustomer = async ({ app, clock, caller }: Calling, ticket: TicketRow, nth: number): Promise<void> => {
  if (!(await canCall(app, ticket))) return;
  const actor = { ...caller, reach: everything };
  const id = (await waitingCall(app, ticket))?.id ?? (await addCall(app, actor, ticket.number, { note: '' })).id;
  for (const [attempts, part] of (courses[nth % courses.length] ?? []).entries()) {
    await takeCall(app, actor, id);
    const note = part.outcome === 'solved' ? (said[nth % said.length] ?? '') : '';
    await writeAttempt(app, actor, id, { ...part, attempts, note });
    clock.set(new Date(clock.now().getTime() + (95 + nth) * minuteMs));
  }
};

/** Somebody is to phone these customers today; nobody has yet. */
export const planCalls = async (
  { app, caller }: Omit<Calling, 'clock'>,
  tickets: readonly TicketRow[],
): Promise<void> => {
  for (const ticket of tickets)
    if ((await canCall(app, ticket)) && !(await waitingCall(app, ticket)))
      await addCall(app, { ...caller, reach: everything }, ticket.number, { note: '' });
};
