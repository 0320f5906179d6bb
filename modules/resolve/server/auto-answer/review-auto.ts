import { idSchema } from '#platform/contract/fields.ts';
import { canDoToTicket, readSayings, ticketsByIds, transitionTicket } from '#modules/ticket/server/index.ts';
import type { BodyOf, ReplyOf } from '#platform/contract/route.ts';
import type { App } from '#platform/server/app.ts';
import { emit } from '#platform/server/events/emit.ts';
import { notFound, Problem } from '#platform/server/http/problem.ts';
import { systemActor, type Actor } from '#platform/server/session/actor.ts';
import type { judgeAutoAnswer, listAutoSamples } from '../../contract/auto-answer.ts';
import { resolveEvent } from '../resolve.events.ts';
import { handToPerson } from './answer-light.ts';
import { autoAnswerById, autoSamples, setVerdict } from './auto.queries.ts';

export const listSamples = (
  app: App,
  actor: Actor,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<ReplyOf<typeof listAutoSamples>> =>
  app.db.read(actor.reach, async (tx) => {
    const rows = await autoSamples(tx, actor.reach, idSchema.safeParse(cursor).data ?? null, limit + 1);
    const page = rows.slice(0, limit);
    const ids = page.map((row) => row.ticketId);
    const tickets = new Map((await ticketsByIds(tx, ids)).map((ticket) => [ticket.id, ticket]));
    const sayings = new Map((await readSayings(tx, ids)).map((one) => [one.id, one.body]));
    return {
      items: page.flatMap((row) => {
        const ticket = tickets.get(row.ticketId);
        if (!ticket) return [];
        return [
          {
            id: row.id,
            number: ticket.number,
            subject: ticket.subject,
            state: ticket.state,
            said: sayings.get(row.ticketId) ?? '',
            body: row.body,
            rule: row.ruleName,
            answeredAt: row.answeredAt.toISOString(),
            unsolvedAt: row.unsolvedAt?.toISOString() ?? null,
          },
        ];
      }),
      nextCursor: rows.length > page.length ? (page.at(-1)?.id ?? null) : null,
    };
  });

/** Once. A wrong answer opens the case again: the customer is owed a right one, whether he complained or not. */
export const judgeSample = (
  app: App,
  actor: Actor,
  id: string,
  { verdict, note }: BodyOf<typeof judgeAutoAnswer>,
): Promise<{ reopened: boolean }> =>
  app.db.write(actor.reach, async (tx) => {
    const row = await autoAnswerById(tx, id);
    const [ticket] = row ? await ticketsByIds(tx, [row.ticketId]) : [];
    if (!row || !ticket || !canDoToTicket(actor, 'auto_answer.review', ticket)) throw notFound('answer');
    if (row.verdict !== null) throw new Problem('resolve.already_reviewed', 409, { verdict: row.verdict });
    const at = app.clock.now();
    await setVerdict(tx, id, { verdict, note, by: actor.id, at });
    await emit(tx, [resolveEvent('resolve.auto_reviewed', ticket.id, actor, at, { verdict })]);
    const reopens = verdict === 'wrong' && (ticket.state === 'awaiting' || ticket.state === 'closed');
    if (reopens) {
      await transitionTicket(tx, app, systemActor, ticket.id, 'reopen', { reason: 'auto_wrong' });
      await handToPerson(tx, app, [ticket]);
    }
    return { reopened: reopens };
  });
