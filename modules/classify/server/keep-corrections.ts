import { z } from 'zod';
import { ticketsByIds } from '#modules/ticket/server/index.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import type { Tx } from '#platform/server/database/index.ts';
import type { EventRow } from '#platform/server/events/event.ts';
import type { Subscriber } from '#platform/server/module.ts';
import type { LearnedField } from '../contract.ts';
import { insertCorrections, type Correction } from './classify.queries.ts';
import { addToDays, correctedBefore, type DayChange } from './learn/correction.queries.ts';
import { decisionsOf } from './read-triage.ts';

const reclassified = z.object({ field: z.string(), from: z.string().nullable(), to: z.string() });
const confirmed = z.object({ categoryKey: z.string() });
const assigned = z.object({ fromDepartmentId: z.string(), toDepartmentId: z.string() });

type Said = { field: string; predicted: string | null; corrected: string };

/** What a person said about a field by doing this; null when he said nothing about any. */
const saidBy = (event: EventRow): Said | null => {
  switch (event.name) {
    case 'ticket.reclassified': {
      const { field, from, to } = reclassified.parse(event.data);
      return { field, predicted: from, corrected: to };
    }
    case 'ticket.category_confirmed': {
      const { categoryKey } = confirmed.parse(event.data);
      return { field: 'categoryKey', predicted: categoryKey, corrected: categoryKey };
    }
    case 'ticket.assigned': {
      const { fromDepartmentId, toDepartmentId } = assigned.parse(event.data);
      if (fromDepartmentId === toDepartmentId) return null;
      return { field: 'department', predicted: fromDepartmentId, corrected: toDepartmentId };
    }
    case 'ticket.quarantined':
      return { field: 'spam', predicted: 'ham', corrected: 'spam' };
    case 'ticket.restored':
      return { field: 'spam', predicted: 'spam', corrected: 'ham' };
    default:
      return null;
  }
};

const learnedName = (field: string): string => (field === 'categoryKey' ? 'category' : field);

/** The first correction of a decision counts against the day on which the ticket was opened; later ones change nothing. */
const countMistakes = async (tx: Tx, rows: readonly Correction[]): Promise<void> => {
  const wrong = rows.filter((row) => row.predicted !== row.corrected);
  const ids = [...new Set(wrong.map((row) => row.ticketId))];
  const before = await correctedBefore(tx, ids);
  const tickets = new Map((await ticketsByIds(tx, ids)).map((ticket) => [ticket.id, ticket]));
  const changes: DayChange[] = [];
  for (const { ticketId, field } of wrong) {
    const key = `${ticketId} ${learnedName(field)}`;
    const ticket = tickets.get(ticketId);
    const decision = ticket && decisionsOf(ticket.triage).find((one) => one.field === learnedName(field));
    if (before.has(key) || !decision) continue;
    before.add(key);
    changes.push({ at: ticket.createdAt, field: decision.field, by: decision.by, decided: 0, corrected: 1 });
  }
  await addToDays(tx, changes);
};

/** Every correction and confirmation by a person is kept: what the models are trained and judged on. */
export const keepCorrections: Subscriber = {
  name: 'classify.keep_corrections',
  events: [
    'ticket.reclassified',
    'ticket.category_confirmed',
    'ticket.assigned',
    'ticket.quarantined',
    'ticket.restored',
  ],
  async handle(_app, tx, events) {
    const rows = events.flatMap((event): Correction[] => {
      const said = event.actorId === null ? null : saidBy(event);
      if (said === null) return [];
      return [{ id: newId(event.at), ticketId: event.subjectId, personId: event.actorId, at: event.at, ...said }];
    });
    await countMistakes(tx, rows);
    await insertCorrections(tx, rows);
  },
};

/** What rules and models decided alone, by day: the other half of the weekly accuracy. */
export const countDecisions: Subscriber = {
  name: 'classify.count_decisions',
  events: ['ticket.opened'],
  async handle(_app, tx, events) {
    const tickets = await ticketsByIds(
      tx,
      events.map((event) => event.subjectId),
    );
    const changes = tickets.flatMap((ticket) =>
      decisionsOf(ticket.triage).map((decision): DayChange & { field: LearnedField } => ({
        at: ticket.createdAt,
        ...decision,
        decided: 1,
        corrected: 0,
      })),
    );
    await addToDays(tx, changes);
  },
};
