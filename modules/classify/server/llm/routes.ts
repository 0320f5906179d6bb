import { z } from 'zod';
import {
  accessTicket,
  canDoToTicket,
  ticketCategories,
  ticketsByIds,
  type TicketRow,
} from '#modules/ticket/server/index.ts';
import type { ReplyOf } from '#platform/contract/route.ts';
import type { App } from '#platform/server/app.ts';
import { everything } from '#platform/server/database/index.ts';
import { notFound, Problem } from '#platform/server/http/problem.ts';
import { serve, type ServedRoute } from '#platform/server/http/serve.ts';
import type { LiveTopic } from '#platform/server/live/index.ts';
import { may, type Actor } from '#platform/server/session/actor.ts';
import * as contract from '../../contract/llm.ts';
import { askPurpose } from './ask-purpose.ts';
import { askLater, asksFor, stopAsking } from './asks.ts';
import { replyQuestion, summaryQuestion } from './assist.ts';
import { changeSetting, purposesOf, readSetting } from './llm-setting.ts';
import { callById, findCalls, findLlmSetting, findOpinions, type CallRow } from './llm.queries.ts';
import { pingSchema } from './prompts.ts';
import { opinionView } from './second-opinion.ts';

const shownAnswer = 300;

const testNow = async (app: App, actor: Actor): Promise<ReplyOf<typeof contract.testLlm>> => {
  const asking = { user: 'ping', schema: pingSchema, masked: 0, ticketId: null, personId: actor.id };
  const end = await askPurpose(app, { purpose: 'ping', ...asking });
  const { outcome, status, ms, tokens } = end;
  const answer = outcome === 'ok' ? '' : end.answer.slice(0, shownAnswer);
  return { outcome, status, ms, inputTokens: tokens.input, outputTokens: tokens.output, answer };
};

const cursorSchema = z.object({ at: z.iso.datetime({ offset: true }), id: z.uuid() });

const readCursor = (cursor: string | undefined): z.infer<typeof cursorSchema> | null => {
  if (cursor === undefined) return null;
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw new Problem('ticket.bad_cursor', 422);
  }
};

const callView = <Row extends CallRow>({ at, ...row }: Row) => ({ ...row, at: at.toISOString() });

const listCalls = (app: App, query: { failed?: boolean | undefined; cursor?: string | undefined; limit: number }) =>
  app.db.read(everything, async (tx) => {
    const asked = { failed: query.failed === true, after: readCursor(query.cursor), limit: query.limit + 1 };
    const found = await findCalls(tx, asked);
    const items = found.slice(0, query.limit).map(callView);
    const last = items.at(-1);
    const isMore = found.length > query.limit && last !== undefined;
    const place = isMore ? Buffer.from(JSON.stringify({ at: last.at, id: last.id })).toString('base64url') : null;
    return { items, nextCursor: place };
  });

/** The permission each purpose asks of the reader, beside the ticket's own walls. */
const permissions = { second_opinion: 'ticket.classify', summary: 'ticket.read', reply_draft: 'ticket.reply' } as const;

const ofTicket = (app: App, actor: Actor, number: string): Promise<ReplyOf<typeof contract.readLlmOfTicket>> =>
  app.db.read(actor.reach, async (tx) => {
    const ticket = await accessTicket(tx, actor, number, 'ticket.read');
    const switchedOn = purposesOf(await findLlmSetting(tx));
    if (switchedOn.length === 0) return { purposes: [], opinion: null, asks: [] };
    const [opinion] = await findOpinions(tx, [ticket.id]);
    return {
      purposes: switchedOn.filter((purpose) => canDoToTicket(actor, permissions[purpose], ticket)),
      opinion: opinion ? opinionView(opinion, await ticketCategories(tx), actor) : null,
      asks: await asksFor(tx, app, actor, ticket.id),
    };
  });

const letIn = (app: App, actor: Actor, number: string, permission: string): Promise<TicketRow> =>
  app.db.read(actor.reach, (tx) => accessTicket(tx, actor, number, permission));

/** The model is the company's: its address and key belong to those who manage the instance. */
export const llmRoutes: readonly ServedRoute[] = [
  serve(contract.readLlmSetting, 'instance.manage', ({ app }) => readSetting(app)),
  serve(contract.changeLlmSetting, 'instance.manage', ({ app, body }) => changeSetting(app, body)),
  serve(contract.testLlm, 'instance.manage', ({ app, actor }) => testNow(app, actor)),
  serve(contract.listLlmCalls, 'instance.manage', ({ app, query }) => listCalls(app, query)),
  serve(contract.readLlmCall, 'instance.manage', async ({ app, params }) => {
    const found = await app.db.read(everything, (tx) => callById(tx, params.id));
    if (!found) throw notFound('call');
    return callView(found);
  }),
  serve(contract.readLlmOfTicket, 'ticket.read', ({ app, actor, params }) => ofTicket(app, actor, params.number)),
  serve(contract.askLlmOpinion, 'ticket.classify', async ({ app, actor, params }) =>
    askLater(app, actor, await letIn(app, actor, params.number, 'ticket.classify'), 'second_opinion', null),
  ),
  serve(contract.askLlmSummary, 'ticket.read', async ({ app, actor, params }) => {
    const { ticket, question } = await summaryQuestion(app, actor, params.number);
    return askLater(app, actor, ticket, 'summary', question);
  }),
  serve(contract.askLlmReply, 'ticket.reply', async ({ app, actor, params, body }) => {
    const { ticket, question } = await replyQuestion(app, actor, params.number, body.wish);
    return askLater(app, actor, ticket, 'reply_draft', question);
  }),
  serve(contract.stopLlmAsk, 'ticket.read', async ({ app, actor, params }) => {
    await stopAsking(app, actor, await letIn(app, actor, params.number, 'ticket.read'), params.purpose);
    return undefined;
  }),
];

/** Told to those who reach the ticket that an opinion is there now, or what one of them asked for. */
export const opinionLive: LiveTopic = {
  topic: 'opinion',
  events: [],
  visible: async (app, actor, ids) =>
    may(actor, 'ticket.read')
      ? app.db.read(actor.reach, async (tx) => (await ticketsByIds(tx, ids)).map((one) => one.id))
      : [],
};
