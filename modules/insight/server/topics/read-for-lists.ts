import { registerTopicReader } from '#modules/ticket/server/index.ts';
import { may } from '#platform/server/session/actor.ts';
import { reachedPlaces } from '../places.ts';
import { topicById } from './topic-rows.queries.ts';
import { mostSayings } from './topic-runs.ts';
import { spanOfDays } from './topic-span.ts';
import { seqsOfTopic } from './topics.queries.ts';

const always = { from: new Date(0), until: new Date('9999-01-01T00:00:00Z') };

/** So that every list of tickets can be narrowed to one topic, with all that lists can do. */
export const readTopicsForLists = (): void =>
  registerTopicReader({
    async seqs(tx, actor, { id, days }) {
      if (!may(actor, 'board.read')) return null;
      const span = days === null ? always : spanOfDays(days[0], days[1], false);
      return seqsOfTopic(tx, id, span, reachedPlaces(actor), mostSayings);
    },
    async label(tx, actor, id) {
      if (!may(actor, 'board.read')) return null;
      const [reached] = await seqsOfTopic(tx, id, always, reachedPlaces(actor), 1);
      return reached === undefined ? null : ((await topicById(tx, id))?.label ?? null);
    },
  });
