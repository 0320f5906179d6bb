import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import type { TicketRow } from './ticket.queries.ts';

/** Adds to the triage of one ticket what its stage does not keep because it follows from what is kept. */
export type TriageReader = (tx: Tx, app: App, ticket: TicketRow) => Promise<Record<string, unknown>>;

const readers = new Map<string, TriageReader>();

/** Registering a name again replaces it, so that two apps in one process (tests) do not read twice. */
export const registerTriageReader = (name: string, reader: TriageReader): void => {
  readers.set(name, reader);
};

export const readCompleteTriage = async (tx: Tx, app: App, ticket: TicketRow): Promise<Record<string, unknown>> => {
  let { triage } = ticket;
  for (const read of readers.values()) triage = await read(tx, app, { ...ticket, triage });
  return triage;
};
