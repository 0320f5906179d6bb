import { startClocks } from '#modules/sla/server/index.ts';
import { addLinks, openTickets, type OpeningDraft } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import { batchNews } from './batch.events.ts';
import { addChildren, eventById, insertEvent, type EventRow } from './batch.queries.ts';

export type NewBatch = {
  label: string;
  words: readonly string[];
  places: readonly string[];
  /** What children said, for whoever reads the parent, and for the rules that place it. */
  examples: readonly { number: string; subject: string; region: string }[];
  childIds: readonly string[];
  cause: { found: number; windowMinutes: number; usual: number };
};

type Doer = Pick<Actor, 'kind' | 'id' | 'name'>;
const exampleCount = 5;

const parentDraft = (batch: NewBatch, by: Doer, at: Date): OpeningDraft => ({
  id: newId(at),
  customer: null,
  kind: 'complaint',
  subject: batch.label,
  content: [batch.label, ...batch.examples.slice(0, exampleCount).map((one) => `${one.number} ${one.subject}`)].join(
    '\n',
  ),
  channel: 'api',
  region: batch.examples[0]?.region ?? '',
  outletId: null,
  fields: {},
  occurredAt: null,
  at,
  contactName: '',
  ...(by.id === null ? {} : { createdBy: { id: by.id, name: by.name } }),
  triage: {},
});

/** Puts tickets under an event and links them with its parent; returns those that were free. */
export const joinBatch = async (
  tx: Tx,
  app: App,
  by: Doer,
  event: Pick<EventRow, 'id' | 'ticketId'>,
  ids: readonly string[],
): Promise<string[]> => {
  const wanted = ids.filter((id) => id !== event.ticketId);
  if (wanted.length === 0) return [];
  const at = app.clock.now();
  const added = await addChildren(tx, event.id, wanted, by.id, at);
  if (added.length === 0) return [];
  await addLinks(
    tx,
    app,
    by,
    added.map((ticketId) => ({ ticketId, otherId: event.ticketId, kind: 'child' })),
  );
  await emit(tx, [batchNews('batch.changed', event.id, by, at)]);
  return added;
};

/**
 * Opens an event with its parent ticket, which is classified, assigned and on the clock as any other. The caller holds
 * the lock of batches and has reach over everything.
 */
export const openBatch = async (tx: Tx, app: App, by: Doer, batch: NewBatch): Promise<EventRow> => {
  const at = app.clock.now();
  const draft = parentDraft(batch, by, at);
  const opened = await openTickets(tx, app, [draft]);
  await startClocks(
    tx,
    opened.filter((ticket) => ticket.spam !== true),
  );
  const id = newId(at);
  const words = [...batch.words];
  const places = [...batch.places];
  const { cause, label } = batch;
  await insertEvent(tx, { id, ticketId: draft.id, label, words, places, ...cause, madeBy: by.id, openedAt: at });
  await joinBatch(tx, app, by, { id, ticketId: draft.id }, batch.childIds);
  await emit(tx, [batchNews('batch.opened', id, by, at)]);
  const event = await eventById(tx, id);
  if (!event) throw new Error('a batch event vanished while it was opened');
  return event;
};
