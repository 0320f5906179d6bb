import { addLinks, readSayings, type Saying, type WishedLink } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import type { Subscriber } from '#platform/server/module.ts';
import { systemActor } from '#platform/server/session/actor.ts';
import {
  sketchBands,
  sketchFromBytes,
  sketchSimilarity,
  sketchText,
  sketchToBytes,
} from '#platform/server/text/near/index.ts';
import { isNearIdentical } from '#platform/server/text/similar.ts';
import { isParent } from '../batch-events/batch.queries.ts';
import { insertSketches, lockSketches, sketchesByBands } from './near.queries.ts';

/** How long something said can be repeated; what is older is forgotten. */
export const rememberedMs = 30 * 86_400_000;
/** Estimated overlap from which the words themselves are compared. */
const worthALook = 0.5;
const perEnd = 15;
/** Below so many characters two strangers say the same by chance ("refund please"). */
const shortest = 20;

const textOf = (saying: Saying): string => saying.body || saying.subject;

type Sketched = { saying: Saying; sketch: ReturnType<typeof sketchText>; bands: string[] };

const sketched = (saying: Saying): Sketched => {
  const sketch = sketchText(textOf(saying));
  return { saying, sketch, bands: sketchBands(sketch) };
};

/** The first of the tickets that say nearly the same, if there is one that is not linked with it already. */
const firstSame = async (
  tx: Tx,
  one: Sketched,
  since: Date,
  links: ReadonlyMap<string, string>,
): Promise<WishedLink | null> => {
  const shares = new Map(
    (await sketchesByBands(tx, one.bands, since, perEnd))
      .map((row) => [row.ticketId, sketchSimilarity(one.sketch, sketchFromBytes(row.sketch))] as const)
      .filter(([id, share]) => id !== one.saying.id && share >= worthALook),
  );
  // By number and not by time: what came in one set has one time, and each must lead to the same head.
  const earlier = (await readSayings(tx, [...shares.keys()]))
    .filter((other) => other.seq < one.saying.seq && other.state !== 'spam')
    .sort((a, b) => a.seq - b.seq);
  const same = earlier.find((other) => isNearIdentical(textOf(other), textOf(one.saying)));
  if (!same) return null;
  // A repeat of a repeat leads to the first: one story has one head.
  const score = Math.min(1, shares.get(same.id) ?? 0);
  return { ticketId: one.saying.id, otherId: links.get(same.id) ?? same.id, kind: 'duplicate', score };
};

/** Links each of these tickets with the first that said nearly the same, whoever sent it. Never drops anything. */
export const linkNearRepeats = async (tx: Tx, app: App, ids: readonly string[]): Promise<number> => {
  const now = app.clock.now();
  const since = new Date(now.getTime() - rememberedMs);
  await lockSketches(tx);
  const parents = await isParent(tx, ids);
  const sayings = (await readSayings(tx, ids))
    .filter((one) => one.saidAt > since && one.state !== 'spam' && !parents.has(one.id))
    .sort((a, b) => a.seq - b.seq);
  const long = sayings.filter((one) => [...textOf(one)].length >= shortest).map(sketched);
  await insertSketches(
    tx,
    sayings.map((one) => {
      const known = long.find((each) => each.saying.id === one.id);
      const sketch = Buffer.from(known ? sketchToBytes(known.sketch) : []);
      return {
        ticketId: one.id,
        sketch,
        categoryKey: one.categoryKey ?? '',
        at: one.createdAt,
        bands: known?.bands ?? [],
      };
    }),
  );
  const links = new Map<string, string>();
  const wished: WishedLink[] = [];
  for (const one of long) {
    const link = await firstSame(tx, one, since, links);
    if (!link || link.otherId === link.ticketId) continue;
    links.set(link.ticketId, link.otherId);
    wished.push(link);
  }
  return (await addLinks(tx, app, systemActor, wished)).length;
};

/** After the ticket is open: intake itself only knows repeats of the same sender, and must not wait for more. */
export const findNear: Subscriber = {
  name: 'collect.find_near',
  events: ['ticket.opened', 'ticket.restored'],
  handle: async (app, tx, events) => {
    await linkNearRepeats(tx, app, [...new Set(events.map((event) => event.subjectId))]);
  },
};
