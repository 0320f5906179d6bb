import type { Tx } from '#platform/server/database/index.ts';
import { forgetEventWords } from '#platform/server/events/events.queries.ts';
import { eraseTicketWords } from './erase.queries.ts';

type Eraser = (tx: Tx, ticketIds: readonly string[]) => Promise<void>;

const erasers = new Map<string, Eraser>();

/** Modules above say here, once at import, how the words that they keep about tickets are erased. */
export const registerEraser = (name: string, eraser: Eraser): void => {
  erasers.set(name, eraser);
};

/**
 * Takes every word out of tickets for good, in the caller's transaction; the bare rows stay, so that numbers, figures and
 * links still hold. Whether their time is over, the caller knows.
 */
export const eraseTickets = async (tx: Tx, ids: readonly string[]): Promise<void> => {
  for (const eraser of erasers.values()) await eraser(tx, ids);
  await eraseTicketWords(tx, ids);
  await forgetEventWords(tx, ids);
};
