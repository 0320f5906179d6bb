import { z } from 'zod';
import { everything } from '#platform/server/database/index.ts';
import { defineJob } from '#platform/server/jobs/index.ts';
import { indexTickets } from '../index-search.ts';
import { fieldByKey, markSearchCaughtUp, searchBehindSince } from './field.queries.ts';
import { deleteValueRows, holdersOf, insertValueRows, newestSeq } from './value.queries.ts';
import { valueRows } from './value-rows.ts';

/** Arrivals looked through in one transaction. */
const stretch = 20_000;

/** Makes what tickets hold under a key findable as its field says now: after it was defined, or other people may read it. */
export const indexFieldJob = defineJob({
  name: 'ticket.index-field',
  payload: z.object({ key: z.string() }),
  retry: { limit: 5, delaySeconds: 10, maxDelaySeconds: 600 },
  timeoutSeconds: 1800,
  async run(app, { key }) {
    const { newest, since } = await app.db.read(everything, async (tx) => ({
      newest: await newestSeq(tx),
      since: await searchBehindSince(tx, key),
    }));
    for (let from = 0; from <= newest; from += stretch) {
      const more = await app.db.write(everything, async (tx) => {
        const field = await fieldByKey(tx, key);
        if (!field) return false;
        const held = await holdersOf(tx, key, from, from + stretch);
        await deleteValueRows(
          tx,
          held.map((ticket) => ticket.id),
          [field.slot],
        );
        await insertValueRows(
          tx,
          held.flatMap((ticket) => valueRows(field, ticket.value, ticket)),
        );
        if (held.length > 0)
          await indexTickets(
            tx,
            held.map((ticket) => ticket.id),
          );
        return true;
      });
      if (!more) return;
    }
    if (since) await app.db.write(everything, (tx) => markSearchCaughtUp(tx, key, since));
  },
});
