import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { TicketKind, TicketLevel } from '../contract.ts';
import { findCategories } from './category.queries.ts';
import { accessTicketForChange } from './ticket.access.ts';
import { ticketEvent, type TicketEventData } from './ticket.events.ts';
import { setClassification, type TicketRow } from './ticket.queries.ts';

export type ClassifyInput = {
  kind?: TicketKind | undefined;
  categoryKey?: string | undefined;
  level?: TicketLevel | undefined;
  sentiment?: -1 | 0 | 1 | undefined;
  version?: number | undefined;
};

type Change = TicketEventData['ticket.reclassified'];

const changesOf = (ticket: TicketRow, input: ClassifyInput): Change[] => {
  const changes: Change[] = [];
  if (input.kind !== undefined && input.kind !== ticket.kind)
    changes.push({ field: 'kind', from: ticket.kind, to: input.kind });
  if (input.categoryKey !== undefined && input.categoryKey !== ticket.categoryKey) {
    changes.push({ field: 'categoryKey', from: ticket.categoryKey, to: input.categoryKey });
  }
  if (input.level !== undefined && input.level !== ticket.level)
    changes.push({ field: 'level', from: String(ticket.level), to: String(input.level) });
  const mood = Math.sign(ticket.sentiment);
  if (input.sentiment !== undefined && input.sentiment !== mood)
    changes.push({ field: 'sentiment', from: String(mood), to: String(input.sentiment) });
  return changes;
};

/** The category that stands is sent again while nobody was sure of it: that is a yes. */
const isConfirmed = (ticket: TicketRow, input: ClassifyInput): input is ClassifyInput & { categoryKey: string } =>
  ticket.unsure && input.categoryKey !== undefined && input.categoryKey === ticket.categoryKey;

/** A person corrects what the rules decided, or confirms it: one event per field, from which classify learns. */
export const classifyTicket = async (
  tx: Tx,
  app: App,
  actor: Actor,
  number: string,
  input: ClassifyInput,
): Promise<TicketRow> => {
  const ticket = await accessTicketForChange(tx, actor, number, 'ticket.classify', input.version);
  if (ticket.state === 'archived') throw new Problem('ticket.not_open', 409, { state: ticket.state });
  const changes = changesOf(ticket, input);
  const confirmed = isConfirmed(ticket, input);
  if (changes.length === 0 && !confirmed) return ticket;
  if (input.categoryKey !== undefined && input.categoryKey !== ticket.categoryKey) {
    const category = (await findCategories(tx)).find((one) => one.key === input.categoryKey);
    if (!category || category.closed) throw new Problem('ticket.unknown_category', 422);
  }
  const at = app.clock.now();
  const to = {
    kind: input.kind ?? ticket.kind,
    categoryKey: input.categoryKey ?? ticket.categoryKey,
    level: input.level ?? ticket.level,
    sentiment: input.sentiment ?? ticket.sentiment,
    unsure: ticket.unsure && input.categoryKey === undefined,
  };
  await setClassification(tx, ticket.id, { ...to, at });
  await emit(
    tx,
    changes.map((change) => ticketEvent('ticket.reclassified', ticket.id, actor, at, change)),
  );
  if (confirmed)
    await emit(tx, [
      ticketEvent('ticket.category_confirmed', ticket.id, actor, at, { categoryKey: input.categoryKey }),
    ]);
  return { ...ticket, ...to, updatedAt: at, version: ticket.version + 1 };
};
