import { accessTicket, canDoToTicket, publicView, type TicketRow } from '#modules/ticket/server/index.ts';
import type { BodyOf, ReplyOf } from '#platform/contract/route.ts';
import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { notFound } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { addOption, listOptions, Risk } from '../../contract.ts';
import { linesOf } from '../compensation/compensation.queries.ts';
import { totalsOf } from '../compensation/compensation.rules.ts';
import { peopleNames } from '../people-names.ts';
import { resolveEvent } from '../resolve.events.ts';
import { insertOption, optionById, optionsOf, setChosen } from './judge.queries.ts';
import { riskOf } from './risk.rules.ts';

type Reply = ReplyOf<typeof listOptions>;
const write = 'ticket.note';

const viewOf = async (tx: Tx, actor: Actor, ticket: TicketRow): Promise<Reply> => {
  const rows = await optionsOf(tx, ticket.id);
  const nameOf = await peopleNames(
    tx,
    rows.flatMap((row) => [row.createdBy, row.chosenBy]),
  );
  return {
    items: rows.map((row) => ({
      ...row,
      createdBy: nameOf(row.createdBy),
      chosenAt: row.chosenAt?.toISOString() ?? null,
      chosenBy: nameOf(row.chosenBy),
    })),
    canWrite: canDoToTicket(actor, write, ticket),
  };
};

export const readOptions = (app: App, actor: Actor, number: string): Promise<Reply> =>
  app.db.read(actor.reach, async (tx) => viewOf(tx, actor, await accessTicket(tx, actor, number, 'ticket.read')));

export const writeOption = (app: App, actor: Actor, number: string, option: BodyOf<typeof addOption>): Promise<Reply> =>
  app.db.write(actor.reach, async (tx) => {
    const ticket = await accessTicket(tx, actor, number, write);
    const at = app.clock.now();
    await insertOption(tx, { ...option, id: newId(at), ticketId: ticket.id, createdBy: actor.id, at });
    await emit(tx, [resolveEvent('resolve.options_changed', ticket.id, actor, at)]);
    return viewOf(tx, actor, ticket);
  });

export const choose = (app: App, actor: Actor, id: string, reason: string): Promise<Reply> =>
  app.db.write(actor.reach, async (tx) => {
    const option = await optionById(tx, id);
    if (!option) throw notFound('option');
    const ticket = await accessTicket(tx, actor, option.ticketId, 'ticket.transition');
    const at = app.clock.now();
    await setChosen(tx, { id, ticketId: ticket.id, by: actor.id, at, reason });
    await emit(tx, [resolveEvent('resolve.option_chosen', ticket.id, actor, at, { optionId: id })]);
    return viewOf(tx, actor, ticket);
  });

export const readRiskOf = (app: App, actor: Actor, number: string): Promise<Risk> =>
  app.db.read(actor.reach, async (tx) => {
    const ticket = await accessTicket(tx, actor, number, 'ticket.read');
    const shown = await publicView(tx, app, ticket.id);
    const said = shown.messages.flatMap((message) => (message.from === 'customer' ? [message.body] : []));
    const sums = totalsOf(await linesOf(tx, ticket.id)).map((sum) => sum.pendingCents + sum.grantedCents);
    return riskOf({
      level: ticket.level,
      reopenCount: ticket.reopenCount,
      urgeCount: ticket.urgeCount,
      // Different currencies are not added: the largest sum speaks.
      amountCents: Math.max(0, ...sums),
      said: [ticket.subject, ...said].join('\n'),
    });
  });
