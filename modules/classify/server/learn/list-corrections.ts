import { z } from 'zod';
import { ticketsByIds, ticketsInWords } from '#modules/ticket/server/index.ts';
import type { ReplyOf } from '#platform/contract/route.ts';
import type { App } from '#platform/server/app.ts';
import { Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { LearnedField, listCorrections } from '../../contract.ts';
import { findCorrections, type CorrectionRow } from './correction.queries.ts';
import { wordsThatMoved } from './moving-words.ts';
import { namesOf } from './read-accuracy.ts';

const weekMs = 7 * 86_400_000;
const cursorSchema = z.object({ at: z.iso.datetime({ offset: true }), id: z.uuid() });

const readCursor = (cursor: string | undefined): z.infer<typeof cursorSchema> | null => {
  if (cursor === undefined) return null;
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw new Problem('ticket.bad_cursor', 422);
  }
};

const writeCursor = ({ at, id }: CorrectionRow): string =>
  Buffer.from(JSON.stringify({ at: at.toISOString(), id })).toString('base64url');

/** Corrections of the last seven days, on tickets that the reader reaches. */
export const correctionsOfWeek = (
  app: App,
  actor: Actor,
  asked: { field?: LearnedField | undefined; cursor?: string | undefined; limit: number },
): Promise<ReplyOf<typeof listCorrections>> =>
  app.db.read(actor.reach, async (tx) => {
    const since = new Date(app.clock.now().getTime() - weekMs);
    const after = readCursor(asked.cursor);
    const found = await findCorrections(tx, { since, field: asked.field, after, limit: asked.limit + 1 });
    const rows = found.slice(0, asked.limit);
    const ids = [...new Set(rows.map((row) => row.ticketId))];
    const tickets = new Map((await ticketsByIds(tx, ids)).map((one) => [one.id, one]));
    const contents = new Map((await ticketsInWords(tx, ids)).map((one) => [one.id, one.content]));
    const moving = new Map<string, readonly string[]>();
    for (const [id, ticket] of tickets) moving.set(id, await wordsThatMoved(tx, app, ticket, contents.get(id) ?? ''));
    const last = rows.at(-1);
    return {
      items: rows.flatMap(({ id, ticketId, field, predicted, corrected, at }) => {
        const ticket = tickets.get(ticketId);
        if (!ticket) return [];
        // They are known of the category alone.
        const words = field === 'category' ? [...(moving.get(ticketId) ?? [])] : [];
        const { number, subject } = ticket;
        return [{ id, number, subject, field, predicted, corrected, words, at: at.toISOString() }];
      }),
      nextCursor: found.length > asked.limit && last ? writeCursor(last) : null,
      names: await namesOf(tx, app, actor, asked.field),
    };
  });
