import { phoneTailsOf } from '#modules/customer/server/index.ts';
import { accessTicket, parseTicketNumber, trackingToken, trackingUrl } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { everything } from '#platform/server/database/index.ts';
import { Problem } from '#platform/server/http/problem.ts';
import { guardAttempt } from '#platform/server/session/attempts.ts';
import { systemActor } from '#platform/server/session/actor.ts';

const lookup = { ...systemActor, permissions: new Set(['ticket.read', 'spam.manage']) };

const idOf = (app: App, number: string, phoneTail: string): Promise<string | null> =>
  app.db.read(everything, async (tx) => {
    const ticket = await accessTicket(tx, lookup, number, 'ticket.read').catch((error: unknown) => {
      if (error instanceof Problem && error.status === 404) return null;
      throw error;
    });
    if (!ticket || ticket.customerId === null) return null;
    return (await phoneTailsOf(tx, ticket.customerId)).includes(phoneTail) ? ticket.id : null;
  });

/**
 * The link of a case for whoever knows its number and the tail of the phone number left with it. A number that does not
 * exist and a tail that does not fit get the same answer, and each number allows few guesses.
 */
export const findCase = async (
  app: App,
  asked: { number: string; phoneTail: string },
): Promise<{ trackingUrl: string; token: string }> => {
  const parsed = parseTicketNumber(asked.number);
  if (!parsed.ok) throw new Problem('follow-up.number_typo', 422, { reason: parsed.reason });
  const key = { purpose: 'tracking', about: [parsed.number] };
  const id = await guardAttempt(app, [key], () => idOf(app, parsed.number, asked.phoneTail));
  if (id === null) throw new Problem('follow-up.no_match', 404);
  return { trackingUrl: trackingUrl(app, id), token: trackingToken(app, id) };
};
