import { peopleByIds } from '#modules/staff/server/index.ts';
import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { notFound } from '#platform/server/http/problem.ts';
import { sendSignal } from '#platform/server/live/index.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import { presenceLastsMs, type PresenceState, type PresentPerson } from '../../contract.ts';
import { accessTicket } from '../ticket.access.ts';
import { dropPresence, keepPresence, presentAt, sweepPresence } from './presence.queries.ts';

export const presenceTopic = 'presence';

const sweepRows = 100;

type Present = { items: PresentPerson[] };

const personOf = (actor: Actor): string => {
  if (actor.id === null) throw notFound('ticket');
  return actor.id;
};

const expiryOf = (app: App): Date => new Date(app.clock.now().getTime() - presenceLastsMs);

/** Those who write first, then those who look, then those who have turned away; the longest there first. */
const order: Readonly<Record<PresenceState, number>> = { writing: 0, looking: 1, away: 2 };

const othersAt = async (tx: Tx, app: App, ticketId: string, self: string): Promise<Present> => {
  const rows = (await presentAt(tx, ticketId, expiryOf(app))).filter((row) => row.personId !== self);
  const names = new Map(
    (
      await peopleByIds(
        tx,
        rows.map((row) => row.personId),
      )
    ).map((person) => [person.id, person.displayName]),
  );
  return {
    items: rows
      .toSorted((a, b) => order[a.state] - order[b.state] || a.since.getTime() - b.since.getTime())
      .map((row) => ({
        id: row.personId,
        name: names.get(row.personId) ?? '',
        state: row.state,
        written: row.written,
        since: row.since.toISOString(),
      })),
  };
};

export const readPresence = (app: App, actor: Actor, number: string): Promise<Present> =>
  app.db.read(actor.reach, async (tx) => {
    const ticket = await accessTicket(tx, actor, number, 'ticket.read');
    return othersAt(tx, app, ticket.id, personOf(actor));
  });

/** A beat of one tab. Colleagues are told only when they would see a difference, whatever process they are at. */
export const notePresence = (
  app: App,
  actor: Actor,
  number: string,
  beat: { tab: string; state: PresenceState | 'gone'; written: number },
): Promise<Present> =>
  app.db.write(actor.reach, async (tx) => {
    const ticket = await accessTicket(tx, actor, number, 'ticket.read');
    const personId = personOf(actor);
    const { tab, state, written } = beat;
    const where = { ticketId: ticket.id, personId, tab };
    const expiredAt = expiryOf(app);
    const changed =
      state === 'gone'
        ? await dropPresence(tx, where)
        : await keepPresence(tx, { ...where, state, written, at: app.clock.now(), expiredAt });
    if (changed) {
      await sweepPresence(tx, expiredAt, sweepRows);
      await sendSignal(tx, presenceTopic, [ticket.id]);
    }
    return othersAt(tx, app, ticket.id, personId);
  });
