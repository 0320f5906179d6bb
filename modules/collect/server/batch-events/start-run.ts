import { canDoToTicket, ticketsByIds, trackingUrl, type TicketRow } from '#modules/ticket/server/index.ts';
import { unknownPlaceholders } from '#modules/knowledge/contract.ts';
import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { notFound, Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { BatchEvent, BatchResult, BatchRun, BatchSkip, NoticePreview } from '../../contract/batch-events.ts';
import { accessBatch } from './batch.access.ts';
import { oneView } from './batch-events.ts';
import { endTicket } from './end-ticket.ts';
import { noticeText, planClosing, planNotice, type PlannedRow } from './notice.rules.ts';
import {
  childrenAfter,
  insertRun,
  insertRunRows,
  resultsAfter,
  runById,
  runsOfEvent,
  type RunKind,
  type RunRow,
} from './runs.queries.ts';

const pageSize = 1000;

/** All children, and those of them that the transaction reaches. */
const readChildren = async (tx: Tx, eventId: string) => {
  const ids: string[] = [];
  const reached = new Map<string, TicketRow>();
  for (let after = null; ;) {
    const page: { ticketId: string; addedAt: Date }[] = await childrenAfter(tx, eventId, after, pageSize);
    ids.push(...page.map((row) => row.ticketId));
    for (const ticket of await ticketsByIds(
      tx,
      page.map((row) => row.ticketId),
    ))
      reached.set(ticket.id, ticket);
    const last = page.at(-1);
    if (!last || page.length < pageSize) return { ids, reached };
    after = { at: last.addedAt.toISOString(), id: last.ticketId };
  }
};

const demandPlaceholders = (body: string): void => {
  const unknown = unknownPlaceholders(body);
  if (unknown.length > 0) throw new Problem('collect.batch_placeholder', 422, { names: unknown.join(', ') });
};

const sampleCount = 3;

export const previewNotice = (app: App, actor: Actor, id: string, body: string): Promise<NoticePreview> =>
  app.db.read(actor.reach, async (tx) => {
    demandPlaceholders(body);
    const { event } = await accessBatch(tx, actor, id, 'ticket.reply');
    const { ids, reached } = await readChildren(tx, event.id);
    const plan = planNotice(ids, reached);
    const counts = new Map<BatchSkip, number>();
    for (const { skip } of plan) if (skip !== null) counts.set(skip, (counts.get(skip) ?? 0) + 1);
    const told = plan.filter((row) => row.skip === null).flatMap((row) => reached.get(row.ticketId) ?? []);
    return {
      send: told.length,
      skipped: [...counts].map(([reason, count]) => ({ reason, count })),
      samples: told.slice(0, sampleCount).map((ticket) => ({
        number: ticket.number,
        customerName: ticket.customerName,
        text: noticeText(body, ticket, trackingUrl(app, ticket.id)),
      })),
    };
  });

export const runView = (run: RunRow): BatchRun => ({
  id: run.id,
  kind: run.kind,
  body: run.body,
  state: run.state,
  startedAt: run.startedAt.toISOString(),
  finishedAt: run.finishedAt?.toISOString() ?? null,
  total: run.total,
  done: run.done,
  skipped: run.skipped,
  failed: run.failed,
});

type Wish = { runId: string; eventId: string; kind: RunKind; body: string; reason: string };

const startRun = async (tx: Tx, app: App, actor: Actor, wish: Wish, plan: readonly PlannedRow[]): Promise<RunRow> => {
  if (actor.id === null) throw notFound('batch');
  const { runId: id, ...what } = wish;
  if (await insertRun(tx, { id, ...what, startedBy: actor.id, startedAt: app.clock.now() })) {
    await insertRunRows(tx, id, plan);
    await app.jobs.enqueueMany(tx, 'collect.batch_run', [{ runId: id }]);
  }
  const run = await runById(tx, id);
  if (run?.eventId !== wish.eventId) throw new Problem('collect.key_reused', 422);
  return run;
};

export const sendNotice = (
  app: App,
  actor: Actor,
  id: string,
  input: { runId: string; body: string },
): Promise<BatchRun> =>
  app.db.write(actor.reach, async (tx) => {
    demandPlaceholders(input.body);
    const { event } = await accessBatch(tx, actor, id, 'ticket.reply');
    const { ids, reached } = await readChildren(tx, event.id);
    const wish = { runId: input.runId, eventId: event.id, kind: 'notice', body: input.body, reason: '' } as const;
    return runView(await startRun(tx, app, actor, wish, planNotice(ids, reached)));
  });

type Closing = { runId: string; reason: string; reply: string; children: boolean };

/** Ends the parent here and now; its children, if wished, in a run of their own. Ended already, the children still can. */
export const closeBatch = (
  app: App,
  actor: Actor,
  id: string,
  input: Closing,
): Promise<{ event: BatchEvent; run: BatchRun | null }> =>
  app.db.write(actor.reach, async (tx) => {
    const { event, parent } = await accessBatch(tx, actor, id, 'ticket.transition');
    if (event.state === 'open') await endTicket(tx, app, actor, parent, { reason: input.reason, reply: input.reply });
    if (!input.children) return { event: await oneView(tx, actor, id), run: null };
    const { ids, reached } = await readChildren(tx, event.id);
    const { runId, reply: body, reason } = input;
    const run = await startRun(
      tx,
      app,
      actor,
      { runId, eventId: event.id, kind: 'close', body, reason },
      planClosing(ids, reached),
    );
    return { event: await oneView(tx, actor, id), run: runView(run) };
  });

export const listRuns = (app: App, actor: Actor, id: string): Promise<{ items: BatchRun[] }> =>
  app.db.read(actor.reach, async (tx) => {
    const { event } = await accessBatch(tx, actor, id, 'ticket.read');
    return { items: (await runsOfEvent(tx, event.id, 20)).map(runView) };
  });

export const listResults = (
  app: App,
  actor: Actor,
  ids: { id: string; runId: string },
  query: { cursor?: string | undefined; limit: number },
): Promise<{ items: BatchResult[]; nextCursor: string | null }> =>
  app.db.read(actor.reach, async (tx) => {
    const { event } = await accessBatch(tx, actor, ids.id, 'ticket.read');
    const run = await runById(tx, ids.runId);
    if (run?.eventId !== event.id) throw notFound('batch');
    const after = Number(query.cursor ?? '-1');
    const rows = await resultsAfter(tx, run.id, Number.isInteger(after) ? after : -1, query.limit + 1);
    const page = rows.slice(0, query.limit);
    const tickets = new Map(
      (
        await ticketsByIds(
          tx,
          page.map((row) => row.ticketId),
        )
      ).map((row) => [row.id, row]),
    );
    return {
      items: page.flatMap((row) => {
        const ticket = tickets.get(row.ticketId);
        if (!ticket || !canDoToTicket(actor, 'ticket.read', ticket)) return [];
        const message = row.state === 'failed' ? app.texts.error(row.code, actor.locale) : null;
        const { number, customerName } = ticket;
        return [{ number, customerName, state: row.state, code: row.code, message }];
      }),
      nextCursor: rows.length > query.limit ? String(page.at(-1)?.place ?? '') : null,
    };
  });
