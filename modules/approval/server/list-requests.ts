import type { QueryOf } from '#platform/contract/route.ts';
import type { App } from '#platform/server/app.ts';
import { everything } from '#platform/server/database/index.ts';
import { Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { listApprovals } from '../contract.ts';
import { accessRequest, accessSubject, asPerson } from './approval.access.ts';
import { requestsByIds } from './approval.queries.ts';
import { countFor, idsDecidedBy, idsOfSubject, idsRequestedBy, idsToDecide } from './list.queries.ts';
import { askedOf } from './stand-ins.ts';
import { viewRequest, viewRows } from './view-request.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The id of the last row: lists stand in the order of ids, which is the order of asking. */
const afterOf = (cursor: string | undefined): string | null => (cursor && uuid.test(cursor) ? cursor : null);

export const listRequests = (app: App, given: Actor, query: QueryOf<typeof listApprovals>) =>
  app.db.read(everything, async (tx) => {
    const actor = asPerson(given);
    const after = afterOf(query.cursor);
    const limit = query.limit + 1;
    const idsOfView = async (): Promise<string[]> => {
      switch (query.view) {
        case 'mine':
          return idsToDecide(tx, await askedOf(tx, actor.id, app.clock.now()), after, limit);
        case 'requested':
          return idsRequestedBy(tx, actor.id, after, limit);
        case 'done':
          return idsDecidedBy(tx, actor.id, after, limit);
        case 'subject': {
          const { kind, subjectId } = query;
          if (kind === undefined || subjectId === undefined) throw new Problem('approval.subject_missing', 422);
          await accessSubject(tx, actor, kind, subjectId);
          return idsOfSubject(tx, { kind, subjectId }, after, limit);
        }
      }
    };
    const ids = await idsOfView();
    const page = ids.slice(0, query.limit);
    return {
      items: await viewRows(tx, actor, page),
      nextCursor: ids.length > page.length ? (page.at(-1) ?? null) : null,
    };
  });

const cap = 1000;

export const countRequests = (app: App, given: Actor) =>
  app.db.read(everything, async (tx) => {
    const actor = asPerson(given);
    const found = await countFor(tx, await askedOf(tx, actor.id, app.clock.now()), cap);
    const capped = (count: number) => ({ count, capped: count >= cap });
    return { mine: capped(found.mine), requested: capped(found.requested), returned: capped(found.returned) };
  });

export const readRequest = (app: App, given: Actor, id: string) =>
  app.db.read(everything, async (tx) => {
    const actor = asPerson(given);
    const [row] = await requestsByIds(tx, [id]);
    await accessRequest(tx, actor, await askedOf(tx, actor.id, app.clock.now()), row);
    return viewRequest(tx, app, actor, id);
  });
