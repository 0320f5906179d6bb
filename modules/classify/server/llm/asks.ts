/** What a person asks about a ticket: the question is made with his eyes at once, a job asks it, he is told when it is there. */
import { ticketsByIds, type TicketRow } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import { everything, type Tx } from '#platform/server/database/index.ts';
import { Problem } from '#platform/server/http/problem.ts';
import { sendSignal } from '#platform/server/live/index.ts';
import { mapStrings, unmaskWith } from '#platform/server/llm/index.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { LlmAsk, LlmPurpose } from '../../contract/llm.ts';
import { asksOf, beginAsk, cancelAsk, endAsk, hearOfAsk, replaceAsk, type AskRow } from './ask.queries.ts';
import { askPurpose } from './ask-purpose.ts';
import { purposesOf } from './llm-setting.ts';
import { findLlmSetting } from './llm.queries.ts';
import { longestReply, replySchema, summarySchema } from './prompts.ts';
import { opinionOn } from './second-opinion.ts';
import type { Question } from './assist.ts';

export const askJobName = 'classify.llm_ask';

/** Longer than this an answer is not kept. */
const keptMs = 24 * 3_600_000;
/** A process that works on it is heard of each second; after this silence it is dead. */
const silenceMs = 30_000;
const hearMs = 1000;

const personOf = (actor: Actor): string => {
  if (actor.id === null) throw new Problem('classify.llm_off', 409);
  return actor.id;
};

const told = (tx: Tx, ticketId: string): Promise<void> => sendSignal(tx, 'opinion', [ticketId]);

/** Whoever asked is let in to the ticket already, and `question` holds only what he may read. */
export const askLater = async (
  app: App,
  actor: Actor,
  ticket: TicketRow,
  purpose: LlmPurpose,
  question: Question | null,
): Promise<LlmAsk> => {
  const personId = personOf(actor);
  const at = app.clock.now();
  const id = newId(at);
  return app.db.write(everything, async (tx) => {
    if (!purposesOf(await findLlmSetting(tx)).includes(purpose)) throw new Problem('classify.llm_off', 409);
    const { user: request = null, hidden = null, masked = 0 } = question ?? {};
    await replaceAsk(tx, { id, personId, ticketId: ticket.id, purpose, request, hidden, masked, at });
    await app.jobs.enqueueMany(tx, askJobName, [{ id }]);
    return { purpose, state: 'waiting', problem: '', askedAt: at.toISOString(), summary: null, reply: null };
  });
};

const problemOf = ({ state, problem, heardAt }: AskRow, now: Date): string => {
  if (state !== 'running') return problem;
  return heardAt !== null && now.getTime() - heardAt.getTime() > silenceMs ? 'interrupted' : '';
};

const askView = (row: AskRow, now: Date): LlmAsk => {
  const { purpose, state, askedAt } = row;
  const problem = problemOf(row, now);
  return {
    purpose,
    state: state === 'running' && problem !== '' ? 'failed' : state,
    problem,
    askedAt: askedAt.toISOString(),
    summary: purpose === 'summary' ? (summarySchema.safeParse(row.answer).data ?? null) : null,
    reply: purpose === 'reply_draft' ? (replySchema.safeParse(row.answer).data?.reply ?? null) : null,
  };
};

/** What this person asked about the ticket in the last day. */
export const asksFor = async (tx: Tx, app: App, actor: Actor, ticketId: string): Promise<LlmAsk[]> => {
  if (actor.id === null) return [];
  const now = app.clock.now();
  const rows = await asksOf(tx, actor.id, ticketId, new Date(now.getTime() - keptMs));
  return rows.map((row) => askView(row, now));
};

export const stopAsking = (app: App, actor: Actor, ticket: TicketRow, purpose: LlmPurpose): Promise<void> =>
  app.db.write(everything, async (tx) => {
    await cancelAsk(tx, personOf(actor), ticket.id, purpose);
    await told(tx, ticket.id);
  });

type End = { state: 'done' | 'failed'; problem: string; answer: unknown };
const failed = (problem: string): End => ({ state: 'failed', problem, answer: null });

const answerTo = async (app: App, ask: AskRow, signal: AbortSignal): Promise<End> => {
  const { purpose, ticketId, personId, masked, request } = ask;
  if (purpose === 'second_opinion') {
    const [ticket] = await app.db.read(everything, (tx) => ticketsByIds(tx, [ticketId]));
    if (!ticket) return failed('gone');
    const { end } = await opinionOn(app, ticket, personId, signal);
    return end.outcome === 'ok' ? { state: 'done', problem: '', answer: null } : failed(end.outcome);
  }
  if (request === null) return failed('gone');
  const place = { user: request, masked, ticketId, personId, signal };
  const end =
    purpose === 'summary'
      ? await askPurpose(app, { purpose, schema: summarySchema, ...place })
      : await askPurpose(app, { purpose, schema: replySchema, ...place });
  if (end.outcome !== 'ok') return failed(end.outcome);
  const hidden = ask.hidden ?? {};
  const answer = mapStrings(end.value, (text) => unmaskWith(hidden, text).slice(0, longestReply));
  return { state: 'done', problem: '', answer };
};

type Working = { readonly controller: AbortController; readonly ended: Promise<void> };
const working = new WeakMap<App, Set<Working>>();

const answerAndStore = async (app: App, ask: AskRow, controller: AbortController): Promise<void> => {
  const timer = setInterval(() => {
    app.db
      .write(everything, (tx) => hearOfAsk(tx, ask.id, app.clock.now()))
      .then((isWanted) => (isWanted ? undefined : controller.abort()))
      .catch((error: unknown) => app.log.warn({ err: error }, 'language model: an ask could not be looked after'));
  }, hearMs);
  const end = await answerTo(app, ask, controller.signal)
    .catch((error: unknown) => {
      // Switched off since it was asked, or a fault of ours: either way the person is told and may ask again.
      app.log.warn({ err: error, purpose: ask.purpose }, 'language model: an ask failed');
      return failed(error instanceof Problem ? 'off' : 'failed');
    })
    .finally(() => clearInterval(timer));
  await app.db.write(everything, async (tx) => {
    // Only a process that ends stops an ask that is still wanted.
    await endAsk(tx, ask.id, end.problem === 'cancelled' ? failed('interrupted') : end);
    await told(tx, ask.ticketId);
  });
};

/** The job. */
export const answerAsk = async (app: App, id: string): Promise<void> => {
  const ask = await app.db.write(everything, (tx) => beginAsk(tx, id, app.clock.now()));
  if (!ask) return;
  await app.db.write(everything, (tx) => told(tx, ask.ticketId));
  const controller = new AbortController();
  const one: Working = { controller, ended: answerAndStore(app, ask, controller) };
  const all = working.get(app) ?? new Set<Working>();
  working.set(app, all.add(one));
  try {
    await one.ended;
  } finally {
    all.delete(one);
  }
};

/** On a graceful stop nobody waits for a slow provider: those who asked are told to ask again. */
export const stopAsks = async (app: App): Promise<void> => {
  const all = [...(working.get(app) ?? [])];
  for (const one of all) one.controller.abort();
  await Promise.allSettled(all.map((one) => one.ended));
};
