import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { TicketAction } from '../contract.ts';
import type { TicketRow } from './ticket.queries.ts';

export type WantedStep = {
  readonly app: App;
  readonly actor: Actor;
  readonly ticket: TicketRow;
  readonly action: TicketAction;
  readonly reason: string;
  readonly reply: string | undefined;
};

/** Refuses by throwing a Problem; `wait`: the step is kept by the guard, which has it taken later. */
export type StepGuard = (tx: Tx, step: WantedStep) => Promise<'go' | 'wait'>;

const guards = new Map<string, { readonly order: number; readonly guard: StepGuard }>();

/**
 * Modules above say here, once at import, what stands in the way of a person's step. What the system and the customer
 * do is not asked about: a job that closes a thousand cases must not stop at one of them.
 */
export const registerStepGuard = (name: string, order: number, guard: StepGuard): void => {
  guards.set(name, { order, guard });
};

export const askGuards = async (tx: Tx, step: WantedStep): Promise<'go' | 'wait'> => {
  for (const { guard } of [...guards.values()].toSorted((a, b) => a.order - b.order))
    if ((await guard(tx, step)) === 'wait') return 'wait';
  return 'go';
};
