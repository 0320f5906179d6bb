import { z } from 'zod';
import { newId } from '#platform/server/crypto/ids.ts';
import type { Subscriber } from '#platform/server/module.ts';
import { insertCorrections } from './classify.queries.ts';

const correction = z.object({ field: z.string(), from: z.string().nullable(), to: z.string() });

/** Every correction by a person is kept: it is what a learned model will be trained and judged on. */
export const keepCorrections: Subscriber = {
  name: 'classify.keep_corrections',
  events: ['ticket.reclassified'],
  async handle(_app, tx, events) {
    await insertCorrections(
      tx,
      events
        .filter((event) => event.actorId !== null)
        .map((event) => {
          const { field, from, to } = correction.parse(event.data);
          return {
            id: newId(event.at),
            ticketId: event.subjectId,
            field,
            predicted: from,
            corrected: to,
            personId: event.actorId,
            at: event.at,
          };
        }),
    );
  },
};
