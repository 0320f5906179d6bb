import { z } from 'zod';
import type { Tx } from '#platform/server/database/index.ts';
import type { EventRow } from '#platform/server/events/event.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import { customValue } from '../../contract/custom-fields.ts';
import { mayReadField, readerOf } from './field.access.ts';
import { findFields } from './field.queries.ts';
import { wordingsOf, type Wording } from './value.queries.ts';

const eventName = 'ticket.fields_changed';
const changeSchema = z.object({
  key: z.string(),
  wordingId: z.string().optional(),
  from: customValue.nullable().optional(),
  to: customValue.nullable().optional(),
});
const dataSchema = z.object({ changes: z.array(changeSchema) });
type Change = z.infer<typeof changeSchema>;

const shown = ({ key, wordingId, from = null, to = null }: Change, wordings: ReadonlyMap<string, Wording>) => {
  const wording = wordingId === undefined ? undefined : wordings.get(wordingId);
  return wording ? { key, from: wording.was, to: wording.became } : { key, from, to };
};

/** Events as the reader may see them: changes of fields that are not his are gone, and with the last of them the event. */
export const readableEvents = async (tx: Tx, actor: Actor, events: readonly EventRow[]): Promise<EventRow[]> => {
  const changed = new Map<EventRow, Change[]>(
    events
      .filter((event) => event.name === eventName)
      .map((event) => [event, dataSchema.safeParse(event.data).data?.changes ?? []]),
  );
  if (changed.size === 0) return [...events];
  const fields = await findFields(tx);
  const reader = await readerOf(tx, actor, fields);
  // A field that was dropped since holds no secret: it could only go because nobody had a value of it any more.
  const hidden = new Set(fields.filter((field) => !mayReadField(reader, field)).map((field) => field.key));
  const all = [...changed.values()].flat();
  const ids = all.flatMap((change) =>
    change.wordingId === undefined || hidden.has(change.key) ? [] : [change.wordingId],
  );
  const wordings = new Map((await wordingsOf(tx, ids)).map((wording) => [wording.id, wording]));
  return events.flatMap((event) => {
    const changes = changed.get(event);
    if (!changes) return [event];
    const left = changes.filter((change) => !hidden.has(change.key)).map((change) => shown(change, wordings));
    return left.length === 0 ? [] : [{ ...event, data: { changes: left } }];
  });
};
