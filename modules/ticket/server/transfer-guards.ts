import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { TicketRow } from './ticket.queries.ts';

export type TransferPlace = { readonly departmentId: string; readonly ownerId: string | null };

export type WantedTransfer = {
  readonly app: App;
  readonly actor: Actor;
  /** Locked until the end of the transaction. */
  readonly ticket: TicketRow;
  readonly to: TransferPlace;
  readonly reason: string;
};

/** Says where the ticket goes instead, or there; refuses by throwing a Problem. */
export type TransferGuard = (tx: Tx, transfer: WantedTransfer) => Promise<TransferPlace>;

const guards = new Map<string, TransferGuard>();

/** Modules above say here, once at import, what stands in the way of handing a ticket on. */
export const registerTransferGuard = (name: string, guard: TransferGuard): void => {
  guards.set(name, guard);
};

export const askTransferGuards = async (tx: Tx, transfer: WantedTransfer): Promise<TransferPlace> => {
  let { to } = transfer;
  for (const guard of guards.values()) to = await guard(tx, { ...transfer, to });
  return to;
};
