import type { Tx } from '../database/index.ts';
import type { NewEvent } from './event.ts';
import { insertEvents } from './events.queries.ts';

/** Writes event rows in the caller's transaction and nothing else; who listens hears of them after the commit. */
export const emit = async (tx: Tx, events: readonly NewEvent[]): Promise<void> => {
  if (events.length > 0) await insertEvents(tx, events);
};
